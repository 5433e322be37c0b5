"""Stories: find the articles about the same event, and the reprints, as they arrive.

``signature_of`` condenses an article, ``Neighbourhood`` finds its neighbours among those of the last days,
``components`` groups. A pair is judged by its two signatures and times alone: the edges of a set of articles do not
depend on the order in which they were added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import chain

import numpy as np
import numpy.typing as npt

from news.story import Edge, EdgeKind
from nlp.binding import touched
from nlp.grouping import Group, Member, components, story_id
from nlp.likeness import Comparer, Reading, judge, probability
from nlp.signatures import TELLING_BIT, Signature, signature_of

__all__ = [
    "WINDOW",
    "Group",
    "Member",
    "Neighbourhood",
    "Signature",
    "components",
    "signature_of",
    "story_id",
    "touched",
]

#: Two articles further apart than this (sort times) are never joined by the machine.
WINDOW = timedelta(hours=72)
#: Likelier pairs (0.2) are edges. Lower than what joins: grouping weighs all pairs between two groups.
MIN_LOG_ODDS = -1.386
#: Near-identical wording: about one word in twelve edited. Between 0.7 and 0.8 the same news told anew begins.
REPRINT_COSINE = 0.8
#: Articles are compared when they share this many telling terms: one is a topic, two are the beginning of an event.
MIN_SHARED_TERMS = 2


Floats = npt.NDArray[np.float64]

#: Edges that one arrival adds at most. A day of real press stays far below; thousands of headlines of one pattern, from
#: a strange feed or archive, would cost the square of their number.
MOST_EDGES = 30


class Neighbourhood:
    """The articles of the last days, in memory; about 3 KB each. Not for several threads at once."""

    def __init__(self) -> None:
        self._known: dict[int, Reading] = {}
        self._moments: dict[int, float] = {}
        self._postings: dict[int, list[int]] = {}
        self._comparer = Comparer()

    def __len__(self) -> int:
        return len(self._known)

    def add(self, key: int, signature: Signature, at: datetime) -> list[Edge]:
        """Remember an article and return its edges to those known; the same key again replaces it."""
        if key in self._known:
            self._drop({key})
        if not len(signature):
            return []
        reading, moment = Reading.of(signature), at.timestamp()
        postings = [self._postings.setdefault(term, []) for term in signature.telling]
        edges = self._edges(key, reading, moment, self._near(postings, moment))
        for posting in postings:
            posting.append(key)
        self._known[key], self._moments[key] = reading, moment
        return edges

    def forget(self, before: datetime) -> None:
        """Drop the articles older than this."""
        limit = before.timestamp()
        self._drop({key for key, moment in self._moments.items() if moment < limit})

    def _near(self, postings: Iterable[Sequence[int]], moment: float) -> list[int]:
        """Those that share enough telling terms and are near in time, in order of key."""
        shared = Counter(chain.from_iterable(postings))
        reach, moments = WINDOW.total_seconds(), self._moments
        return sorted(
            key for key, count in shared.items() if count >= MIN_SHARED_TERMS and abs(moments[key] - moment) <= reach
        )

    def _edges(self, key: int, reading: Reading, moment: float, near: Sequence[int]) -> list[Edge]:
        if not near:
            return []
        likeness = self._comparer.compare(reading, [self._known[other] for other in near])
        hours = np.array([self._moments[other] - moment for other in near]) / 3600
        log_odds = judge().log_odds(likeness.measures(hours))
        return [
            Edge(
                min(key, near[place]),
                max(key, near[place]),
                EdgeKind.REPRINT if likeness.cosine[place] >= REPRINT_COSINE else EdgeKind.EVENT,
                round(probability(log_odds[place]), 4),
            )
            for place in self._likeliest(log_odds, near)
        ]

    def _likeliest(self, log_odds: Floats, near: Sequence[int]) -> list[int]:
        """The places that make an edge: all of them, but of a flood of look-alikes only the likeliest."""
        places: list[int] = (log_odds >= MIN_LOG_ODDS).nonzero()[0].tolist()
        if len(places) <= MOST_EDGES:
            return places
        places.sort(key=lambda place: (-log_odds[place], self._moments[near[place]], near[place]))
        return sorted(places[:MOST_EDGES])

    def _drop(self, keys: set[int]) -> None:
        for term in {term for key in keys for term in self._telling(key)}:
            left = [key for key in self._postings[term] if key not in keys]
            if left:
                self._postings[term] = left
            else:
                del self._postings[term]
        for key in keys:
            del self._known[key], self._moments[key]

    def _telling(self, key: int) -> list[int]:
        reading = self._known[key]
        telling: list[int] = reading.terms[(reading.marks & TELLING_BIT) != 0].tolist()
        return telling
