"""Watches that people made, and since when each thing is watched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from news.errors import UnknownId
from news.times import Clock
from storage.alert_tables import watch, watch_mark
from storage.codec import storable
from storage.dialects import insert as put
from storage.rows import next_number


@dataclass(frozen=True, slots=True)
class StoredWatch:
    """A watch made by form; ``definition`` is the text of one ``[[watch]]``."""

    id: int
    name: str
    definition: str
    is_enabled: bool
    person: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """Since when something is watched; ``sign`` changes with what is watched for."""

    sign: str
    since: datetime


class Watching:
    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    def put(self, province: str, name: str, definition: str, person: str, *, is_enabled: bool = True) -> int:
        """Add a watch, or change the one of this name."""
        query = select(watch.c.id).where(watch.c.province == province, watch.c.name == name)
        number = self._connection.execute(query).scalar_one_or_none() or next_number(self._connection, watch.c.id)
        row = {
            "id": number,
            "province": province,
            "name": name,
            "definition": storable(definition),
            "is_enabled": is_enabled,
            "person": person,
            "changed_at": self._clock(),
        }
        statement = put(self._connection, watch).values(row)
        changed = {column: statement.excluded[column] for column in row if column not in ("id", "province", "name")}
        self._connection.execute(statement.on_conflict_do_update(index_elements=["province", "name"], set_=changed))
        return number

    def enable(self, province: str, watch_id: int, person: str, *, is_enabled: bool) -> None:
        """Switch a watch on or off. Raises ``UnknownId``."""
        changed = update(watch).where(watch.c.province == province, watch.c.id == watch_id)
        changed = changed.values(is_enabled=is_enabled, person=person, changed_at=self._clock())
        if not self._connection.execute(changed).rowcount:
            raise UnknownId("watch", watch_id)

    def list(self, province: str) -> list[StoredWatch]:
        query = select(watch).where(watch.c.province == province).order_by(watch.c.id)
        return [
            StoredWatch(row.id, row.name, row.definition, bool(row.is_enabled), row.person, row.changed_at)
            for row in self._connection.execute(query)
        ]

    def marks(self, province: str, kind: str) -> dict[str, Mark]:
        """By name."""
        query = select(watch_mark).where(watch_mark.c.province == province, watch_mark.c.kind == kind)
        return {row.name: Mark(row.sign, row.since) for row in self._connection.execute(query)}

    def mark(self, province: str, kind: str, marks: Mapping[str, Mark]) -> None:
        for name, one in marks.items():
            row = {"province": province, "kind": kind, "name": name, "sign": one.sign, "since": one.since}
            statement = put(self._connection, watch_mark).values(row)
            changed = {"sign": statement.excluded.sign, "since": statement.excluded.since}
            keys = ["province", "kind", "name"]
            self._connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))
