"""From a finding to a message: what a watch found, and the alert that gathers the findings of one event.

A ``Finding`` speaks of publications, of the office's own claims and of its deadlines, never of a person (SCOPE §1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from news.analysis import Topic


class Severity(StrEnum):
    """In rising order."""

    INFO = "info"
    WARNING = "warning"
    URGENT = "urgent"

    @property
    def rank(self) -> int:
        return _RANKS[self]


_RANKS = {one: place for place, one in enumerate(Severity)}


SEVERITY_VI: dict[Severity, str] = {Severity.INFO: "tin", Severity.WARNING: "chú ý", Severity.URGENT: "khẩn"}


class Condition(StrEnum):
    """What may make a watch speak."""

    MATCH = "match"
    THRESHOLD = "threshold"
    SPIKE = "spike"
    SILENCE = "silence"
    NEW_OUTLET = "new_outlet"
    STORY = "story"
    FOREIGN = "foreign"
    TONE = "tone"
    CLAIM = "claim"
    DEADLINE = "deadline"


CONDITION_VI: dict[Condition, str] = {
    Condition.MATCH: "có bài mới",
    Condition.THRESHOLD: "vượt số bài",
    Condition.SPIKE: "tăng đột biến",
    Condition.SILENCE: "nguồn im lặng",
    Condition.NEW_OUTLET: "báo mới nhắc đến",
    Condition.STORY: "nhiều báo cùng đưa",
    Condition.FOREIGN: "báo nước ngoài",
    Condition.TONE: "sắc thái thay đổi",
    Condition.CLAIM: "trái với căn cứ",
    Condition.DEADLINE: "sắp đến hạn",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """``key`` is unique within a province: what was found once is not found again.

    ``event`` names what belongs together (``story:…``, ``watch:…``, ``source:…``, ``case:…``); ``title`` is its
    headline, ``words`` say what was found and why. ``articles`` are ids, newest last.
    """

    key: str
    province: str
    watch: str
    condition: Condition
    severity: Severity
    event: str
    title: str
    words: str
    at: datetime
    topics: tuple[Topic, ...] = ()
    unit: str | None = None
    articles: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a recipient has heard of an alert: its first ``count`` findings, in ``sends`` messages."""

    recipient: str
    count: int
    sends: int
    first_at: datetime
    at: datetime
    #: Whether the recipient came in by escalation.
    is_escalation: bool = False


@dataclass(frozen=True, slots=True)
class Alert:
    """The findings of one event on one route: one message that grows. ``id`` is 0 before it is stored."""

    id: int
    province: str
    route: str
    event: str
    title: str
    severity: Severity
    first_at: datetime
    last_at: datetime
    count: int = 0
    told: tuple[Told, ...] = ()
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    closed_at: datetime | None = None

    def told_to(self, recipient: str) -> Told | None:
        return next((one for one in self.told if one.recipient == recipient), None)

    @property
    def told_at(self) -> datetime | None:
        """When the first message about it went out."""
        return min((one.first_at for one in self.told), default=None)


@dataclass(frozen=True, slots=True)
class Silence:
    """What is not to be told for a while, by whom and why. Every field that is given must agree with a finding."""

    id: int
    province: str
    person: str
    reason: str
    begins_at: datetime
    ends_at: datetime
    watch: str | None = None
    event: str | None = None
    topic: Topic | None = None
    #: Findings up to this severity.
    severity: Severity | None = None

    def covers(self, finding: Finding, now: datetime) -> bool:
        return (
            self.begins_at <= now < self.ends_at
            and self.province == finding.province
            and self.watch in (None, finding.watch)
            and self.event in (None, finding.event)
            and (self.topic is None or self.topic in finding.topics)
            and (self.severity is None or finding.severity.rank <= self.severity.rank)
        )
