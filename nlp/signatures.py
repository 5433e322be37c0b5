"""What is kept of an article to find its story: its telling words, weighed by a fixed table of rarity.

A signature is made of the article alone, so that two of them compare the same on any day and in any order. Terms are
syllables and neighbouring pairs, as 32-bit hashes; their weight is rarity (in a year of headlines,
``bench.train_rarity``) times how often the article says them.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence, Sized
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from math import log
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from nlp.tokens import first_tokens

MODELS = Path(__file__).parent / "models"
#: Terms kept, those of the title before all others, then the weightiest. A headline with its lead has about a hundred.
MAX_TERMS = 192
#: Tokens of title and of body (lead first) that are read.
MAX_TITLE_TOKENS = 48
MAX_BODY_TOKENS = 400
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
Numbers = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


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


def signature_of(title: str, body: str) -> Signature:
    """Condense the title and the beginning of the body (lead first)."""
    return signatures_of([(title, body)])[0]


def signatures_of(articles: Sequence[tuple[str, str]]) -> list[Signature]:
    """Condense articles, each a title and a body: many at once take a third of the time."""
    texts = [(text, most) for article in articles for text, most in zip(article, _MOST, strict=True)]
    words = [_word_hashes(text, most) for text, most in texts]
    owners, terms, counts, is_title = _counted(np.array(list(chain.from_iterable(words)), np.uint32), words)
    marks = _emphasised(_marks_of(terms), counts) | is_title * np.uint8(TITLE_BIT)
    kept = _first(owners, MAX_TERMS, marks & np.uint8(TITLE_BIT | MAX_WEIGHT))
    owners, terms, marks = owners[kept], terms[kept], marks[kept]
    telling = (marks & TELLING_BIT).nonzero()[0]
    loud = _first(owners[telling], MAX_TELLING, marks[telling] & np.uint8(MAX_WEIGHT))
    marks[np.delete(telling, loud)] &= ~np.uint8(TELLING_BIT)
    ends = owners.searchsorted(np.arange(len(articles) + 1)).tolist()
    packed_terms, packed_marks = terms.astype("<u4").tobytes(), marks.tobytes()
    return [
        Signature(
            _HEADER.pack(_FORMAT, end - begin) + packed_terms[4 * begin : 4 * end] + packed_marks[begin:end],
        )
        for begin, end in pairwise(ends)
    ]


def term_hashes(text: str, most: int) -> list[int]:
    """Hashes of the first syllables of one part, then of their neighbouring pairs, repeated as said."""
    hashes = _word_hashes(text, most)
    pairs: list[int] = _paired(np.array(hashes, np.uint32)).tolist()
    return hashes + pairs


def rarities(words: Sequence[str]) -> tuple[list[float], list[float]]:
    """Rarity (natural logarithm) of each syllable, then of each neighbouring pair; what is unknown is rare."""
    hashes = np.array([_WORD_HASHES[word] for word in words], np.uint32)
    return _weights(hashes), _weights(_paired(hashes))


def _weights(terms: Hashes) -> list[float]:
    weights: list[float] = ((_marks_of(terms) & MAX_WEIGHT) / WEIGHT_STEPS).tolist()
    return weights


def telling_weight(words: tuple[str, ...]) -> int:
    """What a token, or two neighbouring ones, tells of an event; 0 for the common and for pairs never seen before."""
    hashes = np.array([_WORD_HASHES[word] for word in words], np.uint32)
    (mark,) = _marks_of(_paired(hashes) if len(words) > 1 else hashes).tolist()
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
#: Marks of a term that the table does not know: of a word, of a pair.
_UNSEEN = np.array([19 | TELLING_BIT, 19], np.uint8)
#: What saying a term n times multiplies its weight by.
_EMPHASIS = np.array([1.0, *(1 + log(count) for count in range(1, 2 * (MAX_TITLE_TOKENS + MAX_BODY_TOKENS) + 1))])
#: Tokens read of each part of an article.
_MOST = MAX_TITLE_TOKENS, MAX_BODY_TOKENS


def _word_hashes(text: str, most: int) -> list[int]:
    return list(map(_WORD_HASHES.__getitem__, first_tokens(text, most)))


def _paired(hashes: Hashes) -> Hashes:
    """The hash of each neighbouring pair; the arithmetic is of 32 bits."""
    pairs: Hashes = (hashes[:-1] * np.uint32(0x9E3779B1) ^ hashes[1:]) | np.uint32(_PAIR_BIT)
    return pairs


def _counted(hashes: Hashes, words: Sequence[Sized]) -> tuple[Numbers, Hashes, Numbers, Bools]:
    """The terms of every article, sorted: whose each is, the term, how often it is said, whether by the title.

    ``hashes`` are those of all words, one part after the other; an article has two parts.
    """
    part = np.arange(len(words)).repeat([len(one) for one in words])
    pairs, is_inside = _paired(hashes), part[:-1] == part[1:]
    terms = np.concatenate((hashes, pairs[is_inside])).astype(np.uint64)
    said_in = np.concatenate((part, part[:-1][is_inside])).astype(np.uint64)
    # One number: the article, the term, the part. Of equal terms of an article the title's stands first.
    order = np.sort((said_in >> np.uint64(1)) << np.uint64(33) | terms << np.uint64(1) | said_in & np.uint64(1))
    term_of = order >> np.uint64(1)
    begins = np.flatnonzero(np.diff(term_of, prepend=~term_of[:1]))
    counts = np.diff(begins, append=len(order))
    firsts = term_of[begins]
    is_title = (order[begins] & np.uint64(1)) == 0
    return (firsts >> np.uint64(32)).astype(np.int64), firsts.astype(np.uint32), counts, is_title


def _emphasised(marks: Marks, counts: Numbers) -> Marks:
    weights = np.rint((marks & MAX_WEIGHT) * _EMPHASIS[counts])
    changed: Marks = marks & ~np.uint8(MAX_WEIGHT) | np.minimum(weights, MAX_WEIGHT).astype(np.uint8)
    return changed


def _first(owners: Numbers, most: int, weights: Marks) -> Numbers:
    """Places, in order, of each owner's ``most`` weightiest terms; of equal ones the lower hashes, as everywhere."""
    begins = np.flatnonzero(np.diff(owners, prepend=-1))
    lengths = np.diff(begins, append=len(owners))
    if not len(owners) or lengths.max() <= most:
        return np.arange(len(owners))
    lightness = (0xFF - weights).astype(np.int64)
    order = np.sort(owners << 40 | lightness << 32 | np.arange(len(owners))) & 0xFFFFFFFF
    return np.sort(order[np.arange(len(owners)) - begins.repeat(lengths) < most])


def _marks_of(terms: Hashes) -> Marks:
    """What the table says of terms said once, outside the title."""
    known, marks = _table()
    places = np.minimum(known.searchsorted(terms), len(known) - 1)
    found: Marks = np.where(known[places] == terms, marks[places], _UNSEEN[terms & np.uint32(_PAIR_BIT)])
    return found


@cache
def _table() -> tuple[Hashes, Marks]:
    """The known terms, sorted, with their marks."""
    with np.load(MODELS / "rarity.npz", allow_pickle=False) as archive:
        # Differences of sorted hashes are stored: they compress to half the size.
        return np.cumsum(archive["terms"], dtype=np.uint32), archive["marks"]
