"""Cases, as the desk and the leaders see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from news.case import Case, CaseChange, CaseKind, DeadlineRule, Unit
from news.people import Person


@dataclass(frozen=True, slots=True)
class CaseLine:
    """``due``: the deadline in words, with "cần xác nhận" until somebody vouches for it.

    ``unknown_tet``: the year of a Tết within the term whose days off are not entered in ``schedule.toml``.
    """

    case: Case
    unit: str
    due: str
    is_late: bool
    unknown_tet: int | None = None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """How a unit answered within the last year. ``id`` empty: the office itself. ``usual``: time to an answer."""

    id: str
    name: str
    waiting: int
    late: int
    answered: int
    answered_late: int
    usual: timedelta | None


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter to the unit on its way. ``state``: waiting, sent or failed; ``detail``: why it failed."""

    recipient: str
    at: datetime
    state: str
    detail: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """``steps``: what the person may do now; ``names``: of the persons in the history, by id.

    ``email``: where letters to the unit go; empty: none is known.
    """

    line: CaseLine
    rule: DeadlineRule | None
    history: tuple[CaseChange, ...]
    steps: frozenset[str]
    names: dict[str, str]
    email: str = ""
    letters: tuple[SentLetter, ...] = ()


@dataclass(frozen=True, slots=True)
class OpeningForm:
    """What the form for a new case offers: units, and rules with their words; of an article its title and outlet.

    ``unknown_tet``: as in ``CaseLine``, were a rule of working days chosen now.
    """

    units: tuple[Unit, ...]
    rules: tuple[tuple[str, str], ...]
    unknown_tet: int | None = None
    article_id: int | None = None
    title: str = ""
    outlet: str = ""
    #: Cases of the same article.
    known: tuple[CaseLine, ...] = ()


@dataclass(frozen=True, slots=True)
class NewCase:
    """The form filled in. ``unit``, ``rule``: ids, may be empty; ``due_on``: a day set by the officer instead."""

    kind: CaseKind
    title: str
    question: str
    unit: str = ""
    rule: str = ""
    due_on: date | None = None
    outlet: str = ""
    article_id: int | None = None


class Cases(Protocol):
    """Refusals are ``news.errors.NewsError`` with words for the person; ``UnknownId`` for what is not the office's."""

    def list(self, *, closed: bool = False) -> Sequence[CaseLine]:
        """The late ones first, then by deadline; closed ones the last closed first."""
        ...

    def units(self) -> Sequence[UnitLine]:
        """Every unit that was asked within a year, the one with the most late cases first."""
        ...

    def get(self, person: Person, case_id: int) -> CaseView: ...

    def form(self, article_id: int | None) -> OpeningForm: ...

    def open(self, person: Person, new: NewCase) -> Case: ...

    def step(self, person: Person, case_id: int, seen: int, verb: str, words: str) -> Case:
        """``verb``: reply, ask_again, close, reopen or withdraw; ``words``: the reply or the result."""
        ...

    def send(self, person: Person, case_id: int, seen: int) -> Case:
        """Write to the unit: the letter as DOCX with a one-time form to answer by; once more is a reminder."""
        ...

    def link(self, person: Person, case_id: int) -> str:
        """The secret of a one-time form for the unit, shown once; those made before count no more."""
        ...

    def of_link(self, secret: str) -> CaseLine | None: ...

    def reply_by_link(self, secret: str, words: str) -> bool:
        """The unit's answer; ``False`` when the form was used, is too old or never was."""
        ...

    def calendar(self, person: Person) -> bytes:
        """The deadlines that wait, as iCalendar."""
        ...

    def letter(self, person: Person, case_id: int) -> bytes:
        """The letter to the unit, as DOCX."""
        ...
