"""How alike two articles are, and how likely they report one event: from two signatures and two times, nothing else.

A small logistic model over five measures (``bench/train_stories.py``); symmetric, so that no order of arrival shows.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.signatures import MAX_WEIGHT, TELLING_BIT, TITLE_BIT, Hashes, Marks, Signature

MODEL = Path(__file__).parent / "models" / "stories.json"
MEASURES = ("root_cosine", "title_least", "title_most", "log_hours", "log_terms")

Floats = npt.NDArray[np.float64]

Places = npt.NDArray[np.intp]
Keys = npt.NDArray[np.uint64]
#: Buckets by the lower bits of a hash, for each article that is compared; a full comparison follows each hit.
_BUCKETS = 1 << 12
_LOW_BITS = np.uint32(_BUCKETS - 1)


#: By mark: the weight of a term, and its weight if the title says it.
_WEIGHT = np.array([mark & MAX_WEIGHT for mark in range(256)], np.float64)
_TITLE_WEIGHT = _WEIGHT * (np.arange(256) >= TITLE_BIT)


@dataclass(frozen=True, slots=True)
class Reading:
    """A signature opened for comparing; ``telling`` are its telling terms, ``norm`` is the length of its weights."""

    terms: Hashes
    marks: Marks
    norm: float
    telling: Hashes
    title_weight: float

    def __len__(self) -> int:
        return len(self.terms)


def open_signatures(signatures: Sequence[Signature]) -> list[Reading]:
    """Open many at once; none of them empty."""
    if not signatures:
        return []
    lengths = np.array([len(one) for one in signatures])
    ends = lengths.cumsum()
    marks = np.concatenate([one.marks for one in signatures])
    weights = _WEIGHT[marks]
    squares = np.add.reduceat(weights * weights, ends - lengths).tolist()
    title_weights = np.add.reduceat(_TITLE_WEIGHT[marks], ends - lengths).tolist()
    is_telling = (marks & TELLING_BIT) != 0
    telling = np.concatenate([one.terms for one in signatures])[is_telling]
    told = np.split(telling, is_telling.cumsum()[ends[:-1] - 1]) if len(signatures) > 1 else [telling]
    return [
        Reading(one.terms, one.marks, said, square**0.5, max(1.0, title_weight))
        for one, said, square, title_weight in zip(signatures, told, squares, title_weights, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Likeness:
    """One value per pair for each measure that needs no time."""

    cosine: Floats
    #: Share of the weight of one title that the other article says anywhere; the less and the greater of both ways.
    title_least: Floats
    title_most: Floats
    #: Terms of the shorter of the two: a headline alone proves less than a page.
    terms: npt.NDArray[np.int64]

    def measures(self, hours: Floats) -> tuple[Floats, ...]:
        """The ``MEASURES``; ``hours`` between the two articles, any sign."""
        return np.sqrt(self.cosine), self.title_least, self.title_most, np.log1p(np.abs(hours)), np.log(self.terms)


class Comparer:
    """Compares one article with several at once; keeps a scratch table between calls, so one per thread."""

    def __init__(self) -> None:
        self._mine = np.zeros(_BUCKETS, np.bool_)

    def compare(self, one: Reading, others: Sequence[Reading]) -> Likeness:
        """At least one other; none of the readings empty."""
        lengths = np.array([len(other.terms) for other in others])
        terms = np.concatenate([other.terms for other in others])
        # Most terms are not shared: a table of buckets rules them out before each hit is looked up exactly.
        buckets = one.terms[:-1] & _LOW_BITS
        self._mine[buckets] = True
        hits = self._mine[terms & _LOW_BITS].nonzero()[0]
        self._mine[buckets] = False
        sought = terms[hits]
        place = one.terms.searchsorted(sought)
        mine = one.marks[place] * (one.terms[place] == sought)  # mark 0 weighs nothing
        theirs = np.concatenate([other.marks for other in others])[hits]
        owner = np.arange(len(others)).repeat(lengths)[hits]
        weights, their_weights = _WEIGHT[mine], _WEIGHT[theirs]
        count = len(others)
        dot = np.bincount(owner, weights * their_weights, count)
        my_title = np.bincount(owner, _TITLE_WEIGHT[mine], count) / one.title_weight
        their_title = np.bincount(owner, _TITLE_WEIGHT[theirs] * (mine != 0), count)
        their_title = their_title / np.array([other.title_weight for other in others])
        return Likeness(
            dot / (np.array([other.norm for other in others]) * one.norm),
            np.minimum(my_title, their_title),
            np.maximum(my_title, their_title),
            np.minimum(lengths, len(one.terms)) - 1,
        )


@dataclass(frozen=True, slots=True)
class Judge:
    """The learned layer: log-odds that two articles report one event."""

    weights: tuple[float, ...]
    bias: float

    def log_odds(self, measures: Sequence[Floats]) -> Floats:
        """One value per pair; ``measures`` in the order of ``MEASURES``."""
        total = np.full(len(measures[0]), self.bias)
        for weight, values in zip(self.weights, measures, strict=True):
            total += weight * values
        return total


def probability(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds))


@cache
def judge() -> Judge:
    shipped = json.loads(MODEL.read_text(encoding="utf-8"))
    return Judge(tuple(shipped["weights"][name] for name in MEASURES), shipped["bias"])
