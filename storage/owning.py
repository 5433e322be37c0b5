"""What an office owns is unknown to every other: conditions on rows, and on what hangs on them.

Without a province everything is seen: that is the installation's own view (backup, copies, the audit chain).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select, true

from news.errors import UnknownId


def owned(table: Table, province: str | None) -> ColumnElement[bool]:
    """Rows of a table with a ``province`` that are this office's."""
    return true() if province is None else table.c.province == province


def hanging(column: ColumnElement[Any], owner: Table, province: str | None) -> ColumnElement[bool]:
    """Rows whose ``column`` names a row of ``owner`` that is this office's."""
    if province is None:
        return true()
    return column.in_(select(owner.c.id).where(owner.c.province == province))


def must_own(connection: Connection, table: Table, province: str | None, key: int, noun: str) -> None:
    """Raises ``UnknownId`` for a row of another office, as for one that does not exist."""
    if province is None:
        return
    query = select(table.c.id).where(table.c.id == key, table.c.province == province)
    if connection.execute(query).first() is None:
        raise UnknownId(noun, key)
