"""Watches as their page shows them, and the form that makes one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from news.alert import Finding, Severity
from news.people import Person


@dataclass(frozen=True, slots=True)
class WatchLine:
    """``id`` is ``None`` for a watch of ``watches.toml``, which is changed in the file."""

    id: int | None
    name: str
    query: str
    severity: Severity
    conditions: tuple[str, ...]
    is_enabled: bool = True
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class WatchForm:
    """What the form says; numbers are ``None`` where the condition is not wanted."""

    name: str
    query: str
    severity: Severity = Severity.INFO
    any: bool = False
    foreign: bool = False
    claim: bool = False
    threshold_articles: int | None = None
    threshold_hours: int = 24
    spike_hours: int | None = None
    spike_least: int = 5
    story_outlets: int | None = None
    new_outlet_days: int | None = None
    tone_days: int | None = None
    silence_hours: int | None = None
    #: Ids of sources; none: any source that is read.
    silence_sources: tuple[str, ...] = ()
    deadline_days: int | None = None
    unit: str = ""

    @property
    def asks(self) -> bool:
        """Whether a condition is about articles, which only a query finds."""
        counted = (self.threshold_articles, self.spike_hours, self.story_outlets, self.new_outlet_days, self.tone_days)
        return self.any or self.foreign or self.claim or any(one is not None for one in counted)


@dataclass(frozen=True, slots=True)
class Tried:
    """What a watch would have found in the last ``days`` days."""

    form: WatchForm
    days: int
    articles: Sequence[tuple[datetime, str, str]]
    findings: Sequence[Finding]


class Watches(Protocol):
    """Raises ``Refused`` with the fault in words for what cannot be used."""

    def list(self) -> Sequence[WatchLine]: ...
    def units(self) -> Sequence[str]:
        """Names of the units that a watch may speak for."""
        ...

    def form(self, watch_id: int) -> WatchForm:
        """A watch that was made by form, to be changed. Raises ``UnknownId``."""
        ...

    def try_out(self, person: Person, form: WatchForm) -> str:
        """Begin to look what it would have found; the id of the task."""
        ...

    def tried(self, person: Person, task: str) -> Tried | None: ...
    def add(self, person: Person, form: WatchForm) -> None:
        """Add a watch, or change the one of this name."""
        ...

    def enable(self, person: Person, watch_id: int, *, is_enabled: bool) -> None: ...
