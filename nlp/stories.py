"""Stories: find the articles about the same event, and the reprints, as they arrive.

``signature_of`` condenses an article, ``Neighbourhood`` finds its neighbours among those of the last days,
``components`` groups. Every pair is judged by the two signatures and times alone: the edges of a set of articles do
not depend on the order in which they were added.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from news.story import Edge, EdgeKind
from nlp.grouping import Group, Member, components, story_id
from nlp.signatures import Signature, signature_of

__all__ = [
    "WINDOW",
    "Group",
    "Member",
    "Neighbourhood",
    "Signature",
    "components",
    "pair_score",
    "signature_of",
    "story_id",
]

#: Two articles further apart than this (sort times) are never joined by the machine.
WINDOW = timedelta(hours=72)
EVENT_SCORE = 0.3
REPRINT_SCORE = 0.8


def pair_score(a: Signature, b: Signature) -> float:
    """Similarity of two signatures, 0..1, the same both ways."""
    other = dict(zip(b.terms, b.weights, strict=True))
    return min(1.0, sum(w * other.get(term, 0.0) for term, w in zip(a.terms, a.weights, strict=True)))


class Neighbourhood:
    """The articles of the last days, in memory; about 3 KB each."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Signature, datetime]] = {}
        self._postings: dict[int, set[int]] = {}

    def __len__(self) -> int:
        return len(self._known)

    def add(self, key: int, signature: Signature, at: datetime) -> list[Edge]:
        """Remember an article and return its edges to those known; the same key again replaces it."""
        self._drop(key)
        near: set[int] = set()
        for term in signature.terms:
            posting = self._postings.setdefault(term, set())
            near |= posting
            posting.add(key)
        self._known[key] = (signature, at)
        return [edge for other in sorted(near) if (edge := self._edge(key, other)) is not None]

    def forget(self, before: datetime) -> None:
        """Drop the articles older than this."""
        for key in [key for key, (_, at) in self._known.items() if at < before]:
            self._drop(key)

    def _edge(self, key: int, other: int) -> Edge | None:
        (one, at), (two, then) = self._known[key], self._known[other]
        if abs(at - then) > WINDOW:
            return None
        score = pair_score(one, two)
        if score < EVENT_SCORE:
            return None
        kind = EdgeKind.REPRINT if score >= REPRINT_SCORE else EdgeKind.EVENT
        return Edge(min(key, other), max(key, other), kind, score)

    def _drop(self, key: int) -> None:
        if key in self._known:
            for term in self._known.pop(key)[0].terms:
                self._postings[term].discard(key)
                if not self._postings[term]:
                    del self._postings[term]
