"""The face of a search engine and the values that pass it. What a query *means* is ``Query.matches``, not an engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol

from news.errors import SearchError
from nlp.document import Document
from nlp.query import Query

#: *Newest first* is exact; *rank* is relevance among the newest hits (``ranking.MAX_RANKED``).
Sort = Literal["newest", "rank"]
#: Above every ``Document.position``.
MAX_POSITION = (1 << 63) - 1


class IndexDamaged(SearchError):
    """The index cannot be read. It is disposable: the follower makes a new one from storage."""

    def __init__(self, place: object, reason: str) -> None:
        super().__init__(place, reason)
        self.place, self.reason = place, reason

    def __str__(self) -> str:
        return f"search index {self.place} is damaged: {self.reason}"

    @property
    def vi(self) -> str:
        return "Chỉ mục tìm kiếm bị hỏng và sẽ được lập lại từ kho lưu trữ."


class IndexUnavailable(SearchError):
    """The index cannot be reached or written now: server down, locked for long, disk full, folder read-only."""

    def __init__(self, place: object, reason: str, reason_vi: str = "") -> None:
        super().__init__(place, reason, reason_vi)
        self.place, self.reason, self.reason_vi = place, reason, reason_vi

    def __str__(self) -> str:
        return f"search index {self.place}: {self.reason}"

    @property
    def vi(self) -> str:
        return f"Chưa dùng được chỉ mục tìm kiếm ({self.reason_vi or self.reason})."


class BadCursor(SearchError):
    """A page was asked for with a cursor that no answer gave."""

    def __init__(self, cursor: str) -> None:
        super().__init__(cursor)
        self.cursor = cursor

    def __str__(self) -> str:
        return f"no such cursor: {self.cursor!r}"

    @property
    def vi(self) -> str:
        return "Trang kết quả này không còn; hãy tìm lại từ đầu."


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document with its version: the number of the change that made it. A lower one never replaces a higher."""

    document: Document
    version: int


@dataclass(frozen=True, slots=True)
class Deletion:
    """An article that is gone as of a change; no earlier version brings it back."""

    article_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Changes to be made at once: all of those with ``since < seq <= upto``."""

    since: int
    upto: int
    documents: Sequence[IndexedDocument] = ()
    deletions: Sequence[Deletion] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found. ``score`` is 0 when the order is by time; ``position`` is ``Document.position``."""

    article_id: int
    position: int
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of an answer. ``next`` asks for the page after it, ``None`` where there is none."""

    hits: tuple[Hit, ...] = ()
    total_at_least: int = 0
    next: str | None = None


class Facet(StrEnum):
    SOURCE = "source"
    TONE = "tone"
    TOPIC = "topic"
    #: Counts the articles ``about`` a province.
    PROVINCE = "province"
    #: Local day of publication, as ``2026-11-20``.
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Facets:
    """How many hits there are, and how many with each value of each facet asked for."""

    total: int
    counts: Mapping[Facet, Mapping[str, int]] = field(default_factory=dict)


def read_cursor(text: str, parts: int) -> list[int]:
    """The numbers of a cursor. Raises ``BadCursor``."""
    numbers = text.split(".")
    if len(numbers) != parts or not all(number.isdecimal() and len(number) < 20 for number in numbers):
        raise BadCursor(text)
    return [int(number) for number in numbers]


class Engine(Protocol):
    """A search engine. Raises ``SearchError`` or ``StorageFull``; every method may be called from any thread."""

    def apply(self, batch: Batch) -> bool:
        """Make the changes, then move to ``upto``; ``False`` if the index is not at ``since``.

        Left by an exception the index is still at ``since``, and the batch may be made again.
        """
        ...

    def put(self, documents: Iterable[IndexedDocument]) -> None:
        """Write documents without moving in the change log."""
        ...

    def delete(self, deletions: Iterable[Deletion]) -> None: ...

    def find(self, query: Query, *, sort: Sort = "newest", limit: int = 20, before: str | None = None) -> Hits: ...

    def facets(self, query: Query, fields: Sequence[Facet] = tuple(Facet)) -> Facets: ...

    def count(self) -> int: ...

    def position(self) -> int:
        """The last change of the log up to which the index holds everything; 0 for one that is new or lost a part."""
        ...

    def versions(self, after_id: int, limit: int) -> list[tuple[int, int]]:
        """Ids above ``after_id`` in order, each with the version it is indexed at."""
        ...

    def is_outdated(self) -> bool:
        """It was written by another version of the program; it answers as well as it can until a successor does."""
        ...

    def settle(self) -> None:
        """Put in order what many writes left behind; questions are answered meanwhile."""
        ...

    def reset(self) -> None:
        """Begin again with an empty index."""
        ...

    def successor(self) -> Engine:
        """An index beside this one, to be filled while this one goes on answering.

        A new one, or the one that an interrupted rebuild left: it goes on from its own ``position``.
        """
        ...

    def yield_to(self, successor: Engine) -> None:
        """Let the successor answer from now on, for everybody and in one step."""
        ...

    def close(self) -> None: ...
