"""What was deleted stays deleted: a late write does not bring it back."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from news.times import Clock
from storage.dialects import among, insert
from storage.rows import batches
from storage.schema import tombstone


class Tombstones:
    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    def add(self, noun: str, key: str, reason: str) -> None:
        """The first reason stands."""
        row = {"noun": noun, "key": key, "at": self._clock(), "reason": reason}
        self._connection.execute(insert(self._connection, tombstone).on_conflict_do_nothing(), row)

    def has(self, noun: str, key: str) -> bool:
        return bool(self.list(noun, [key]))

    def list(self, noun: str, keys: Iterable[str]) -> set[str]:
        """Those of the keys that were deleted."""
        gone: set[str] = set()
        for batch in batches(keys):
            query = select(tombstone.c.key).where(
                tombstone.c.noun == noun, among(self._connection, tombstone.c.key, batch)
            )
            gone.update(self._connection.execute(query).scalars())
        return gone
