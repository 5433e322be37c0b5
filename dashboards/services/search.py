"""Search: a page of hits, how they are spread, searches kept under a name, lists to take away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from news.analysis import Tone, Topic
from news.people import Person
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
    """A page of hits; ``after`` asks for the next one. ``behind`` articles are not in the index yet.

    ``makeshift``: the index does not answer, only so many of the newest articles were looked at; 0 when it does.
    """

    hits: tuple[SearchHit, ...]
    after: str | None
    behind: int
    behind_since: datetime | None = None
    makeshift: int = 0


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: its word, how many hits have it, and what narrows the query to it (``tone:neg``)."""

    name: str
    count: int
    term: str


@dataclass(frozen=True, slots=True)
class FacetList:
    """``values``: the most frequent first."""

    name: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """How the hits of a query are spread."""

    total: int
    facets: tuple[FacetList, ...]


@dataclass(frozen=True, slots=True)
class SavedQuery:
    id: int
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Exported:
    """A list to take away. ``form``: ``csv``, ``xlsx`` or ``ris``."""

    form: str
    content: bytes


class Exports(Protocol):
    """Lists of hits, the newest first; thousands of rows take seconds."""

    def begin(self, person: Person, query: str, form: str) -> str:
        """Begin one; the id of the task. Raises ``news.errors.QueryError``, ``Refused`` when too much waits."""
        ...

    def get(self, person: Person, id: str) -> Exported | None:
        """What the person's task made; ``None`` while it runs, or when it is forgotten."""
        ...


class Search(Protocol):
    def find(self, query: str, *, ranked: bool, after: str | None, limit: int) -> SearchPage:
        """Raises ``news.errors.QueryError`` with an explanation for the reader."""
        ...

    def spread(self, query: str) -> Spread:
        """Raises ``news.errors.QueryError``."""
        ...

    def saved(self, person: Person) -> Sequence[SavedQuery]: ...

    def save(self, person: Person, name: str, query: str) -> None:
        """Keep a search under a name; the same name again replaces it. Raises ``news.errors.QueryError``."""
        ...

    def forget(self, person: Person, search_id: int) -> bool: ...
