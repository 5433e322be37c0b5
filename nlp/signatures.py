"""What is kept of an article to find its story: its telling words, weighed by a fixed table of rarity.

A signature is made of the article alone, so that two of them compare the same on any day and in any order. Terms are
syllables and neighbouring pairs, as 32-bit hashes; their weight is rarity (in a year of headlines,
``bench.train_rarity``) times how often the article says them.
"""

from __future__ import annotations

import struct
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from nlp.tokens import tokens

MODELS = Path(__file__).parent / "models"
#: Terms kept, those of the title before all others, then the weightiest. A headline with its lead has about a hundred.
MAX_TERMS = 192
#: Tokens of title and of body (lead first) that are read.
MAX_TITLE_TOKENS = 48
MAX_BODY_TOKENS = 400
#: What is cut off before it is split: no language of ours has tokens of eight letters on average.
_CHARS_PER_TOKEN = 8
#: A term in at most one headline of two hundred tells events apart, if it is a word, or a pair seen before:
#: a pair never seen is more often chance than a name.
TELLING_WEIGHT = 11
MAX_TELLING = 32

_FORMAT = 1
_HEADER = struct.Struct("<BH")
#: Of the byte beside each term: said in the title; telling; and six bits of weight, in halves of a natural logarithm.
TITLE_BIT, TELLING_BIT, MAX_WEIGHT = 0x80, 0x40, 0x3F
WEIGHT_STEPS = 2
#: The lowest bit of a hash tells pairs (1) from words (0).
_PAIR_BIT = 1

Hashes = npt.NDArray[np.uint32]
Marks = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Signature:
    """Sorted term hashes, then a byte of marks for each."""

    packed: bytes

    def encode(self) -> bytes:
        return self.packed

    @classmethod
    def decode(cls, packed: bytes) -> Signature:
        """Raise ``ValueError`` for bytes of another format: the article must be read again."""
        version, count = _HEADER.unpack_from(packed) if len(packed) >= _HEADER.size else (0, 0)
        if version != _FORMAT or len(packed) != _HEADER.size + 5 * count:
            raise ValueError("not a signature of this version")
        return cls(packed)

    def __len__(self) -> int:
        return (len(self.packed) - _HEADER.size) // 5

    @property
    def terms(self) -> Hashes:
        return np.frombuffer(self.packed, "<u4", len(self), _HEADER.size)

    @property
    def marks(self) -> Marks:
        """``TITLE_BIT``, ``TELLING_BIT`` and the weight of each term."""
        return np.frombuffer(self.packed, np.uint8, len(self), _HEADER.size + 4 * len(self))

    @property
    def telling(self) -> list[int]:
        """The terms to look an article's neighbours up by."""
        telling: list[int] = self.terms[(self.marks & TELLING_BIT) != 0].tolist()
        return telling


def signature_of(title: str, body: str, language: str | None = None) -> Signature:
    """Condense the title and the beginning of the body (lead first). The language is not needed yet: words tell."""
    del language
    head = term_hashes(title, MAX_TITLE_TOKENS)
    found = head + term_hashes(body, MAX_BODY_TOKENS)
    counts = Counter(found)
    known = _table()
    marks = {term: known.get(term) or _UNSEEN[term & _PAIR_BIT] for term in counts}
    if len(counts) < len(found):
        for term, count in counts.items():
            if count > 1:
                marks[term] = _emphasised(marks[term], count)
    for term in set(head):
        marks[term] |= TITLE_BIT
    if len(marks) > MAX_TELLING:
        marks = _bounded(marks)
    terms = sorted(marks)
    return Signature(
        _HEADER.pack(_FORMAT, len(terms)) + array("I", terms).tobytes() + bytes([marks[term] for term in terms])
    )


def term_hashes(text: str, most: int) -> list[int]:
    """Hashes of the first syllables of one part, then of their neighbouring pairs, repeated as said."""
    hashes = list(map(_WORD_HASHES.__getitem__, tokens(text[: most * _CHARS_PER_TOKEN])[:most]))
    return hashes + [(first * 0x9E3779B1 ^ second) & 0xFFFFFFFF | _PAIR_BIT for first, second in pairwise(hashes)]


def rarities(words: Sequence[str]) -> tuple[list[float], list[float]]:
    """Rarity (natural logarithm) of each syllable, then of each neighbouring pair; what is unknown is rare."""
    known = _table()
    hashes = [_WORD_HASHES[word] for word in words]
    pairs = [(first * 0x9E3779B1 ^ second) & 0xFFFFFFFF | _PAIR_BIT for first, second in pairwise(hashes)]
    return _weights(hashes, known), _weights(pairs, known)


def _weights(terms: Sequence[int], known: dict[int, int]) -> list[float]:
    return [((known.get(term) or _UNSEEN[term & _PAIR_BIT]) & MAX_WEIGHT) / WEIGHT_STEPS for term in terms]


def telling_weight(words: tuple[str, ...]) -> int:
    """What a word, or two neighbouring ones, tells of an event; 0 for the common and for pairs never seen before."""
    term = term_hashes(" ".join(words), len(words) * _CHARS_PER_TOKEN)[-1]
    mark = _table().get(term) or _UNSEEN[term & _PAIR_BIT]
    return mark & MAX_WEIGHT if mark & TELLING_BIT else 0


def mark_of(headlines_per_one: float, *, is_known_or_word: bool) -> int:
    """The marks of a term said once, outside the title."""
    weight = max(1, min(MAX_WEIGHT, round(log(headlines_per_one) * WEIGHT_STEPS)))
    return weight | TELLING_BIT if is_known_or_word and weight >= TELLING_WEIGHT else weight


class _WordHashes(dict[str, int]):
    """crc32 of words, remembered: a language has few words and a text has many. Forgets all when it is full."""

    def __missing__(self, word: str) -> int:
        if len(self) > 100_000:
            self.clear()
        self[word] = value = crc32(word.encode()) & ~_PAIR_BIT
        return value


_WORD_HASHES = _WordHashes()
#: A term that the table does not know: of a word, of a pair.
_UNSEEN = (19 | TELLING_BIT, 19)
#: What saying a term n times multiplies its weight by.
_EMPHASIS = [1.0, *(1 + log(count) for count in range(1, 2 * (MAX_TITLE_TOKENS + MAX_BODY_TOKENS) + 1))]


def _emphasised(mark: int, count: int) -> int:
    weight = min(MAX_WEIGHT, round((mark & MAX_WEIGHT) * _EMPHASIS[count]))
    return mark & ~MAX_WEIGHT | weight


def _bounded(marks: dict[int, int]) -> dict[int, int]:
    """Keep the limits; of equal terms the lower hashes stay, which are the same in every article."""
    if len(marks) > MAX_TERMS:
        best = sorted(marks, key=lambda term: (-(marks[term] & (TITLE_BIT | MAX_WEIGHT)), term))[:MAX_TERMS]
        marks = {term: marks[term] for term in best}
    telling = [term for term, mark in marks.items() if mark & TELLING_BIT]
    if len(telling) > MAX_TELLING:
        for term in sorted(telling, key=lambda term: (-(marks[term] & MAX_WEIGHT), term))[MAX_TELLING:]:
            marks[term] &= ~TELLING_BIT
    return marks


@cache
def _table() -> dict[int, int]:
    """Marks of the known terms."""
    with np.load(MODELS / "rarity.npz", allow_pickle=False) as archive:
        # Differences of sorted hashes are stored: they compress to half the size.
        return dict(zip(np.cumsum(archive["terms"], dtype=np.uint32).tolist(), archive["marks"].tolist(), strict=True))
