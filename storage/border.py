"""Where the database's errors become ours, with the path and in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, TimeoutError

from news.errors import StorageError, StorageFull, StorageUnavailable

_UNAVAILABLE = {
    sqlite3.SQLITE_BUSY: ("locked by another program for too long", "một chương trình khác đang giữ quá lâu"),
    sqlite3.SQLITE_LOCKED: ("locked by another program for too long", "một chương trình khác đang giữ quá lâu"),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "không mở được tệp"),
    sqlite3.SQLITE_PERM: ("cannot be opened", "không có quyền mở tệp"),
    sqlite3.SQLITE_CORRUPT: ("damaged; restore a backup", "tệp bị hỏng, cần khôi phục từ bản sao lưu"),
    sqlite3.SQLITE_NOTADB: ("not a database", "tệp không phải là cơ sở dữ liệu"),
    sqlite3.SQLITE_IOERR: ("the disk reports an error", "ổ đĩa báo lỗi"),
}


@contextmanager
def told_in_words(where: str) -> Iterator[None]:
    """Raise ``StorageFull``, ``StorageUnavailable`` or ``StorageError`` for what the database or the disk raises."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise _in_words(where, error) from error
    except TimeoutError as error:
        raise StorageError(f"{where}: {error}") from error


def _in_words(where: str, error: DBAPIError | sqlite3.Error) -> StorageError:
    driver = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(driver, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    # Where there is no room, the shared part of the log cannot be made either.
    is_full = primary == sqlite3.SQLITE_FULL or code == sqlite3.SQLITE_IOERR_SHMSIZE
    if is_full or getattr(driver, "sqlstate", None) == "53100":
        return StorageFull.no_room(where)
    if primary == sqlite3.SQLITE_READONLY:
        return StorageFull.read_only(where)
    if primary in _UNAVAILABLE:
        return StorageUnavailable(where, *_UNAVAILABLE[primary])
    # Neither the statement's parameters nor PostgreSQL's "failing row": they may hold a whole article, or a tip.
    return StorageError(f"{where}: {getattr(getattr(driver, 'diag', None), 'message_primary', None) or driver}")
