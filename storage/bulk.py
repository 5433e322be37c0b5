"""Write many rows with one statement, past SQLAlchemy's work per row (which costs more than the database's own).

The statement is still SQLAlchemy's; only the rows go to the driver as they are: tuples, with moments as
``storage.schema.microseconds`` and enums as their values.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Insert, Table, Update, insert

Rows = Sequence[tuple[Any, ...]]


def add_rows(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert whole rows, their values in the order of the table's columns."""
    write(connection, insert(table), [column.name for column in table.columns], rows)


def write(connection: Connection, statement: Insert | Update, names: Sequence[str], rows: Rows) -> None:
    """Run a statement once per row; ``names`` say what the rows hold: columns of an INSERT, or bound parameters."""
    if not rows:
        return
    columns = list(names) if isinstance(statement, Insert) else None
    compiled = statement.compile(dialect=connection.dialect, column_keys=columns)
    connection.exec_driver_sql(str(compiled), _arranged(rows, list(names), getattr(compiled, "positiontup", None)))


def _arranged(rows: Rows, names: list[str], order: Sequence[str] | None) -> Any:
    """The rows as the driver wants them: in its order, or by name."""
    if order is None:
        return [dict(zip(names, row, strict=True)) for row in rows]
    if list(order) == names:
        return list(rows)
    return list(map(itemgetter(*[names.index(name) for name in order]), rows))
