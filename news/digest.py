"""The digest: what a window of time held for one province, arranged for reading; pure values, no layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from news.analysis import Tone, Topic
from news.edition import CheckedClaim, EditionLine, Matter
from news.source import Health
from news.times import Published, Window


class Period(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class SourceFailure:
    """A source that could not be read in the window, and why, in words for the reader."""

    source: str
    name: str
    health: Health
    since: datetime | None
    detail: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the digest could see and what it could not (documents.md §7): never hidden, never padded."""

    sources_read: int
    failures: tuple[SourceFailure, ...]
    articles_read: int
    articles_about: int
    #: Published long before the window but first seen in it: counted, not mixed with the news.
    older_articles: int
    #: Stretches of the window in which no round ran (power or network away), oldest first.
    gaps: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet's article in an entry."""

    article_id: int
    source: str
    name: str
    title: str
    url: str
    published: Published
    first_seen_at: datetime
    language: str | None
    is_foreign: bool
    is_reprint: bool
    #: Of an article brought by hand: "báo in, trang 3", "phát lúc 19:05"; empty for what a machine read.
    where: str = ""


@dataclass(frozen=True, slots=True)
class DigestEntry:
    """One story: its headline and two or three sentences are the leading article's own."""

    story: str
    title: str
    sentences: tuple[str, ...]
    outlets: tuple[Outlet, ...]
    tone: Tone
    tone_by_person: bool
    topics: tuple[Topic, ...]
    places: tuple[str, ...]
    importance: float
    reasons: tuple[str, ...]
    #: What officers said of it (``news.draft``).
    is_important: bool = False
    note: str = ""
    title_by_office: bool = False
    summary_by_office: bool = False
    #: A machine's unchecked translation of a foreign headline; empty: untranslated.
    translation: str = ""

    @property
    def leading(self) -> Outlet:
        return self.outlets[0]

    @property
    def reprints(self) -> int:
        return sum(outlet.is_reprint for outlet in self.outlets)


@dataclass(frozen=True, slots=True)
class Totals:
    """What the window held at home before the digest was cut to its length; a story has the tone and topics shown."""

    stories: int = 0
    foreign: int = 0
    sport: int = 0
    #: Articles in the home stories, reprints among them, and the independent publishers behind the rest.
    articles: int = 0
    reprints: int = 0
    publishers: int = 0
    tones: tuple[tuple[Tone, int], ...] = ()
    topics: tuple[tuple[Topic, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest before layout; equal inputs give equal digests."""

    province: str
    province_name: str
    office: str
    period: Period
    day: date
    window: Window
    stories: tuple[DigestEntry, ...]
    foreign: tuple[DigestEntry, ...]
    sport: tuple[DigestEntry, ...]
    coverage: Coverage
    made_at: datetime
    #: The sample press is fictional: every page of its digest says so.
    is_sample: bool = False
    totals: Totals = Totals()
    #: The office's own opening words; empty: the figures speak alone.
    lead: str = ""
    matters: tuple[Matter, ...] = ()
    claims: tuple[CheckedClaim, ...] = ()
    #: ``None``: nobody has signed it yet.
    edition: EditionLine | None = None

    @property
    def is_blind(self) -> bool:
        """Nothing was read at all: then nothing can be said of the press, least of all that it was quiet."""
        return self.coverage.sources_read == 0 and self.coverage.articles_read == 0

    @property
    def is_quiet(self) -> bool:
        """No story, at home or abroad: said as "không có vấn đề nổi bật", never padded."""
        return not self.stories and not self.foreign
