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
from itertools import pairwise
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

Floats = npt.NDArray[np.float32]
log = logging.getLogger(__name__)


def words_of(text: str) -> list[str]:
    """The tokens that are read of one part of an article."""
    return first_tokens(text, MAX_TOKENS)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the vocabulary found: rows of the weight matrix, and the norm that divides their sum."""

    rows: npt.NDArray[np.intp]
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

    def ids(self, text: str) -> list[int]:
        return list(map(self.words.__getitem__, words_of(text)))

    def rows(self, ids: Sequence[int]) -> set[int]:
        """Rows of one part of a text: its words, and its pairs from the beginning mark on."""
        found = {self.pairs.get(a << 16 | b, UNKNOWN) for a, b in pairwise((BEGIN, *ids))}
        found.update(ids)
        found.discard(UNKNOWN)
        return found

    def read(self, title: str, body: str) -> Reading:
        head = self.rows(self.ids(title))
        whole = head | self.rows(self.ids(body)) if body else head
        shift = len(self)
        rows = np.array([*whole, *[row + shift for row in head]], np.intp)
        return Reading(rows, max(1.0, float(len(rows))) ** 0.5)


@dataclass(frozen=True)
class Classifier:
    """One question: ``weights`` (rows × labels) and ``bias``; scores are log-odds of each label against the rest."""

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats
    thresholds: Floats

    def scores(self, reading: Reading) -> Floats:
        total: Floats = np.add.reduce(self.weights.take(reading.rows, axis=0), axis=0)
        return total / np.float32(reading.norm) + self.bias

    def choose(self, reading: Reading, most: int = 1) -> tuple[str, ...]:
        """The likeliest label, then up to ``most`` in all whose scores pass their thresholds, the surest first."""
        scores: list[float] = self.scores(reading).tolist()
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
    return light().vocabulary.read(title, body)
