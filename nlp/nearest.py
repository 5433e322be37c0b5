"""Which of many short texts have most in common with a text: BM25 over words and pairs of words, in memory.

For texts by the ten thousand (passages, wordings, tips), which fit into memory as numbers: a question is a few
additions of arrays. Words count without accents, so who types without them is understood. Not for articles: those have
``search``.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from nlp.tokens import folded, tokens

#: The usual constants of BM25.
SATURATION, LENGTH_WEIGHT = 1.2, 0.75
#: Of a question, this many terms are asked at most, and of a text so many are kept.
MOST_TOKENS = 400
#: A term in more than this share of many texts tells little and costs most.
_COMMON_SHARE, _COMMON_FROM = 0.2, 500


class Nearest:
    """Texts by their place of arrival, 0, 1, 2 ...; they can be added to, not taken out."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._postings: dict[str, tuple[array[int], array[int]]] = {}
        self._lengths = array("i")
        self._compiled: dict[str, tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]] = {}
        self._even: npt.NDArray[np.float64] | None = None
        self.add(texts)

    def __len__(self) -> int:
        return len(self._lengths)

    def add(self, texts: Iterable[str]) -> None:
        for text in texts:
            place = len(self._lengths)
            counts = Counter(terms(text))
            self._lengths.append(counts.total())
            for term, count in counts.items():
                places, times = self._postings.setdefault(term, (array("i"), array("i")))
                places.append(place)
                times.append(count)
        self._compiled.clear()
        self._even = None

    def find(self, text: str, limit: int) -> list[tuple[int, float]]:
        """Places and scores of the texts that have most in common with it, best first; at most ``limit``."""
        count = len(self._lengths)
        most = most_holding(count)
        asked = [(term, held) for term in dict.fromkeys(terms(text)) if (held := self._postings.get(term)) is not None]
        weighed = [self._weighed(term, *held) for term, held in asked if len(held[0]) <= most]
        if not weighed:
            return []
        places = np.concatenate([one for one, _ in weighed])
        weights = np.concatenate([one for _, one in weighed])
        scores = np.asarray(np.bincount(places, weights, count), np.float64)
        return _best(scores, limit)

    def _weighed(
        self, term: str, places: Sequence[int], times: Sequence[int]
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
        known = self._compiled.get(term)
        if known is None:
            where, count = np.array(places, np.intp), np.array(times, np.float64)
            rarity = np.log1p((len(self._lengths) - len(where) + 0.5) / (len(where) + 0.5))
            weights = rarity * count * (SATURATION + 1) / (count + self._by_length()[where])
            known = self._compiled[term] = where, weights
        return known

    def _by_length(self) -> npt.NDArray[np.float64]:
        if self._even is None:
            lengths = np.array(self._lengths, np.float64)
            usual = max(1.0, float(lengths.mean()))
            self._even = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * lengths / usual)
        return self._even


def most_holding(count: int) -> int:
    """In how many of so many texts a term may be to be asked for."""
    return max(_COMMON_FROM, int(_COMMON_SHARE * count))


def weigh(counts: Mapping[str, int], held: Mapping[str, int], count: int, usual: float) -> float:
    """The score of one text by its terms, as ``Nearest.find`` gives it, for an index that lies elsewhere.

    ``counts``: of all terms of the text; ``held``: how many texts hold each term that is asked for (too common ones
    left out); ``count``: of all texts; ``usual``: their mean length in terms.
    """
    even = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * sum(counts.values()) / max(1.0, usual))
    score = 0.0
    for term, holders in held.items():
        if times := counts.get(term, 0):
            rarity = math.log1p((count - holders + 0.5) / (holders + 0.5))
            score += rarity * times * (SATURATION + 1) / (times + even)
    return score


def terms(text: str) -> list[str]:
    """The words of a text without accents, then its pairs of neighbouring words."""
    words = [folded(token) for token in tokens(text)[:MOST_TOKENS]]
    return words + [f"{first} {second}" for first, second in pairwise(words)]


def _best(scores: npt.NDArray[np.float64], limit: int) -> list[tuple[int, float]]:
    """The highest scores above 0; of equal ones those that arrived first."""
    count = min(limit, int(np.count_nonzero(scores)))
    if count <= 0:
        return []
    places = np.flatnonzero(scores >= np.partition(scores, -count)[-count])
    ordered = places[np.lexsort((places, -scores[places]))][:count]
    return [(int(place), float(scores[place])) for place in ordered]
