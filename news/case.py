"""Cases: what the press reported or asked and a body must answer: unit, deadline, reply, result. Values only.

A case names bodies and outlets, never a person outside the office (SCOPE §2); a police body is no unit (SCOPE §5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class CaseKind(StrEnum):
    #: An article that a unit is to answer.
    ARTICLE = "article"
    #: An outlet asked the office for information.
    PRESS_REQUEST = "press_request"


class CaseState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    #: Opened by mistake and taken back before anybody was asked; no digest speaks of it.
    WITHDRAWN = "withdrawn"


class Counts(StrEnum):
    """What a deadline is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"


CASE_KIND_VI: dict[CaseKind, str] = {CaseKind.ARTICLE: "bài báo", CaseKind.PRESS_REQUEST: "báo đề nghị cung cấp"}
CASE_STATE_VI: dict[CaseState, str] = {
    CaseState.OPEN: "chờ trả lời",
    CaseState.ANSWERED: "đã trả lời",
    CaseState.CLOSED: "đã xong",
    CaseState.WITHDRAWN: "đã rút",
}
COUNTS_VI: dict[Counts, str] = {
    Counts.HOURS: "giờ",
    Counts.DAYS: "ngày",
    Counts.WORKING_DAYS: "ngày làm việc",
}


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One record of ``deadlines.toml``. A change of law is a new record of one ``id``: old cases keep theirs."""

    id: str
    name: str
    value: int
    counts: Counts
    source: str
    in_force_from: date | None = None
    #: The last day; ``None``: until further notice.
    in_force_to: date | None = None
    #: Who of the office vouches for it and since when; both empty: every place that shows it says so.
    confirmed_by: str = ""
    confirmed_on: date | None = None

    @property
    def is_confirmed(self) -> bool:
        return bool(self.confirmed_by) and self.confirmed_on is not None

    def is_in_force(self, day: date) -> bool:
        return (self.in_force_from is None or self.in_force_from <= day) and (
            self.in_force_to is None or day <= self.in_force_to
        )


@dataclass(frozen=True, slots=True)
class Unit:
    """A body that answers cases, as a row of ``units.csv``. ``email`` may be empty."""

    id: str
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands after ``version`` steps."""

    id: int
    province: str
    kind: CaseKind
    title: str
    #: Of the article; empty for a request of the press.
    url: str
    article_id: int | None
    #: The outlet that reported or asked, by name.
    outlet: str
    #: The unit's id; empty: the office itself answers.
    unit: str
    question: str
    state: CaseState
    version: int
    opened_at: datetime
    changed_at: datetime
    due_at: datetime
    #: The id of the rule behind ``due_at``; empty: an officer set the day.
    rule: str = ""
    reply: str = ""
    answered_at: datetime | None = None
    #: What came of it, in the office's words.
    result: str = ""

    def is_late(self, now: datetime) -> bool:
        """Without an answer after its deadline; what was answered late stays late until it is closed."""
        if self.state in (CaseState.CLOSED, CaseState.WITHDRAWN):
            return False
        return (self.answered_at or now) > self.due_at


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A step of a case: the case after it, who took it (empty: the unit, by its one-time form), when."""

    case: Case
    verb: str
    person: str
    at: datetime
