"""One article with all that is known of it: versions, mentions, reprints, the story's course, evidence kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from news.analysis import Analysis, OverrideField, Tone, Topic
from news.article import StoredArticle
from news.people import Person
from news.times import Published
from reports.versions import Difference


@dataclass(frozen=True, slots=True)
class Step:
    """One article in the course of a story. ``since``: hours after the first one."""

    article_id: int
    source_name: str
    title: str
    at: datetime
    since: float
    is_reprint: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A version with what it changed of the one before."""

    version: int
    read_at: datetime
    published: Published
    difference: Difference


@dataclass(frozen=True, slots=True)
class Kept:
    """A raw page or a scan kept as evidence; ``until`` ``None``: cited, kept on."""

    id: int
    at: datetime
    sha256: str
    until: datetime | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An article in another language, near in meaning; a guess of the machine that joins nothing."""

    article_id: int
    source_name: str
    title: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ArticleView:
    """``title`` and ``body``: pieces of text, each with the place it names (``None``: no place)."""

    stored: StoredArticle
    source_name: str
    title: tuple[tuple[str, str | None], ...]
    body: tuple[tuple[str, str | None], ...]
    analysis: Analysis | None
    relevance: str
    tone: Tone | None
    topics: tuple[Topic, ...]
    corrected: frozenset[OverrideField]
    changes: tuple[Change, ...]
    story: tuple[Step, ...]
    #: What the press of other languages published near it that may be of the same matter, the likeliest first.
    elsewhere: tuple[Elsewhere, ...]
    reprint_of: int | None
    snapshots: tuple[Kept, ...]
    scans: tuple[Kept, ...]


class Articles(Protocol):
    def get(self, article_id: int) -> ArticleView:
        """Raises ``news.errors.UnknownId``."""
        ...

    def like(self, article_id: int) -> str | None:
        """A query that finds what is like its story, to be ranked; ``None`` where no word of it tells anything."""
        ...

    def correct(self, person: Person, article_id: int, field: OverrideField, value: str) -> None:
        """A person's word on one field. Raises ``ValueError`` for a value that is none, ``UnknownId``."""
        ...

    def snapshot(self, person: Person, article_id: int, snapshot_id: int) -> bytes:
        """The page as it was served; the look is in the log first. Raises ``UnknownId``, ``StorageError``."""
        ...

    def evidence(self, person: Person, article_id: int, snapshot_id: int) -> bytes:
        """One article's evidence as ZIP; the look is in the log first."""
        ...
