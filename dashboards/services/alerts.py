"""Alerts as their page shows them: what was found, who was told, what could not be sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from news.alert import Alert, Finding, Silence
from news.people import Person


@dataclass(frozen=True, slots=True)
class NamedArticle:
    id: int
    title: str
    outlet: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AlertLine:
    """An alert with its newest findings and the articles they speak of."""

    alert: Alert
    findings: tuple[Finding, ...]
    articles: tuple[NamedArticle, ...] = ()


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A letter that was given up, and why."""

    id: int
    channel: str
    recipient: str
    created_at: datetime
    attempts: int
    reason: str


@dataclass(frozen=True, slots=True)
class MutedFinding:
    """A finding that nobody was told of, and why in words."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Board:
    """``new``: not acknowledged; ``waiting``: letters that have not left yet; ``on_call``: titles of who is, now."""

    new: Sequence[AlertLine]
    known: Sequence[AlertLine]
    muted: Sequence[MutedFinding]
    silences: Sequence[Silence]
    dead: Sequence[DeadLetter]
    waiting: int
    on_call: tuple[str, ...] = ()


class Alerts(Protocol):
    """Each act is logged. Raises ``UnknownId``; ``Refused`` for what cannot be."""

    def board(self) -> Board: ...
    def get(self, alert_id: int) -> AlertLine: ...
    def acknowledge(self, person: Person, alert_id: int) -> None: ...
    def undo_acknowledge(self, person: Person, alert_id: int) -> None: ...
    def silence(self, person: Person, alert_id: int, reason: str, hours: int) -> int:
        """Tell nobody more of this event for so long; the silence's number."""
        ...

    def end_silence(self, person: Person, silence_id: int) -> None: ...
    def retry(self, person: Person, letter_id: int) -> bool: ...
    def peek(self, token: str) -> Alert | None:
        """The alert of a link that can still be used."""
        ...

    def acknowledge_by_link(self, token: str) -> Alert | None:
        """Use the link up; ``None`` when it was used, is out of time or was never given."""
        ...
