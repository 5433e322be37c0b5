"""The leaders' reports: what is signed, the draft of the next one, its signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from news.digest import Period
from news.draft import Act, Edit
from news.people import Person
from news.report import Report


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A period in the list. ``number`` 0: nobody has signed it yet; then ``person`` is empty."""

    period: Period
    day: date
    number: int = 0
    person: str = ""
    signed_at: datetime | None = None
    sha256: str = ""
    audit_head: str = ""


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """What would be signed. ``token``: what a signature must be given for; ``changes``: against the signed edition.

    ``undo``: the person's newest edit.
    """

    report: Report
    token: str
    signed: ReportLine | None
    changes: tuple[str, ...] | None
    undo: Edit | None


class Reports(Protocol):
    #: The kinds of documents that are kept and sent.
    formats: tuple[str, ...]

    def signed(self, limit: int = 100) -> Sequence[ReportLine]:
        """The newest edition of every signed period, the newest period first."""
        ...

    def waiting(self) -> Sequence[ReportLine]:
        """Periods whose report is due and not signed, and those that go on now."""
        ...

    def newest(self) -> Sequence[Report]:
        """The newest signed report of each kind, the shortest period first."""
        ...

    def get(self, period: Period, day: date) -> tuple[ReportLine, Report]:
        """The newest signed edition. Raises ``UnknownId``."""
        ...

    def editions(self, period: Period, day: date) -> Sequence[ReportLine]:
        """All editions of a period, the newest first."""
        ...

    def draft(self, person: Person, period: Period, day: date) -> ReportDraft | None:
        """The draft as it was counted last; ``None`` when that is yet to be done (``begin``)."""
        ...

    def begin(self, person: Person, period: Period, day: date, next: str) -> str:
        """Count anew, in the background; the id of the task, whose page leads on to ``next``."""
        ...

    def edit(self, person: Person, period: Period, day: date, act: Act, article_id: int | None, value: str) -> None:
        """Write the office's words, mark a matter, leave one out. Raises ``DeskRefusal``."""
        ...

    def undo(self, person: Person, period: Period, day: date) -> bool: ...

    def preview(self, period: Period, day: date) -> bytes:
        """The page as it will be, HTML. Raises ``UnknownId`` before the draft was counted."""
        ...

    def sign(self, person: Person, period: Period, day: date, token: str) -> ReportLine:
        """Freeze, keep, send. Raises ``DeskRefusal`` when the content is not what ``token`` says."""
        ...

    def document(self, period: Period, day: date, format: str, number: int) -> bytes:
        """A document of an edition, byte for byte as it was sent. Raises ``UnknownId``."""
        ...
