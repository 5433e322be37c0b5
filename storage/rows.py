"""Small steps that several nouns share: batches, sets of ids in a query, the next id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, func, select

_T = TypeVar("_T")

#: Rows in one statement: large enough to be fast, far below every database's bound on parameters.
BATCH = 500


def batches(values: Iterable[_T], size: int = BATCH) -> Iterator[list[_T]]:
    """The values in lists of at most ``size``."""
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch


def next_number(connection: Connection, column: ColumnElement[int]) -> int:
    """One more than the column's greatest; true until the transaction ends, because writers take turns."""
    greatest = connection.execute(select(func.max(column))).scalar_one()
    return 1 if greatest is None else greatest + 1
