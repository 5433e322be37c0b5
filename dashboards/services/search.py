"""Search: what a page of hits is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from news.analysis import Tone, Topic
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


class Search(Protocol):
    def find(self, query: str, *, ranked: bool, after: str | None, limit: int) -> SearchPage:
        """Raises ``news.errors.QueryError`` with an explanation for the reader."""
        ...
