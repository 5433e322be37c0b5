"""The run time of the light classifiers: one shared reading of the words, one matrix of weights per question.

A text becomes the set of its syllables and neighbouring pairs, once over title and body and once more over the title
alone, which says most. A question's scores are the sum of the weights of what was found, over the square root of how
many were found, plus a bias. Trained and written by ``bench/train_light.py``; numpy only, no pickle.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.tokens import first_tokens

FILE = Path(__file__).parent / "models" / "light.npz"
#: Of a long article the beginning is read: title, lead and some sentences say what it is about.
MAX_TOKENS = 96
#: Ids of the vocabulary that are no word of a text: the unknown word, the beginning of a part, any number.
UNKNOWN, BEGIN, NUMBER = 0, 1, 2
FIRST_WORD = 3

#: More rows than any vocabulary has.
_ROW_BITS = 32

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
Pairs = npt.NDArray[np.int64]
log = logging.getLogger(__name__)


def words_of(text: str) -> list[str]:
    """The tokens that are read of one part of an article."""
    return first_tokens(text, MAX_TOKENS)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the vocabulary found: rows of the weight matrix, and the norm that divides their sum."""

    rows: Rows
    norm: float


class _Words(dict[str, int]):
    """Ids of words; whatever begins with a digit is the same number to us."""

    def __missing__(self, word: str) -> int:
        return NUMBER if word[0].isdigit() else UNKNOWN


class Vocabulary:
    """Words and pairs of words, each with its row; the title's rows follow ``len(self)`` after the others."""

    def __init__(self, words: Sequence[str], pairs: Sequence[int]) -> None:
        """``pairs`` are ``first << 16 | second`` of word ids; rows count words first, then pairs."""
        self.words = _Words({word: place for place, word in enumerate(words, FIRST_WORD)})
        self.pairs = {pair: row for row, pair in enumerate(pairs, FIRST_WORD + len(words))}

    def __len__(self) -> int:
        return FIRST_WORD + len(self.words) + len(self.pairs)

    @cached_property
    def _sorted_pairs(self) -> tuple[Pairs, Rows]:
        """The pairs in order, and the row of each."""
        pairs = np.fromiter(self.pairs, np.int64, len(self.pairs))
        order = pairs.argsort()
        return pairs[order], order + FIRST_WORD + len(self.words)

    def ids(self, text: str) -> list[int]:
        return list(map(self.words.__getitem__, words_of(text)))

    def read(self, articles: Sequence[tuple[str, str]]) -> list[Reading]:
        """Look up the words of articles, each a title and a body, and their pairs from the beginning of a part on."""
        parts = [(BEGIN, *self.ids(text)) for article in articles for text in article]
        ids = np.array(list(chain.from_iterable(parts)), np.int64)
        part = np.arange(len(parts)).repeat([len(one) for one in parts])
        is_inside = part[:-1] == part[1:]
        rows = np.concatenate((ids, self._rows_of_pairs(ids[:-1][is_inside] << 16 | ids[1:][is_inside])))
        said_in = np.concatenate((part, part[:-1][is_inside]))
        is_known = (rows != UNKNOWN) & (rows != BEGIN)
        rows, said_in = rows[is_known], said_in[is_known]
        is_title = said_in % 2 == 0
        # One number: the article, the row; what the title says once more among the title's rows.
        of_article = said_in // 2 << _ROW_BITS
        found = np.unique(np.concatenate((of_article | rows, (of_article | (rows + len(self)))[is_title])))
        ends = (found >> _ROW_BITS).searchsorted(np.arange(len(articles) + 1)).tolist()
        rows = found & ((1 << _ROW_BITS) - 1)
        return [Reading(rows[begin:end], max(1.0, float(end - begin)) ** 0.5) for begin, end in pairwise(ends)]

    def _rows_of_pairs(self, pairs: Pairs) -> Rows:
        known, rows = self._sorted_pairs
        at = np.minimum(known.searchsorted(pairs), len(known) - 1)
        return np.where(known[at] == pairs, rows[at], UNKNOWN)


