"""The desk on which a digest is made: the draft, its edits, articles brought by hand, the signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from dashboards.services.cases import CaseLine, NewCase, OpeningForm
from news.case import Case
from news.draft import Act, Edit
from news.errors import NewsError
from news.people import Person
from news.times import Published
from reports.draft import Draft


@dataclass(frozen=True, slots=True)
class SignedLine:
    """A signed edition in a list. ``person``: the name of who signed."""

    day: date
    number: int
    person: str
    signed_at: datetime
    sha256: str
    audit_head: str
    stories: int


@dataclass(frozen=True, slots=True)
class DeskView:
    """What lies on the desk of a day. ``token``: what a signature must be given for (``reports.frozen.fingerprint``).

    ``names``: of the persons who edited, by id. ``cases``: of each line, by its leading article. ``changes``: against
    the signed edition, in words; ``None`` before it.
    """

    draft: Draft
    token: str
    names: Mapping[str, str]
    cases: Mapping[int, tuple[CaseLine, ...]]
    signed: SignedLine | None
    changes: tuple[str, ...] | None
    undo: Edit | None


@dataclass(frozen=True, slots=True)
class Brought:
    """An article that no machine brought, as an officer typed it. ``source``: the id of an outlet of the list.

    ``where``: the page of a newspaper or the hour of a broadcast. ``scan``: name and bytes of a picture or PDF.
    """

    source: str
    url: str
    title: str
    text: str
    published: Published
    where: str
    scan: tuple[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet of the list, for choosing."""

    id: str
    name: str


class DeskRefusal(NewsError):
    """What an officer asked cannot be done; the words say why and what to do."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words

    @property
    def vi(self) -> str:
        return self.words


class Overwrites(DeskRefusal):
    """Somebody else edited the same since this person looked; nothing was written."""

    def __init__(self, words: str, edit: Edit) -> None:
        super().__init__(words)
        self.edit = edit


class Desk(Protocol):
    def day(self) -> date:
        """The day of the digest that is being made now."""
        ...

    def look(self, day: date, person: Person) -> DeskView: ...

    def edit(self, person: Person, day: date, act: Act, article_id: int | None, value: str, *, seen: int) -> Edit:
        """Write one edit. ``seen``: the draft's version on the page. Raises ``Overwrites``, ``DeskRefusal``."""
        ...

    def undo(self, person: Person, day: date) -> Edit | None:
        """Take back the person's newest edit, a case with it; ``None`` when there is none. Raises ``Overwrites``."""
        ...

    def opening(self, article_id: int) -> OpeningForm:
        """What the form to give an article to a unit offers."""
        ...

    def assign(self, person: Person, day: date, new: NewCase, *, seen: int) -> Case:
        """Open a case for an entry's article, and say so in the draft.

        Raises ``Overwrites`` when somebody else has given the entry to a unit since, ``DeskRefusal``, or another
        ``news.errors.NewsError`` with words.
        """
        ...

    def preview(self, day: date) -> bytes:
        """The page as it will be, HTML."""
        ...

    def sign(self, person: Person, day: date, token: str) -> SignedLine:
        """Freeze, keep, send. Raises ``DeskRefusal`` when the content is not what ``token`` says."""
        ...

    def signed(self, limit: int = 100) -> Sequence[SignedLine]:
        """Signed editions, the newest first."""
        ...

    def outlets(self) -> Sequence[Outlet]: ...

    def add(self, person: Person, brought: Brought) -> int:
        """Store an article brought by hand; its id. Raises ``DeskRefusal``."""
        ...

    def read(self, person: Person, next: str) -> str:
        """Begin to read what is not read yet, by models that may have to load first; the id of the task.

        ``next``: where its page leads when done. Raises ``Refused`` when too much waits: the next round reads it.
        """
        ...

    def scan(self, person: Person, scan_id: int) -> tuple[str, str, bytes]:
        """Name, media type and content of a scan; the look is logged. Raises ``UnknownId``."""
        ...
