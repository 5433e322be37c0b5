"""Looks and acts, into the log."""

from __future__ import annotations

from jobs.wiring import Office
from news.people import Person


class AuditDesk:
    def __init__(self, office: Office) -> None:
        self._storage = office.storage

    def look(self, person: Person, noun: str, key: str) -> None:
        with self._storage.begin() as work:
            work.audit.add(person.province, person.id, "look", noun, key)
