"""The encoder's vectors as they are kept, and which of them are near: news of one matter in several languages.

A vector of length 1 becomes 384 whole numbers of one byte; the cosine changes by less than one in a hundred.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from news.analysis import Meaning
from nlp import transformer
from nlp.graph import Floats

#: A component of a vector of length 1 is seldom larger.
_REACH = 0.35
_STEPS = 127
#: From this cosine on two texts in different languages may speak of one matter (``bench.languages``).
NEAR = 0.45


def packed(vectors: Floats, model: str | None = None) -> list[Meaning]:
    """Vectors of length 1 (rows), for storage; of the shipped encoder where no ``model`` is named."""
    whole = np.clip(np.rint(vectors * (_STEPS / _REACH)), -_STEPS, _STEPS).astype(np.int8)
    return [Meaning(transformer.version() if model is None else model, row.tobytes()) for row in whole]


def near(one: bytes, others: Sequence[bytes], most: int, least: float = NEAR) -> list[tuple[int, float]]:
    """Places of the nearest ``others`` and their cosines, the nearest first; at most ``most``."""
    if not others:
        return []
    rows = np.frombuffer(b"".join(others), np.int8).reshape(len(others), -1).astype(np.float32)
    mine = np.frombuffer(one, np.int8).astype(np.float32)
    cosines = rows @ mine / np.maximum(np.linalg.norm(rows, axis=1) * np.linalg.norm(mine), 1e-9)
    order = np.argsort(-cosines, kind="stable")[:most].tolist()
    return [(place, round(float(cosines[place]), 4)) for place in order if cosines[place] >= least]
