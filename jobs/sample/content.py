"""What the sample press says, as values. Times are offsets from an anchor day: the week is always this week."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zlib import crc32

from news.analysis import Relevance, Tone
from news.times import at_local

#: ``{d-2}`` in a text is the day two days before the anchor, as newspapers write it; ``{D-2}`` in English.
_DAY = re.compile(r"\{([dD])([+-]?\d+)\}")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """A local wall-clock time on a day counted from the anchor: ``day`` −1 is yesterday."""

    day: int
    time: time

    def at(self, anchor: date) -> datetime:
        return at_local(anchor + timedelta(days=self.day), self.time.hour, self.time.minute)


@dataclass(frozen=True, slots=True)
class Edit:
    """What the newsroom changed after publication: a new headline, a paragraph of correction at the top."""

    slot: Slot
    title: str
    lead: str
    correction: str


@dataclass(frozen=True, slots=True)
class Wording:
    """An article as it reads at one moment."""

    title: str
    lead: str
    paragraphs: tuple[str, ...]
    modified_at: datetime | None = None

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """One planted article and, beside it, what an honest reader would say of it.

    ``story``: articles with the same word are one story; ``None``: a story of its own. ``reprint_of``: the slug
    whose text it repeats. ``listed``: when a feed shows it anew, if not when published. ``year``: mistyped so.
    """

    slug: str
    outlet: str
    slot: Slot
    section: str
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    language: str = "vi"
    relevance: Relevance = Relevance.NONE
    tone: Tone = Tone.NEUTRAL
    story: str | None = None
    reprint_of: str | None = None
    edit: Edit | None = None
    listed: Slot | None = None
    year: int | None = None
    #: The page answers 403, or lies where robots.txt forbids to go: only the feed tells of it.
    is_refused: bool = False
    area: str | None = None
    #: The feed lists it a second time under its AMP address.
    has_amp_entry: bool = False

    @property
    def number(self) -> int:
        """The number in its address; from the slug, so that it never depends on the order of files."""
        return 4_000_000 + crc32(self.slug.encode()) % 1_000_000

    def published_at(self, anchor: date) -> datetime:
        return self.slot.at(anchor)

    def listed_at(self, anchor: date) -> datetime:
        return (self.listed or self.slot).at(anchor)

    def reported_at(self, anchor: date) -> datetime:
        """The time that feed and page print: the true one, unless its year was mistyped."""
        at = self.published_at(anchor)
        return at if self.year is None else at.replace(year=self.year, day=min(at.day, 28))

    def wording(self, anchor: date, now: datetime) -> Wording:
        """The text as it stands at ``now``, with its dates filled in."""
        title, lead, paragraphs, modified_at = self.title, self.lead, self.paragraphs, None
        if self.edit is not None and (edited_at := self.edit.slot.at(anchor)) <= now:
            title, lead, modified_at = self.edit.title, self.edit.lead or lead, edited_at
            paragraphs = (self.edit.correction, *paragraphs)
        return Wording(
            _dated(title, anchor), _dated(lead, anchor), tuple(_dated(one, anchor) for one in paragraphs), modified_at
        )


def _dated(text: str, anchor: date) -> str:
    def day(match: re.Match[str]) -> str:
        that = anchor + timedelta(days=int(match[2]))
        return f"{that.day} {_MONTHS[that.month - 1]}" if match[1] == "D" else f"{that.day}/{that.month}"

    return _DAY.sub(day, text)


def ascii_slug(text: str) -> str:
    """``Thời sự`` → ``thoi-su``."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(one for one in plain if not unicodedata.combining(one))).strip("-")


@dataclass(frozen=True, slots=True)
class SampleOutlet:
    """One outlet and its habits. ``number``: the last part of its address 127.10.0.N.

    ``format`` of the feed: ``rss``, ``rdf``, ``atom``, ``json``, ``sitemap``, ``cut``, ``html``. ``dates``: how its
    feed writes times. ``pen_names`` stand under its articles and must never be kept.
    """

    number: int
    id: str
    name: str
    source_class: str
    country: str
    languages: tuple[str, ...]
    motto: str
    feed: str
    format: str
    dates: str
    layout: str
    path: str
    pen_names: tuple[str, ...]
    closing: str = "{pen}"
    quirks: frozenset[str] = frozenset()
    empty_feeds: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    home: str | None = None

    @property
    def address(self) -> str:
        return f"127.10.0.{self.number}"

    def base(self, port: int) -> str:
        return f"http://{self.address}:{port}"

    def path_of(self, article: SampleArticle, anchor: date) -> str:
        """Where the article's page is; the same for good, whatever its headline becomes."""
        at = article.published_at(anchor) + timedelta(hours=7)
        section = article.area or ascii_slug(article.section)
        return self.path.format(section=section, slug=article.slug, number=article.number, stamp=f"{at:%Y%m%d%H%M%S}")

    def pen_name(self, article: SampleArticle) -> str:
        return self.pen_names[article.number % len(self.pen_names)]