@dataclass(frozen=True)
class Classifier:
    """One question: ``weights`` (rows × labels) and ``bias``; scores are log-odds of each label against the rest."""

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats
    thresholds: Floats

    def scores(self, reading: Reading) -> Floats:
        """One score per label."""
        (scores,) = self.scores_of([reading])
        return np.asarray(scores, np.float32)

    def scores_of(self, readings: Sequence[Reading]) -> Floats:
        """Scores (readings × labels)."""
        lengths = np.array([len(one.rows) for one in readings], np.int64)
        totals = np.zeros((len(readings), len(self.labels)), np.float32)
        has_rows = lengths > 0
        if has_rows.any():
            weights = self.weights.take(np.concatenate([one.rows for one in readings]), axis=0)
            totals[has_rows] = np.add.reduceat(weights, (lengths.cumsum() - lengths)[has_rows], axis=0)
        norms = np.array([one.norm for one in readings], np.float32)
        scores: Floats = totals / norms[:, None] + self.bias
        return scores

    def choose(self, reading: Reading, most: int = 1) -> tuple[str, ...]:
        """As ``chosen``, of one reading."""
        return self.chosen(self.scores(reading).tolist(), most)

    def chosen(self, scores: Sequence[float], most: int) -> tuple[str, ...]:
        """The likeliest label, then up to ``most`` in all whose scores pass their thresholds, the surest first."""
        order = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[:most]
        return tuple(self.labels[at] for rank, at in enumerate(order) if rank == 0 or scores[at] > self.thresholds[at])


class Light:
    """The shipped light models: a vocabulary and its classifiers by name."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._arrays: dict[str, npt.NDArray[Any]] = {}
        self._learnt: dict[str, npt.NDArray[Any]] = {}
        self._classifiers: dict[str, Classifier] = {}
        #: Names what was learnt; empty where nothing was.
        self.learnt_mark = ""
        with np.load(file, allow_pickle=False) as archive:
            self._arrays.update({name: archive[name] for name in archive.files})

    @cached_property
    def vocabulary(self) -> Vocabulary:
        words = bytes(self._arrays["words"]).decode().split("\n")
        return Vocabulary(words, self._arrays["pairs"].tolist())

    @cached_property
    def names(self) -> dict[int, str]:
        """The word or pair behind each row, for reasons; title rows share them."""
        words = {place: word for word, place in self.vocabulary.words.items()}
        words[NUMBER], words[BEGIN] = "(số)", ""
        pairs = {
            row: f"{words[pair >> 16]} {words[pair & 0xFFFF]}".strip() for pair, row in self.vocabulary.pairs.items()
        }
        return words | pairs

    def learn(self, file: Path | None) -> None:
        """From now on, read what an office's corrections taught over the shipped weights; ``None``: no more.

        A file that was made for another vocabulary is not read, and says so in the log.
        """
        self._learnt, self.learnt_mark = {}, ""
        self._classifiers.clear()
        if file is None or not file.is_file():
            return
        with np.load(file, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        if bytes(arrays.pop("made_for", np.zeros(0, np.uint8))).decode() != self.mark:
            log.warning("%s was learnt over other shipped models; it waits for `diembao models train`", file.name)
            return
        self._learnt = arrays
        self.learnt_mark = hashlib.sha256(file.read_bytes()).hexdigest()[:8]

    @cached_property
    def mark(self) -> str:
        """Names these shipped weights."""
        return hashlib.sha256(self._file.read_bytes()).hexdigest()[:16]

    def classifier(self, name: str) -> Classifier:
        """The classifier ``name`` with what was learnt over it."""
        if name not in self._classifiers:
            shipped = self.shipped(name)
            rows = self._learnt.get(f"{name}.rows")
            if rows is not None:
                weights = shipped.weights.copy()
                weights[rows] = self._learnt[f"{name}.weights"]
                shipped = Classifier(shipped.labels, weights, self._learnt[f"{name}.bias"], shipped.thresholds)
            self._classifiers[name] = shipped
        return self._classifiers[name]

    def shipped(self, name: str) -> Classifier:
        """The classifier ``name`` as it was trained; weights are stored as int8 with one scale per label."""
        weights = self._arrays[f"{name}.weights"].astype(np.float32) * self._arrays[f"{name}.scales"]
        labels = tuple(bytes(self._arrays[f"{name}.labels"]).decode().split("\n"))
        return Classifier(labels, weights, self._arrays[f"{name}.bias"], self._arrays[f"{name}.thresholds"])


@cache
def light() -> Light:
    return Light(FILE)


def read(title: str, body: str) -> Reading:
    """Look the words of an article up once, for all questions."""
    return read_many([(title, body)])[0]


def read_many(articles: Sequence[tuple[str, str]]) -> list[Reading]:
    """Many at once, each a title and a body, take half the time."""
    return light().vocabulary.read(articles)
