"""Rebuild the light models (``nlp/models/light.npz``) from the labelled headlines, bit for bit.

    python -m bench.train_light [--data ../shared/data] [--out nlp/models] [--cv]

The learner is an L2-regularised logistic regression per label (liblinear's dual solver, fixed seed, no BLAS) over
presence of syllables and pairs scaled by their log-count ratio, after Wang & Manning (2012, "NB-SVM"). ``--cv``
prints the cross-validated figures that the settings below were chosen by; nothing of ``labelled/tone.jsonl`` is read.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from nlp.linear import FIRST_WORD, BEGIN, MAX_TOKENS, UNKNOWN, Classifier, Vocabulary
from nlp.tokens import tokens

SEED = 20261122
#: A word or pair must be in this many labelled items, or it is noise.
MIN_ITEMS = 2


@dataclass(frozen=True)
class Settings:
    """What cross-validation chose for one question."""

    cost: float
    smoothing: float
    balanced: bool
    second_weight: float = 0.0


TONE = Settings(cost=2.0, smoothing=0.3, balanced=True)
TOPICS = Settings(cost=2.0, smoothing=0.3, balanced=False, second_weight=0.5)


@dataclass(frozen=True)
class Item:
    id: str
    title: str
    summary: str
    tone: str
    topics: tuple[str, ...]


def read_items(file: Path) -> list[Item]:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return sorted(
        (
            Item(r["id"], r["title"], r["summary"] or "", r["tone"], tuple(t for t in (r["topic"], r["topic2"]) if t))
            for r in rows
        ),
        key=lambda item: item.id,
    )


def build_vocabulary(items: Sequence[Item]) -> Vocabulary:
    """Words and pairs found in at least ``MIN_ITEMS`` items; order fixed by spelling."""
    words: Counter[str] = Counter()
    for item in items:
        words.update(
            {w for part in (item.title, item.summary) for w in tokens(part)[:MAX_TOKENS] if not w[0].isdigit()}
        )
    kept = sorted(word for word, count in words.items() if count >= MIN_ITEMS)
    assert len(kept) + FIRST_WORD < 1 << 16
    bare = Vocabulary(kept, [])
    pairs: Counter[int] = Counter()
    for item in items:
        found = set()
        for part in (item.title, item.summary):
            ids = [BEGIN, *bare.ids(part)]
            found.update(a << 16 | b for a, b in pairwise(ids) if UNKNOWN not in (a, b))
        pairs.update(found)
    return Vocabulary(kept, sorted(pair for pair, count in pairs.items() if count >= MIN_ITEMS))


def presence(vocabulary: Vocabulary, items: Sequence[Item]) -> sp.csr_matrix:
    """Items × rows, each item's values 1/norm: exactly what ``Classifier.scores`` divides by."""
    readings = [vocabulary.read(item.title, item.summary) for item in items]
    counts = np.array([0, *(len(reading.rows) for reading in readings)])
    columns = np.concatenate([reading.rows for reading in readings])
    values = np.concatenate([np.full(len(reading.rows), 1 / reading.norm) for reading in readings])
    return sp.csr_matrix((values, columns, np.cumsum(counts)), shape=(len(items), 2 * len(vocabulary)))


def fit_label(X: sp.csr_matrix, y: np.ndarray, weight: np.ndarray, settings: Settings) -> tuple[np.ndarray, float]:
    """One label against the rest; weights are for the plain presence matrix."""
    plain = X.sign()
    inside, outside = (np.asarray(plain[mask].sum(axis=0)).ravel() + settings.smoothing for mask in (y, ~y))
    ratio = np.log(inside / inside.sum()) - np.log(outside / outside.sum())
    learner = LogisticRegression(
        C=settings.cost,
        solver="liblinear",
        dual=True,
        class_weight="balanced" if settings.balanced else None,
        random_state=SEED,
        max_iter=2000,
        tol=1e-3,
    )
    learner.fit((X @ sp.diags(ratio)).tocsr(), y, sample_weight=weight)
    return learner.coef_.ravel() * ratio, float(learner.intercept_[0])


def fit(X: sp.csr_matrix, labels: Sequence[str], gold: Sequence[tuple[str, ...]], settings: Settings) -> Classifier:
    weights, bias = [], []
    for label in labels:
        y = np.array([label in item for item in gold])
        weight = np.array([settings.second_weight or 1.0 if label in item[1:] else 1.0 for item in gold])
        w, b = fit_label(X, y, weight, settings)
        weights.append(w)
        bias.append(b)
    return Classifier(
        tuple(labels),
        np.array(weights, np.float32).T.copy(),
        np.array(bias, np.float32),
        np.zeros(len(labels), np.float32),
    )


def pack(classifier: Classifier, name: str) -> dict[str, np.ndarray]:
    """int8 weights with one scale per label."""
    scales = np.abs(classifier.weights).max(axis=0) / 127
    return {
        f"{name}.weights": np.rint(classifier.weights / scales).astype(np.int8),
        f"{name}.scales": scales.astype(np.float32),
        f"{name}.labels": np.frombuffer("\n".join(classifier.labels).encode(), np.uint8),
        f"{name}.bias": classifier.bias,
        f"{name}.thresholds": classifier.thresholds,
    }


def train(items: Sequence[Item]) -> dict[str, np.ndarray]:
    vocabulary = build_vocabulary(items)
    X = presence(vocabulary, items)
    arrays: dict[str, Any] = {
        "words": np.frombuffer("\n".join(vocabulary.words).encode(), np.uint8),
        "pairs": np.array(list(vocabulary.pairs), np.uint32),
    }
    tones = sorted({item.tone for item in items})
    arrays |= pack(fit(X, tones, [(item.tone,) for item in items], TONE), "tone")
    names = sorted({topic for item in items for topic in item.topics})
    arrays |= pack(fit(X, names, [item.topics for item in items], TOPICS), "topics")
    return arrays


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("nlp/models"))
    arguments = parser.parse_args()
    arrays = train(read_items(arguments.data / "labelled" / "train_headlines.jsonl"))
    file = arguments.out / "light.npz"
    np.savez_compressed(file, **arrays)
    print(f"{file}: {file.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
