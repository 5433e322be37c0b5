"""How the sources fare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

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


class Sources(Protocol):
    def list(self) -> Sequence[SourceLine]: ...
