"""A long list a page at a time, so that no page grows with the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Sheets(Generic[_T]):
    """One sheet of a list: the one asked for, the first where nonsense is asked, the last where there are fewer."""

    def __init__(self, items: Sequence[_T], asked: str | None, size: int) -> None:
        self.total = len(items)
        self.last = max(1, -(-len(items) // size))
        wanted = int(asked) if asked and asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1
        self.number = min(max(wanted, 1), self.last)
        self.items = items[(self.number - 1) * size : self.number * size]

    def __iter__(self) -> Iterator[_T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def sheet_of(place: int, size: int) -> int:
    """The number of the sheet on which the item stands that has so many before it."""
    return place // size + 1
