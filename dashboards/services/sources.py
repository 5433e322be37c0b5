"""How the sources fare, and new ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from news.people import Person
from news.source import Health


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One feed of one source, as the list of sources shows it."""

    id: str
    name: str
    feed: str
    enabled: bool
    health: Health
    detail: str
    last_success_at: datetime | None
    newest_entry_at: datetime | None
    #: Its usual and its longest time between two entries.
    typical_gap: timedelta | None = None
    longest_gap: timedelta | None = None


@dataclass(frozen=True, slots=True)
class ProposedSource:
    """A source as it could be added. ``lines``: what was found, feeds with their newest items."""

    id: str
    name: str
    lines: Sequence[str]
    is_usable: bool


@dataclass(frozen=True, slots=True)
class Stranger:
    """An outlet that discovery services point at and the list does not have, with its newest hint."""

    host: str
    name: str
    hints: int
    newest_at: datetime
    title: str
    url: str


class Sources(Protocol):
    def list(self) -> Sequence[SourceLine]: ...

    def strangers(self) -> Sequence[Stranger]:
        """Outlets to adopt, the one pointed at most first."""
        ...

    def enable(self, by: Person, id: str, *, is_on: bool) -> None:
        """From the next round on. Raises ``news.errors.NewsError`` with words."""
        ...

    def propose(self, by: Person, url: str) -> str:
        """Begin to look at an address; the id of the task, which is the proposal's."""
        ...

    def proposal(self, by: Person, id: str) -> ProposedSource | None: ...

    def add(self, by: Person, proposal: str) -> ProposedSource:
        """Add what was proposed to the list. Raises ``news.errors.NewsError`` with words."""
        ...

    def check(self, by: Person, id: str) -> str:
        """Begin to try a source now; the id of the task."""
        ...

    def report(self, by: Person, task: str) -> Sequence[str] | None:
        """What trying it showed, in words."""
        ...
