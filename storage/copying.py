"""Carry a whole store to another database, in either direction, and prove that it is the same.

Rows go table by table in the order of their references, in batches; the target must be new. Both sides are then counted
and digested: the same rows give the same digest whatever database holds them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, String, Table, collate, func, insert, select, text

from news.errors import StorageError
from storage.border import told_in_words
from storage.database import prepare_place
from storage.dialects import open_engine, reading, writing
from storage.migrations import migrate
from storage.schema import metadata, snapshot
from storage.snapshots import STORE
from storage.work_tables import raw_page

BATCH = 1_000
Report = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class TableDigest:
    """``sha256`` over the rows in the order of their keys."""

    table: str
    rows: int
    sha256: str


class TargetNotEmpty(StorageError):
    """A store is never copied over another one."""

    @property
    def vi(self) -> str:
        return f"{self.args[0]} đã có dữ liệu; chỉ sao chép sang kho mới"


class CopyDiffers(StorageError):
    """What arrived is not what left."""

    @property
    def vi(self) -> str:
        return f"bản sao khác bản gốc ở các bảng: {self.args[0]}"


def _silent(_table: str, _rows: int) -> None:
    """Nobody waits."""


def copy_store(
    source: str, target: str, report: Report = _silent, *, is_backup: bool = False
) -> tuple[TableDigest, ...]:
    """Copy everything from one SQLAlchemy URL to another; the digests of all tables, equal on both sides.

    ``is_backup``: raw pages that nothing cites stay behind, for they are to be gone in time (SCOPE §1).

    Raises ``TargetNotEmpty``, ``CopyDiffers``, ``StorageError``.
    """
    with _opened(source) as here, _opened(target) as there:
        with reading(there).connect() as connection:
            if any(_count(connection, table) for table in metadata.sorted_tables):
                raise TargetNotEmpty(prepare_place(target))
        with reading(here).connect() as read, writing(there).begin() as write:
            for table in metadata.sorted_tables:
                rows = 0
                for batch in _batches(read, table, is_backup=is_backup):
                    write.execute(insert(table), batch)
                    rows += len(batch)
                report(table.name, rows)
            _go_on_numbering(write)
            left, arrived = digests(read, is_backup=is_backup), digests(write)
            if left != arrived:
                differing = [one.table for one, other in zip(left, arrived, strict=True) if one != other]
                raise CopyDiffers(", ".join(differing))
    return left


def digest_store(url: str) -> tuple[TableDigest, ...]:
    """The digests of all tables of a store."""
    with _opened(url) as engine, reading(engine).connect() as connection:
        return digests(connection)


def digests(connection: Connection, *, is_backup: bool = False) -> tuple[TableDigest, ...]:
    """The digest of each table, in the order of their references."""
    found = []
    for table in metadata.sorted_tables:
        digest, rows = hashlib.sha256(), 0
        for batch in _batches(connection, table, is_backup=is_backup):
            rows += len(batch)
            for row in batch:
                digest.update(repr(tuple(row.values())).encode("utf-8", "replace"))
        found.append(TableDigest(table.name, rows, digest.hexdigest()))
    return tuple(found)


def _batches(connection: Connection, table: Table, *, is_backup: bool = False) -> Iterator[list[dict[str, Any]]]:
    """All rows in the order of the primary key; a table that points at itself comes with what is pointed at first."""
    keys = [_plain_order(connection, column) for column in table.primary_key.columns]
    own = [column for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]
    query = select(table).order_by(*(column.is_(None).desc() for column in own), *keys)
    if is_backup and table is raw_page:
        query = query.where(
            raw_page.c.id.in_(select(snapshot.c.offset).where(snapshot.c.file == STORE, snapshot.c.cited))
        )
    with connection.execute(query.execution_options(stream_results=True)) as result:
        for rows in result.partitions(BATCH):
            yield [dict(row._mapping) for row in rows]


def _plain_order(connection: Connection, column: Column[Any]) -> ColumnElement[Any]:
    """Texts by their bytes on every database, whatever language PostgreSQL's cluster sorts in."""
    is_text = isinstance(column.type, String) and connection.dialect.name != "sqlite"
    return collate(column, "C") if is_text else column


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _go_on_numbering(connection: Connection) -> None:
    """PostgreSQL's sequences begin after the greatest number that came."""
    if connection.dialect.name == "sqlite":
        return
    for table in metadata.sorted_tables:
        for column in table.primary_key.columns:
            name = f"'{table.name}', '{column.name}'"
            sequence = connection.execute(text(f"SELECT pg_get_serial_sequence({name})")).scalar()
            if sequence:
                greatest = f'SELECT coalesce(max("{column.name}"), 0) + 1 FROM "{table.name}"'  # noqa: S608 (our names)
                connection.execute(text(f"SELECT setval('{sequence}', ({greatest}), false)"))


@contextmanager
def _opened(url: str) -> Iterator[Any]:
    where = prepare_place(url)
    with told_in_words(where):
        engine = open_engine(url)
        try:
            migrate(engine, where)
            yield engine
        finally:
            engine.dispose()
