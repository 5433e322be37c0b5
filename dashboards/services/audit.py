"""The log of looks and acts, as the guard writes it."""

from __future__ import annotations

from typing import Protocol

from news.people import Person


class Audit(Protocol):
    def look(self, person: Person, noun: str, key: str, *, at_once: bool = False) -> None:
        """Write that the person saw this (SCOPE §7); ids only. Not ``at_once``: within a second, without waiting."""
        ...

    def close(self) -> None:
        """Write what waits; the application stops."""
        ...
