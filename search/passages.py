"""The passages of the evidence library, to be found by what they say. Two engines, one face and one ranking.

The embedded one keeps them in memory (``nlp.nearest``) and reads from storage what was added since it last looked;
there is no file that could be damaged or lag (docs/decisions/0016-passages.md). The other is ``elastic_passages``.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from news.errors import SearchError
from news.evidence import Passage
from nlp.nearest import Nearest
from storage import Storage

#: How long an index that did not answer is left alone.
REST_SECONDS = 30.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage with its rank; scores of two questions do not compare."""

    passage: Passage
    score: float


class PassageIndex(Protocol):
    def catch_up(self) -> int:
        """Take in what was added to the library since the last time; how many passages. Raises ``SearchError``."""
        ...

    def find(self, text: str, limit: int = 10) -> Sequence[FoundPassage]:
        """The passages that have most in common with a text, best first. Raises ``SearchError``."""
        ...


class MemoryPassages:
    """Threads may share it."""

    def __init__(self, storage: Storage, province: str) -> None:
        self._storage, self._province = storage, province
        self._passages: list[Passage] = []
        self._nearest = Nearest()
        self._lock = threading.Lock()

    def find(self, text: str, limit: int = 10) -> Sequence[FoundPassage]:
        with self._lock:
            return [FoundPassage(self._passages[place], score) for place, score in self._nearest.find(text, limit)]

    def catch_up(self) -> int:
        """Read what was added to the library since the last time; how many passages."""
        with self._lock:
            newest = self._passages[-1].evidence_id if self._passages else 0
            with self._storage.read() as work:
                if work.evidence.newest(self._province) <= newest:
                    return 0
                fresh = work.evidence.passages_after(self._province, newest)
            self._passages += fresh
            self._nearest.add(passage.text for passage in fresh)
            return len(fresh)


class Sheltered:
    """The index elsewhere, and while it does not answer the one in memory: matching goes on without it.

    Threads may share it.
    """

    def __init__(self, elsewhere: PassageIndex, in_memory: PassageIndex, rest: float = REST_SECONDS) -> None:
        self._elsewhere, self._in_memory, self._rest = elsewhere, in_memory, rest
        self._asks_again_at = 0.0

    def catch_up(self) -> int:
        if self._may_ask():
            try:
                return self._elsewhere.catch_up()
            except SearchError as error:
                self._let_rest(error)
        return self._in_memory.catch_up()

    def find(self, text: str, limit: int = 10) -> Sequence[FoundPassage]:
        if self._may_ask():
            try:
                return self._elsewhere.find(text, limit)
            except SearchError as error:
                self._let_rest(error)
                self._in_memory.catch_up()
        return self._in_memory.find(text, limit)

    def _may_ask(self) -> bool:
        return time.monotonic() >= self._asks_again_at

    def _let_rest(self, error: SearchError) -> None:
        log.warning("%s", error)
        self._asks_again_at = time.monotonic() + self._rest
