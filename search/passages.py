"""The passages of the evidence library, to be found by what they say. Two engines, one face.

The embedded one keeps them in memory (``nlp.nearest``) and reads from storage what was added since it last looked;
there is no file that could be damaged or lag (docs/decisions/0016-passages.md).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from news.evidence import Passage
from nlp.nearest import Nearest
from storage import Storage


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage with its rank; scores of two questions do not compare."""

    passage: Passage
    score: float


class PassageIndex(Protocol):
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
