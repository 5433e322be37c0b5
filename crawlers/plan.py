"""What a round is asked to do and what it answers: plain values, made by ``jobs``, obeyed by ``crawlers.round``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from net.addresses import AddressPolicy
from net.bounds import Bounds
from news.article import FeedEntry
from news.source import Health, Source
from news.times import Clock, utc_now


def user_agent(version: str, contact: str) -> str:
    """The one name under which every request is made; no disguise."""
    return f"diembao/{version} (+{contact})" if contact else f"diembao/{version}"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a round stands, for whoever waits."""

    feeds: int = 0
    feeds_total: int = 0
    entries_new: int = 0
    pages: int = 0
    pages_failed: int = 0


def _silent(_: Progress) -> None:
    """Nobody waits."""


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """One round. ``wanted``: whether an entry's page may concern the province and is to be fetched.

    ``hosts``: names of private test hosts → ``address[:port]``, like ``/etc/hosts``; the addresses are checked as
    any other. ``only_due=False`` reads every source now, but what asked for a pause keeps it.
    """

    sources: tuple[Source, ...]
    wanted: Callable[[Source, FeedEntry], bool]
    archive: Path
    policy: AddressPolicy = field(default_factory=AddressPolicy)
    hosts: Mapping[str, str] = field(default_factory=dict)
    bounds: Bounds = field(default_factory=Bounds)
    user_agent: str = "diembao"
    #: Between two requests to one host; a longer ``Crawl-delay`` of its robots.txt is obeyed.
    delay: timedelta = timedelta(seconds=1.5)
    hosts_at_once: int = 32
    clock: Clock = utc_now
    retention: timedelta = timedelta(days=90)
    workers: int = 2
    #: After this no new request is made; what is under way is finished, the rest waits for the next round.
    deadline: timedelta = timedelta(minutes=4)
    only_due: bool = True
    #: Names of the province by language, for the questions to discovery services.
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Requests to one host in a day of local time, robots.txt and redirects included.
    daily_requests: int = 5_000
    progress: Callable[[Progress], None] = _silent


@dataclass(frozen=True, slots=True)
class FeedOutcome:
    """What came of one address of one source."""

    source: str
    feed: str
    health: Health
    detail: str = ""
    entries: int = 0
    new: int = 0
    edited: int = 0
    #: The publisher said, or the bytes show, that nothing changed since the last reading.
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class RoundResult:
    """The closing line of a round. ``not_due``: feeds that could wait; ``busy``: hosts that another machine reads."""

    round_id: int
    outcomes: tuple[FeedOutcome, ...] = ()
    not_due: int = 0
    busy: int = 0
    pages_fetched: int = 0
    #: Pages with an article, kept as a version; the rest were listings, empty or the same as before.
    pages_kept: int = 0
    pages_refused: int = 0
    pages_failed: int = 0
    #: Wanted pages that this round left for the next one.
    pages_left: int = 0
    seconds: float = 0.0
    is_complete: bool = True

    @property
    def entries(self) -> int:
        return sum(outcome.entries for outcome in self.outcomes)

    @property
    def new(self) -> int:
        return sum(outcome.new for outcome in self.outcomes)

    @property
    def edited(self) -> int:
        return sum(outcome.edited for outcome in self.outcomes)

    @property
    def failures(self) -> tuple[FeedOutcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.health is not Health.OK)

    def summary(self) -> dict[str, object]:
        """What storage keeps of the round: counts, no texts."""
        return {
            "feeds": len(self.outcomes),
            "feeds_failed": len(self.failures),
            "entries": self.entries,
            "new": self.new,
            "edited": self.edited,
            "not_due": self.not_due,
            "busy": self.busy,
            "pages_fetched": self.pages_fetched,
            "pages_kept": self.pages_kept,
            "pages_refused": self.pages_refused,
            "pages_failed": self.pages_failed,
            "pages_left": self.pages_left,
            "seconds": round(self.seconds, 1),
            "complete": self.is_complete,
        }
