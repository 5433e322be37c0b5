"""What is kept of an article to find its story: its telling words, weighed by a fixed table, and a sketch of its text.

A ``Signature`` is pure content; nothing in it depends on other articles, so that two signatures compare the same on
any day and in any order.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np

from nlp.tokens import tokens

MODELS = Path(__file__).parent / "models"
#: Terms kept per signature, the most telling first; a headline with its lead has about eighty.
MAX_TERMS = 96
#: The beginning of the text that is read, in tokens.
MAX_TOKENS = 200


@dataclass(frozen=True, slots=True)
class Signature:
    """Term hashes with their weights (length 1 together), in order of hash."""

    terms: tuple[int, ...]
    weights: tuple[float, ...]

    def encode(self) -> bytes:
        return struct.pack(f"<H{len(self.terms)}I{len(self.terms)}e", len(self.terms), *self.terms, *self.weights)

    @classmethod
    def decode(cls, packed: bytes) -> Signature:
        (count,) = struct.unpack_from("<H", packed)
        values = struct.unpack_from(f"<{count}I{count}e", packed, 2)
        return cls(values[:count], values[count:])


def signature_of(title: str, body: str, language: str | None) -> Signature:
    """Read the title and the beginning of the body (lead first)."""
    words = tokens(title) + tokens(body)[:MAX_TOKENS]
    found = {crc32(word.encode()) for word in words}
    found |= {crc32(f"{a} {b}".encode()) for a, b in zip(words, words[1:], strict=False)}
    rarity = _rarity()
    weighed = sorted(((rarity.get(term, 1.0), term) for term in found), reverse=True)[:MAX_TERMS]
    norm = sum(weight * weight for weight, _ in weighed) ** 0.5 or 1.0
    kept = sorted((term, float(np.float16(weight / norm))) for weight, term in weighed)
    return Signature(tuple(term for term, _ in kept), tuple(weight for _, weight in kept))


@cache
def _rarity() -> dict[int, float]:
    return {}
