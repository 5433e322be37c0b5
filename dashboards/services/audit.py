"""The log of looks and acts, as the guard writes it."""

from __future__ import annotations

from typing import Protocol

from news.people import Person


class Audit(Protocol):
    def look(self, person: Person, noun: str, key: str) -> None:
        """Write that the person saw this (SCOPE §7); ids only."""
        ...
