"""Vectors of Vietnamese words, made by ``bench.train_vectors``: words that occur together or alike are near."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.memory import Memory
from nlp.tokens import tokens
from nlp.words import segment

FILE = Path(__file__).parent.parent / "models" / "vectors.npz"

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Meant:
    """The known words of a text: rows of vectors (n × 64, length 1), how rare each is, and its weighed mean."""

    rows: tuple[int, ...]
    vectors: Floats
    rarity: Floats
    mean: Floats


class Vectors:
    """The table of one file."""

    def __init__(self, file: Path) -> None:
        with np.load(file, allow_pickle=False) as read:
            words = bytes(read["words"]).decode().split("\n")
            self._vectors = read["vectors"].astype(np.float32)
            self._rarity = read["rarity"].astype(np.float32)
        self._vectors /= np.linalg.norm(self._vectors, axis=1, keepdims=True) + 1e-9
        self._rows = {word: row for row, word in enumerate(words)}

    def meant(self, text: str) -> Meant:
        return self._meant(map(_joined, segment(text)))

    def _meant(self, words: Iterable[str]) -> Meant:
        rows = tuple(row for row in map(self._rows.get, words) if row is not None)
        vectors, rarity = self._vectors[list(rows)], self._rarity[list(rows)]
        mean = rarity @ vectors if rows else np.zeros(self._vectors.shape[1], np.float32)
        length = max(1e-6, float(np.linalg.norm(mean)))
        return Meant(rows, vectors, rarity, np.asarray(mean / length, np.float32))


def _join(word: str) -> str:
    return " ".join(tokens(word))


_joined: Callable[[str], str] = Memory(_join, 65_536).__getitem__


@cache
def vectors() -> Vectors:
    return Vectors(FILE)


def nearness(claim: Meant, evidence: Meant) -> dict[str, float]:
    """Measures of how near the claim's words are to the evidence's, and its unsaid words to anything said there."""
    if not claim.rows or not evidence.rows:
        return {}
    near = (claim.vectors @ evidence.vectors.T).max(axis=1)
    weights = claim.rarity
    found = {
        "near_covered": float(near @ weights / weights.sum()),
        "near_whole": float(claim.mean @ evidence.mean),
    }
    said = frozenset(evidence.rows)
    unsaid = [place for place, row in enumerate(claim.rows) if row not in said]
    if unsaid:
        lost = np.sort((1 - near[unsaid]) * weights[unsaid])[::-1]
        rest = weights[unsaid] @ claim.vectors[unsaid]
        found |= {
            "near_missing": float(lost.sum()) / 10,
            "near_missing_0": float(lost[0]),
            "near_missing_1": float(lost[1]) if len(lost) > 1 else 0.0,
            "near_least": float(near[unsaid].min()),
            "near_mean": float(near[unsaid].mean()),
            "near_rest": float(rest @ evidence.mean / max(1e-6, float(np.linalg.norm(rest)))),
        }
    return found
