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

from nlp.signatures import MAX_WEIGHT, TITLE_BIT, Hashes, Marks, Signature

MODEL = Path(__file__).parent / "models" / "stories.json"
MEASURES = ("root_cosine", "title_least", "title_most", "log_hours", "log_terms")

Floats = npt.NDArray[np.float64]

#: Buckets by the lower bits of a hash (the lowest tells pairs from words); a full comparison follows each hit.
_BUCKETS = 1 << 16
_LOW_BITS = np.uint32(_BUCKETS - 1)


@dataclass(frozen=True, slots=True)
class Reading:
    """A signature opened for comparing; ``norm`` is the squared length of its weights."""

    terms: Hashes
    marks: Marks
    norm: int
    title_weight: int

    @classmethod
    def of(cls, signature: Signature) -> Reading:
        marks = signature.marks
        weights = (marks & MAX_WEIGHT).astype(np.int64)
        return cls(signature.terms, marks, int(weights @ weights), max(1, int(weights @ (marks >= TITLE_BIT))))


@dataclass(frozen=True, slots=True)
class Likeness:
    """One value per other article for each measure that needs no time."""

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
        buckets = one.terms & _LOW_BITS
        self._mine[buckets] = True
        hits = self._mine[terms & _LOW_BITS].nonzero()[0]
        self._mine[buckets] = False
        place = one.terms.searchsorted(terms[hits])
        place[place == len(one.terms)] = 0
        shared = one.terms[place] == terms[hits]
        hits, place = hits[shared], place[shared]
        owner = np.arange(len(others)).repeat(lengths)[hits]
        mine = one.marks[place]
        theirs = np.concatenate([other.marks for other in others])[hits]
        my_weight, their_weight = (mine & MAX_WEIGHT).astype(np.float64), (theirs & MAX_WEIGHT).astype(np.float64)
        count = len(others)
        dot = np.bincount(owner, my_weight * their_weight, count)
        my_title = np.bincount(owner, my_weight * (mine >= TITLE_BIT), count) / one.title_weight
        their_title = np.bincount(owner, their_weight * (theirs >= TITLE_BIT), count)
        their_title = their_title / np.array([other.title_weight for other in others])
        norms = np.array([other.norm for other in others], np.float64) * one.norm
        return Likeness(
            dot / np.sqrt(norms),
            np.minimum(my_title, their_title),
            np.maximum(my_title, their_title),
            np.minimum(lengths, len(one.terms)),
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
