"""What a message to the tip line probably is: a category of public safety, or nothing (SCOPE §3-5).

Only to advise the person who asked and to sort the reviewer's tray. Precision before recall: opinion, criticism,
complaint, satire and true warnings are never given a category, however angry; in doubt there is none. A message that
denies, or that sends to the police or a hotline, is taken for a warning whatever else it says.

Read are cues (``models/safety.toml``) and words, with accents and without, of the message as it is kept: masked.
Weights and thresholds (``models/safety.npz``) are made by ``bench/train_safety.py``; numpy only.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from math import exp, log, log1p
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from news.safety import SafetyCategory
from nlp.masking import MASK_VI, Masked, mask
from nlp.masking.surface import Surface
from nlp.text import fold, place_tones

CUES = Path(__file__).parent / "models" / "safety.toml"
FILE = CUES.with_suffix(".npz")
CATEGORIES = tuple(SafetyCategory)
#: Messages with one of these are warnings.
PROTECTED = ("denial", "report")
#: Of a message so much is read.
_MOST_CHARS = 6_000
#: A larger share of a Vietnamese text's letters has accents; one without them is held against bare patterns.
_ACCENTED_SHARE = 0.08
_MOST_TIMES, _MOST_WORDS = 3, 6
_TOKEN = re.compile(r'\w+|[!?"]')
_NUMBER = re.compile(r"\d+")

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Span:
    """Words that led to the category: characters ``start`` to ``end`` of the text as given, in their masked form."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Judged:
    """``category`` is ``None`` where nothing is claimed; ``score`` is how sure the category is (0..1)."""

    category: SafetyCategory | None
    score: float
    words: tuple[Span, ...] = ()


NOTHING = Judged(None, 0.0)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a message: where each cue stands, and its words in both forms, with how often."""

    surface: Surface
    cues: Mapping[str, Sequence[tuple[int, int]]]
    words: tuple[Counter[str], Counter[str]]

    @property
    def is_protected(self) -> bool:
        return any(self.cues[name] for name in PROTECTED)

    @property
    def dense(self) -> list[float]:
        """Presence and frequency of each cue, and the length."""
        counts = [min(_MOST_TIMES, len(found)) for found in self.cues.values()]
        return [*(float(count > 0) for count in counts), *map(log1p, counts), log(1 + len(self.surface.low)) - 5]


def read(masked: str) -> Reading:
    """Read a masked message."""
    surface = Surface.of(masked[:_MOST_CHARS])
    low = place_tones(surface.low)
    letters = [letter for letter in low if letter.isalpha()]
    is_accented = sum(not letter.isascii() for letter in letters) > _ACCENTED_SHARE * len(letters)
    text = low if is_accented else surface.plain
    cues = {name: [match.span() for match in pattern.finditer(text)] for name, pattern in _patterns(is_accented)}
    return Reading(surface, cues, (_terms(low), _terms(surface.plain)))


def _terms(text: str) -> Counter[str]:
    """Words and neighbouring pairs; every number is the same to us."""
    words = [_NUMBER.sub("0", word) for word in _TOKEN.findall(text)]
    return Counter(chain(words, (f"{a} {b}" for a, b in pairwise(words))))


@cache
def _patterns(is_accented: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    cues: dict[str, str] = tomllib.loads(CUES.read_text(encoding="utf-8"))["cues"]
    return tuple((name, re.compile(cue if is_accented else _bare(cue))) for name, cue in cues.items())


def _bare(pattern: str) -> str:
    return "".join(letter if letter.isascii() else fold(letter) for letter in pattern)


class Model:
    """Log-odds of each category against no category, linear in a reading."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        self.thresholds: Floats = arrays["thresholds"].astype(np.float64)
        self._bias: Floats = arrays["bias"].astype(np.float64)
        self._cues: Floats = arrays["cues"].astype(np.float64)
        self._terms = [
            (
                {word: row for row, word in enumerate(bytes(arrays[f"{form}.words"]).decode().split("\n"))},
                arrays[f"{form}.rarity"].astype(np.float64),
                arrays[f"{form}.weights"].astype(np.float64),
            )
            for form in ("accented", "bare")
        ]

    def scores(self, reading: Reading) -> Floats:
        total = self._bias + np.array(reading.dense) @ self._cues
        for (rows, rarity, weights), counts in zip(self._terms, reading.words, strict=True):
            at, values = weigh(counts, rows, rarity)
            if at:
                total = total + values @ weights[at]
        return total

    def cue_weights(self, category: int) -> dict[str, float]:
        """How much the presence of each cue speaks for the category."""
        names = [name for name, _ in _patterns(True)]
        return dict(zip(names, self._cues[: len(names), category].tolist(), strict=True))


def weigh(counts: Counter[str], rows: Mapping[str, int], rarity: Floats) -> tuple[list[int], Floats]:
    """Rows of the known terms and their values: damped count times rarity, of length one together."""
    known = sorted((rows[word], count) for word, count in counts.items() if word in rows)
    at = [row for row, _ in known]
    values = np.array([1 + log(count) for _, count in known]) * rarity[at] if at else np.zeros(0)
    return at, values / max(1e-12, float(np.sqrt((values**2).sum())))


@cache
def _model() -> Model:
    with np.load(FILE, allow_pickle=False) as archive:
        return Model({name: archive[name] for name in archive.files})


def judge(text: str) -> Judged:
    """Return the category with the words that led to it, or nothing. Masked or not, a text is judged the same."""
    masked = mask(text)
    reading = read(masked.text)
    if reading.is_protected:
        return NOTHING
    above = _model().scores(reading) - _model().thresholds
    best = int(above.argmax())
    if above[best] <= 0:
        return NOTHING
    return Judged(CATEGORIES[best], round(1 / (1 + exp(-float(above[best]))), 4), tuple(_words(masked, reading, best)))


def _words(masked: Masked, reading: Reading, category: int) -> Iterator[Span]:
    """The cues that speak for the category, the strongest few, in order of the text."""
    weights = _model().cue_weights(category)
    found = [
        (weights[name], *reading.surface.span(*spans[0]))
        for name, spans in reading.cues.items()
        if spans and weights[name] > 0
    ]
    end = 0
    for _, begin, stop in sorted(sorted(found, reverse=True)[:_MOST_WORDS], key=lambda one: one[1:]):
        if begin >= end:
            yield Span(_given(masked, begin, opens=True), _given(masked, stop, opens=False), masked.text[begin:stop])
            end = stop


def _given(masked: Masked, place: int, *, opens: bool) -> int:
    """Where a place of the masked text stands in the text as given; within a mask, where the hidden begins or ends."""
    grown = 0
    for span in masked.spans:
        start = span.start + grown
        end = start + len(MASK_VI[span.kind])
        if place <= start:
            break
        if place < end:
            return span.start if opens else span.end
        grown = end - span.end
    return place - grown
