"""What the pages need from the rest, as a Protocol; ``jobs.wiring`` provides it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from news.analysis import Tone, Topic
from news.digest import Digest
from news.source import Health
from news.times import Published


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One article found. ``title`` and ``snippet`` are pieces of text, each marked as matching or not."""

    article_id: int
    url: str
    source_name: str
    title: tuple[tuple[str, bool], ...]
    snippet: tuple[tuple[str, bool], ...]
    published: Published
    first_seen_at: datetime
    tone: Tone | None
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of hits; ``after`` asks for the next one. ``behind`` articles are not in the index yet."""

    hits: tuple[SearchHit, ...]
    after: str | None
    behind: int


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One feed of one source, as the list of sources shows it."""

    id: str
    name: str
    feed: str
    enabled: bool
    health: Health
    detail: str
    last_success_at: datetime | None
    newest_entry_at: datetime | None


class Services(Protocol):
    """All calls may take a moment and are made from a worker thread."""

    province_name: str
    is_sample: bool
    formats: tuple[str, ...]

    def today(self) -> date:
        """The day of the newest digest that is due."""
        ...

    def digest(self, day: date) -> Digest: ...

    def document(self, day: date, format: str) -> bytes:
        """The digest of a day in one of ``formats``. Raises ``news.errors.RenderError``."""
        ...

    def search(self, query: str, *, ranked: bool, after: str | None, limit: int) -> SearchPage:
        """Raises ``news.errors.QueryError`` with an explanation for the reader."""
        ...

    def sources(self) -> Sequence[SourceLine]: ...
