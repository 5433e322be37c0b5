"""Cases, as the desk and the leaders see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from news.case import Case, CaseChange, CaseKind, DeadlineRule, Unit
from news.people import Person


@dataclass(frozen=True, slots=True)
class CaseLine:
    """``due``: the deadline in words, with "cần xác nhận" until somebody vouches for it."""

    case: Case
    unit: str
    due: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    """``steps``: what the person may do now; ``names``: of the persons in the history, by id."""

    line: CaseLine
    rule: DeadlineRule | None
    history: tuple[CaseChange, ...]
    steps: frozenset[str]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class OpeningForm:
    """What the form for a new case offers: units, and rules with their words; of an article its title and outlet."""

    units: tuple[Unit, ...]
    rules: tuple[tuple[str, str], ...]
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

    def get(self, person: Person, case_id: int) -> CaseView: ...

    def form(self, article_id: int | None) -> OpeningForm: ...

    def open(self, person: Person, new: NewCase) -> Case: ...

    def step(self, person: Person, case_id: int, seen: int, verb: str, words: str) -> Case:
        """``verb``: reply, ask_again, close or reopen; ``words``: the reply or the result."""
        ...

    def link(self, person: Person, case_id: int) -> str:
        """The secret of a one-time form for the unit, shown once; those made before count no more."""
        ...

    def of_link(self, secret: str) -> CaseLine | None: ...

    def reply_by_link(self, secret: str, words: str) -> bool:
        """The unit's answer; ``False`` when the form was used, is too old or never was."""
        ...

    def letter(self, person: Person, case_id: int) -> bytes:
        """The letter to the unit, as DOCX."""
        ...
