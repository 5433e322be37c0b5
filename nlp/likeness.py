"""How alike two articles are, and how likely they report one event: from two signatures and two times, nothing else.

A small logistic model over five measures (``bench/train_stories.py``); symmetric, so that no order of arrival shows.
"""

from __future__ import annotations

import hashlib
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
    telling: Hashes
    norm: float
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


def compare(ones: Sequence[Reading], others: Sequence[Reading], places: Places) -> Likeness:
    """Compare pairs: each of ``others`` with the one of ``ones`` at its place. At least one pair, no reading empty."""
    my_lengths, lengths = (np.array([len(reading) for reading in readings]) for readings in (ones, others))
    mine = np.concatenate([one.terms for one in ones])
    terms = np.concatenate([other.terms for other in others])
    one_of = places.repeat(lengths)
    # Most terms are not shared: a table of buckets rules them out before each hit is looked up exactly.
    row_of_mine = np.arange(len(ones)).repeat(my_lengths)
    said = np.zeros(len(ones) * _BUCKETS, np.bool_)
    said[row_of_mine * _BUCKETS + (mine & _LOW_BITS)] = True
    maybe = said[one_of * _BUCKETS + (terms & _LOW_BITS)].nonzero()[0]
    at, is_same = _sought(_keyed(row_of_mine, mine), _keyed(one_of[maybe], terms[maybe]))
    hits = maybe[is_same]
    my_marks = np.concatenate([one.marks for one in ones])[at[is_same]]
    their_marks = np.concatenate([other.marks for other in others])[hits]
    pair, count = np.arange(len(others)).repeat(lengths)[hits], len(others)
    my_norm = np.array([one.norm for one in ones])[places]
    my_title_weight = np.array([one.title_weight for one in ones])[places]
    dot = np.bincount(pair, _WEIGHT[my_marks] * _WEIGHT[their_marks], count)
    my_title = np.bincount(pair, _TITLE_WEIGHT[my_marks], count) / my_title_weight
    their_title = np.bincount(pair, _TITLE_WEIGHT[their_marks], count)
    their_title = their_title / np.array([other.title_weight for other in others])
    return Likeness(
        dot / (np.array([other.norm for other in others]) * my_norm),
        np.minimum(my_title, their_title),
        np.maximum(my_title, their_title),
        np.minimum(lengths, my_lengths[places]),
    )


def _keyed(rows: Places, terms: Hashes) -> Keys:
    """A term and whose it is, as one number."""
    keys: Keys = rows.astype(np.uint64) << np.uint64(32) | terms
    return keys


def _sought(known: Keys, keys: Keys) -> tuple[Places, npt.NDArray[np.bool_]]:
    """Where in the sorted ``known`` each key would stand, and whether it does."""
    at = np.minimum(known.searchsorted(keys), len(known) - 1)
    return at, known[at] == keys


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


#: What an office's corrections add to every pair's log-odds in this process.
_learnt: list[float] = []


def learn(shift: float | None) -> None:
    """From now on, in this process, pairs are one event so much more readily; ``None``: as shipped."""
    _learnt[:] = [] if shift is None else [shift]


def judge() -> Judge:
    """The shipped layer with what was learnt over it."""
    one = shipped()
    return Judge(one.weights, one.bias + _learnt[0]) if _learnt else one


def mark() -> str:
    """Names the shipped layer."""
    return hashlib.sha256(MODEL.read_bytes()).hexdigest()[:16]


@cache
def shipped() -> Judge:
    read = json.loads(MODEL.read_text(encoding="utf-8"))
    return Judge(tuple(read["weights"][name] for name in MEASURES), read["bias"])
