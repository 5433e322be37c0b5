"""Stories: find the articles about the same event, and the reprints, as they arrive.

``signatures_of`` condenses articles, ``Neighbourhood`` finds their neighbours among those of the last days,
``components`` groups. A pair is judged by its two signatures and times alone: the edges of a set of articles do not
depend on the order in which they were added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, groupby

import numpy as np
import numpy.typing as npt

from news.story import Edge, EdgeKind
from nlp.binding import touched
from nlp.grouping import Group, Member, components, story_id
from nlp.likeness import Floats, Places, Reading, compare, judge, open_signatures, probability
from nlp.signatures import Signature, signature_of, signatures_of

__all__ = [
    "WINDOW",
    "Arrived",
    "Group",
    "Member",
    "Neighbourhood",
    "Signature",
    "components",
    "signature_of",
    "signatures_of",
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
#: Edges that one arrival adds at most. A day of real press stays far below; thousands of headlines of one pattern, from
#: a strange feed or archive, would cost the square of their number.
MOST_EDGES = 30
#: For the same reason: of the articles that say a term the last so many are looked at, and of those that share enough
#: terms with an arrival so many are compared, those that share most.
MOST_SEEN, MOST_COMPARED = 1_000, 400

#: Pairs compared at once: their terms stay in the cache.
_PAIRS_AT_ONCE = 2_000
_KEY_BITS = 40
_KEY = (1 << _KEY_BITS) - 1

#: Key, signature and sort time of an article.
Arrived = tuple[int, Signature, datetime]


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Arrivals (places in their batch, ascending), each beside the known articles (keys) that share terms with it."""

    places: Places
    keys: Places
    #: How many telling terms the two share.
    shared: Places
    #: Between the two.
    hours: Floats

    def __len__(self) -> int:
        return len(self.places)

    def only(self, chosen: npt.NDArray[np.bool_] | Places | slice) -> _Pairs:
        return _Pairs(self.places[chosen], self.keys[chosen], self.shared[chosen], self.hours[chosen])

    def bounded(self) -> _Pairs:
        """Of each arrival the pairs to compare: all, but in a flood those that share most, then the nearest in time."""
        counts = np.bincount(self.places)
        if not len(self) or counts.max() <= MOST_COMPARED:
            return self
        order = np.lexsort((self.keys, self.hours, -self.shared, self.places))
        rank = np.arange(len(self)) - (counts.cumsum() - counts)[self.places]
        return self.only(np.sort(order[rank < MOST_COMPARED]))

    def parts(self) -> Iterator[_Pairs]:
        for begin in range(0, len(self), _PAIRS_AT_ONCE):
            yield self.only(slice(begin, begin + _PAIRS_AT_ONCE))


class Neighbourhood:
    """The articles of the last days, in memory; about 3 KB each. Not for several threads at once."""

    def __init__(self) -> None:
        self._known: dict[int, Reading] = {}
        self._moments: dict[int, float] = {}
        self._postings: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, key: int) -> bool:
        return key in self._known

    def add(self, arrivals: Sequence[Arrived]) -> list[Edge]:
        """Remember articles and return their edges, to those known and to each other; a key known before is replaced.

        The keys of ``arrivals`` differ.
        """
        near, counts = list[int](), list[int]()
        keys, readings = [], []
        for key, reading, postings in self._remembered(arrivals):
            seen = [posting[-MOST_SEEN:] for posting in postings]
            counts.append(sum(map(len, seen)))
            near.extend(chain.from_iterable(seen))
            keys.append(key)
            readings.append(reading)
        pairs = self._pairs(keys, np.array(near, np.int64), np.arange(len(keys)).repeat(counts))
        return self._edges(keys, readings, pairs) if len(pairs) else []

    def remember(self, articles: Sequence[Arrived]) -> None:
        """Remember articles whose edges are known already."""
        for _ in self._remembered(articles):
            pass

    def forget(self, before: datetime) -> None:
        """Drop the articles older than this."""
        limit = before.timestamp()
        self._drop({key for key, moment in self._moments.items() if moment < limit})

    def _remembered(self, articles: Sequence[Arrived]) -> Iterator[tuple[int, Reading, list[list[int]]]]:
        """Each article, before it is remembered: with the keys that its telling terms were said by."""
        self._drop({key for key, _, _ in articles if key in self._known})
        told = [one for one in articles if len(one[1])]
        for (key, _, at), reading in zip(told, open_signatures([one[1] for one in told]), strict=True):
            postings = [self._postings.setdefault(term, []) for term in reading.telling.tolist()]
            yield key, reading, postings
            for posting in postings:
                posting.append(key)
            self._known[key], self._moments[key] = reading, at.timestamp()

    def _pairs(self, keys: Sequence[int], near: Places, places: Places) -> _Pairs:
        """Those that share enough telling terms and are near in time, by arrival and then by key."""
        found, shared = np.unique(places << _KEY_BITS | near, return_counts=True)
        is_enough = shared >= MIN_SHARED_TERMS
        found, shared = found[is_enough], shared[is_enough]
        places, others = found >> _KEY_BITS, found & _KEY
        moments = self._moments
        mine = np.array([moments[key] for key in keys])[places]
        seconds = np.abs(np.array([moments[key] for key in others.tolist()]) - mine)
        pairs = _Pairs(places, others, shared, seconds / 3600)
        return pairs.only(seconds <= WINDOW.total_seconds()).bounded()

    def _edges(self, keys: Sequence[int], readings: Sequence[Reading], pairs: _Pairs) -> list[Edge]:
        log_odds, cosines = list[float](), list[float]()
        for part in pairs.parts():
            first = int(part.places[0])
            ones = readings[first : int(part.places[-1]) + 1]
            likeness = compare(ones, [self._known[key] for key in part.keys.tolist()], part.places - first)
            log_odds += judge().log_odds(likeness.measures(part.hours)).tolist()
            cosines += likeness.cosine.tolist()
        others, places = pairs.keys.tolist(), pairs.places.tolist()
        is_edge = (pair for pair, odds in enumerate(log_odds) if odds >= MIN_LOG_ODDS)
        return [
            Edge(
                min(keys[place], others[pair]),
                max(keys[place], others[pair]),
                EdgeKind.REPRINT if cosines[pair] >= REPRINT_COSINE else EdgeKind.EVENT,
                round(probability(log_odds[pair]), 4),
            )
            for place, of_one in groupby(is_edge, places.__getitem__)
            for pair in self._likeliest(list(of_one), log_odds, others)
        ]

    def _likeliest(self, pairs: list[int], log_odds: Sequence[float], others: Sequence[int]) -> list[int]:
        """The pairs of one arrival that make an edge: all of them, but of a flood of look-alikes only the likeliest."""
        if len(pairs) <= MOST_EDGES:
            return pairs
        pairs.sort(key=lambda pair: (-log_odds[pair], self._moments[others[pair]], others[pair]))
        return sorted(pairs[:MOST_EDGES])

    def _drop(self, keys: Collection[int]) -> None:
        if not keys:
            return
        for term in set(np.concatenate([self._known[key].telling for key in keys]).tolist()):
            left = [key for key in self._postings[term] if key not in keys]
            if left:
                self._postings[term] = left
            else:
                del self._postings[term]
        for key in keys:
            del self._known[key], self._moments[key]
