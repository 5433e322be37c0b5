"""Who is told what, when and how often: the office's choices as values. Read by ``alerts.recipients``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from config.settings import QuietHours
from news.alert import Finding, Severity
from news.analysis import Topic
from news.calendar import Calendar

#: In a route's ``to``: whoever is on call when the message goes out.
ON_CALL = "@truc"


class Hours(StrEnum):
    """When a recipient wants what is not urgent; what is urgent comes at any time."""

    ALWAYS = "always"
    WAKING = "waking"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class Way:
    """One address on one channel (``email``, ``telegram``, ``zalo``, ``webhook``)."""

    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """``gap``: the least time between two messages. ``digest`` and ``deputy`` concern the digest, not alerts."""

    name: str
    title: str
    ways: tuple[Way, ...]
    hours: Hours = Hours.WAKING
    gap: timedelta = timedelta(minutes=5)
    digest: bool = False
    deputy: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """A branch of the tree. Empty conditions agree with everything; ``also``: the routes after it are tried too."""

    name: str
    to: tuple[str, ...] = ()
    under: str | None = None
    topics: frozenset[Topic] = frozenset()
    least: Severity = Severity.INFO
    units: frozenset[str] = frozenset()
    watches: frozenset[str] = frozenset()
    provinces: frozenset[str] = frozenset()
    also: bool = False
    wait: timedelta = timedelta(minutes=2)
    interval: timedelta = timedelta(minutes=30)
    #: Not acknowledged: told again after so long, so many times.
    repeat: timedelta = timedelta(hours=4)
    repeats: int = 0
    #: Not acknowledged for so long: these are told too. ``None``: nobody is.
    escalate_after: timedelta | None = None
    escalate_to: tuple[str, ...] = ()

    def takes(self, finding: Finding) -> bool:
        return (
            finding.severity.rank >= self.least.rank
            and (not self.topics or not self.topics.isdisjoint(finding.topics))
            and (not self.units or finding.unit in self.units)
            and (not self.watches or finding.watch in self.watches)
            and (not self.provinces or finding.province in self.provinces)
        )


@dataclass(frozen=True, slots=True)
class Inhibition:
    """While something of ``stronger`` or above is open, findings up to ``weaker`` of the same story are not told.

    ``everywhere``: of any story of the province.
    """

    stronger: Severity
    weaker: Severity
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """On call, ``begins <= now < ends``."""

    recipient: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is on call: a shift, else whose turn it is in the rotation, else nobody."""

    shifts: tuple[Shift, ...] = ()
    rotation: tuple[str, ...] = ()
    begins: datetime | None = None
    every: timedelta = timedelta(days=7)

    def on_call(self, now: datetime) -> tuple[str, ...]:
        named = tuple(dict.fromkeys(one.recipient for one in self.shifts if one.begins <= now < one.ends))
        if named or not self.rotation or self.begins is None:
            return named
        return (self.rotation[(now - self.begins) // self.every % len(self.rotation)],)


@dataclass(frozen=True, slots=True)
class Liaison:
    """The public-safety contact: an address for public-safety notices and for nothing else (SCOPE §5)."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Mail:
    """The office's mail server. ``security``: ``starttls`` or ``tls``; nothing goes out in clear."""

    host: str
    port: int
    security: str
    sender: str


@dataclass(frozen=True, slots=True)
class Policy:
    """``recipients.toml`` and what ``schedule.toml`` says about hours."""

    recipients: Mapping[str, Recipient] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    inhibitions: tuple[Inhibition, ...] = ()
    roster: Roster = field(default_factory=Roster)
    calendar: Calendar = field(default_factory=Calendar)
    quiet: QuietHours = field(default_factory=QuietHours)
    mail: Mail | None = None
    zalo_app: str = ""
    liaison: Liaison | None = None

    def routes_of(self, finding: Finding) -> list[Route]:
        """The routes that take a finding: the deepest of each branch, the first branch unless it says ``also``."""
        return self._taking(None, finding)

    def resolve(self, names: tuple[str, ...], now: datetime) -> tuple[str, ...]:
        """Names of recipients, whoever is on call among them, each once."""
        found: dict[str, None] = {}
        for name in names:
            found.update(dict.fromkeys(self.roster.on_call(now) if name == ON_CALL else (name,)))
        return tuple(name for name in found if name in self.recipients)

    def _taking(self, under: str | None, finding: Finding) -> list[Route]:
        taken: list[Route] = []
        for route in self.routes:
            if route.under == under and route.takes(finding):
                taken += self._taking(route.name, finding) or [route]
                if not route.also:
                    break
        return taken
