"""What takes longer than a second: begun by a form, looked after by a page that says how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from news.people import Person


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work. ``words`` say what is being done; ``failure`` why it ended badly; ``next`` is its result."""

    id: str
    words: str
    seconds: float
    is_done: bool
    failure: str | None
    next: str


class Tasks(Protocol):
    def get(self, person: Person, id: str) -> Task | None:
        """The person's own piece of work; forgotten an hour after its end."""
        ...
