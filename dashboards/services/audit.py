"""The log of looks and acts: the guard writes into it, the administrator reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from news.people import Person


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One look or act: ids and verbs, no texts."""

    seq: int
    at: datetime
    person: str
    verb: str
    noun: str
    key: str


class Audit(Protocol):
    def look(self, person: Person, noun: str, key: str, *, at_once: bool = False) -> None:
        """Write that the person saw this (SCOPE §7); ids only. Not ``at_once``: within a second, without waiting."""
        ...

    def close(self) -> None:
        """Write what waits; the application stops."""
        ...

    def list(self, *, before: int | None, person: str, is_act: bool, limit: int) -> Sequence[AuditLine]:
        """The newest first; ``is_act``: without mere looks."""
        ...

    def head(self) -> str:
        """The seal of the newest row."""
        ...

    def verify(self, by: Person) -> str:
        """Begin to read the whole log anew; the id of the task."""
        ...

    def problems(self, by: Person, task: str) -> Sequence[str] | None:
        """What the reading found; empty when the log is whole, ``None`` when there was no such reading."""
        ...
