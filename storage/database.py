"""Open the store, bring its tables up to date, and give out transactions."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from news.errors import StorageError, disk_error
from news.times import Clock, utc_now
from storage.border import told_in_words
from storage.dialects import fold_log, open_engine, reading, writing
from storage.migrations import migrate
from storage.work import Work


def open_storage(url: str, *, clock: Clock = utc_now) -> Storage:
    """Open the store at an SQLAlchemy URL, migrated to the newest tables; makes a missing SQLite file and its folder.

    Not to be carried over a fork: each process opens its own. Raises ``StorageError``.
    """
    where = prepare_place(url)
    with told_in_words(where):
        engine = open_engine(url)
        migrate(engine, where)
    return Storage(engine, where, clock)


class Storage:
    """The one place of truth. Threads may share it; each transaction is one thread's."""

    def __init__(self, engine: Engine, where: str, clock: Clock) -> None:
        self.where = where
        self._engine = engine
        self._writing, self._reading = writing(engine), reading(engine)
        self._clock = clock

    @contextmanager
    def begin(self) -> Iterator[Work]:
        """One write transaction, alone among writers: committed at the end, undone by any exception."""
        with told_in_words(self.where), self._writing.begin() as connection:
            work = Work(connection, self._clock)
            yield work
            work.changes.write()

    @contextmanager
    def read(self) -> Iterator[Work]:
        """A snapshot that stays the same while it is read; writing in it is an error."""
        with told_in_words(self.where), self._reading.begin() as connection:
            yield Work(connection, self._clock)

    def tidy(self) -> None:
        """Empty the write-ahead log, so that deleted texts are in no file any more; once a day is enough."""
        with told_in_words(self.where):
            fold_log(self._engine)

    def close(self) -> None:
        self._engine.dispose()


def prepare_place(url: str) -> str:
    """Return where the store is, for messages without a password; a SQLite file's folder is made."""
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite":
        return parts.render_as_string(hide_password=True)
    if not parts.database or parts.database == ":memory:":
        raise StorageError(f"{url}: a SQLite store needs a file")
    folder = Path(parts.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(parts.database, error) from error
    if not os.access(folder, os.W_OK, effective_ids=True):
        # SQLite would say only that it cannot open the file.
        raise disk_error(parts.database, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    return parts.database
