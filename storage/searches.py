"""Searches that an officer keeps under a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from news.times import Clock
from storage.codec import storable
from storage.draft_tables import saved_search
from storage.rows import next_number


@dataclass(frozen=True, slots=True)
class SavedSearch:
    id: int
    name: str
    query: str
    person: str
    at: datetime


class SavedSearches:
    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    def add(self, province: str, person: str, name: str, query: str) -> int:
        """Keep a search; one of the same name of this person is replaced. Its id."""
        table = saved_search
        before = (table.c.province == province, table.c.person == person, table.c.name == storable(name))
        self._connection.execute(delete(table).where(*before))
        key = next_number(self._connection, table.c.id)
        row = {
            "id": key,
            "province": province,
            "person": person,
            "name": storable(name),
            "query": storable(query),
            "at": self._clock(),
        }
        self._connection.execute(insert(table), row)
        return key

    def list(self, province: str, person: str) -> list[SavedSearch]:
        """A person's searches by name."""
        table = saved_search
        query = select(table.c.id, table.c.name, table.c.query, table.c.person, table.c.at)
        query = query.where(table.c.province == province, table.c.person == person).order_by(table.c.name)
        return [SavedSearch(*row) for row in self._connection.execute(query)]

    def delete(self, province: str, person: str, search_id: int) -> bool:
        """``False`` when the person has no such search."""
        table = saved_search
        mine = (table.c.province == province, table.c.person == person, table.c.id == search_id)
        return self._connection.execute(delete(table).where(*mine)).rowcount > 0

    def hand_over(self, province: str, person: str, successor: str) -> int:
        """A leaver's searches are another's from now on; under a name that is taken there they say whose they were."""
        table = saved_search
        taken = {one.name for one in self.list(province, successor)}
        handed = self.list(province, person)
        for one in handed:
            name = one.name if one.name not in taken else f"{one.name} ({person})"
            changed = update(table).where(table.c.id == one.id).values(person=successor, name=name)
            self._connection.execute(changed)
        return len(handed)
