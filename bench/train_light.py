"""Rebuild the light models (``nlp/models/light.npz``) from the labelled headlines, bit for bit.

    python -m bench.train_light [--data ../shared/data] [--out nlp/models] [--cv]

Two linear learners per label, averaged: logistic regression (liblinear's dual solver, fixed seed, no BLAS) over
presence of syllables and pairs, once scaled by their log-count ratio (Wang & Manning 2012, "NB-SVM"), once by their
rarity. ``--cv`` prints the cross-validated figures by which the settings below were chosen; ``labelled/tone.jsonl`` is
not read here.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from bench.figures import bootstrap, confusion, macro_f1, micro_f1, most_common, table
from nlp.linear import BEGIN, FIRST_WORD, MAX_TOKENS, UNKNOWN, Classifier, Light, Vocabulary
from nlp.tokens import tokens

SEED = 20261122
#: A word or pair must be in this many labelled items, or it is noise.
MIN_ITEMS = 2


@dataclass(frozen=True)
class Settings:
    """What cross-validation chose for one question."""

    #: Costs of the learner on log-count ratios, with their smoothing, and of the learner on rarity.
    ratio_cost: float
    smoothing: float
    rarity_cost: float
    balanced: bool
    #: Weight of an item for its second topic.
    second_weight: float = 1.0
    #: Log-odds from which a second label is given.
    second_from: float = 0.0


TONE = Settings(ratio_cost=10.0, smoothing=1.0, rarity_cost=1.0, balanced=True)
TOPICS = Settings(ratio_cost=30.0, smoothing=0.3, rarity_cost=2.0, balanced=False, second_weight=0.3, second_from=-1.75)


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
    """One label against the rest; the weights are for the plain presence matrix."""
    plain = X.sign()
    inside, outside = (np.asarray(plain[mask].sum(axis=0)).ravel() + settings.smoothing for mask in (y, ~y))
    ratio = np.log(inside / inside.sum()) - np.log(outside / outside.sum())
    rarity = np.log((1 + X.shape[0]) / (1 + X.getnnz(axis=0))) + 1
    weights, bias = np.zeros(X.shape[1]), 0.0
    for scale, cost in ((ratio, settings.ratio_cost), (rarity, settings.rarity_cost)):
        learner = LogisticRegression(
            C=cost,
            solver="liblinear",
            dual=True,
            class_weight="balanced" if settings.balanced else None,
            random_state=SEED,
            max_iter=2000,
            tol=1e-3,
        )
        learner.fit((X @ sp.diags(scale)).tocsr(), y, sample_weight=weight)
        weights += learner.coef_.ravel() * scale / 2
        bias += float(learner.intercept_[0]) / 2
    return weights, bias


def fit(X: sp.csr_matrix, labels: Sequence[str], gold: Sequence[tuple[str, ...]], settings: Settings) -> Classifier:
    weights, bias = [], []
    for label in labels:
        y = np.array([label in item for item in gold])
        weight = np.array([settings.second_weight if label in item[1:] else 1.0 for item in gold])
        w, b = fit_label(X, y, weight, settings)
        weights.append(w)
        bias.append(b)
    return Classifier(
        tuple(labels),
        np.array(weights, np.float32).T.copy(),
        np.array(bias, np.float32),
        np.full(len(labels), settings.second_from, np.float32),
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
    """The arrays of ``light.npz``."""
    vocabulary = build_vocabulary(items)
    X = presence(vocabulary, items)
    arrays: dict[str, Any] = {
        "words": np.frombuffer("\n".join(vocabulary.words).encode(), np.uint8),
        "pairs": np.array(list(vocabulary.pairs), np.uint32),
    }
    tones = sorted({item.tone for item in items})
    arrays |= pack(fit(X, tones, [(item.tone,) for item in items], TONE), "tone")
    names = sorted({topic for item in items for topic in item.topics})
    return arrays | pack(fit(X, names, [item.topics for item in items], TOPICS), "topics")


def cross_validate(items: Sequence[Item], folds: int = 5) -> None:
    """Print what models trained on the other folds say of each fold, through the file and the shipped run time."""
    order = Random(SEED).sample(items, len(items))
    tones: list[tuple[str, str]] = []
    topics: list[tuple[Collection[str], Collection[str]]] = []
    with TemporaryDirectory() as folder:
        file = Path(folder) / "light.npz"
        for fold in range(folds):
            write(train([item for place, item in enumerate(order) if place % folds != fold]), file)
            light = Light(file)
            tone, topic = light.classifier("tone"), light.classifier("topics")
            for item in order[fold::folds]:
                reading = light.vocabulary.read(item.title, item.summary)
                tones.append((item.tone, tone.choose(reading)[0]))
                topics.append((item.topics, topic.choose(reading, most=2)))
    labels = sorted({gold for gold, _ in tones})
    naive_tone = [(gold, most_common([gold for gold, _ in tones])) for gold, _ in tones]
    naive_topic = [(gold, (most_common([gold[0] for gold, _ in topics]),)) for gold, _ in topics]
    print(
        table(
            [f"{folds}-fold cross-validation, {len(items)} items", "naive", "light"],
            [
                [
                    "tone, macro F1",
                    *(bootstrap(lambda p: macro_f1(p, labels), pairs, 300) for pairs in (naive_tone, tones)),
                ],
                ["topics, micro F1", *(bootstrap(micro_f1, pairs, 300) for pairs in (naive_topic, topics))],
                ["topics, first one right", *(first_right(pairs) for pairs in (naive_topic, topics))],
            ],
        )
    )
    print(confusion(tones, labels))


def first_right(pairs: Sequence[tuple[Collection[str], Collection[str]]]) -> str:
    return f"{sum(next(iter(guess)) in gold for gold, guess in pairs) / len(pairs):.3f}"


def write(arrays: dict[str, np.ndarray], file: Path) -> None:
    np.savez_compressed(file, **arrays)  # members in order of the dict, all dated 1980: the same bytes every time


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("nlp/models"))
    parser.add_argument("--cv", action="store_true", help="print cross-validated figures, write nothing")
    arguments = parser.parse_args()
    items = read_items(arguments.data / "labelled" / "train_headlines.jsonl")
    if arguments.cv:
        cross_validate(items)
        return
    file = arguments.out / "light.npz"
    write(train(items), file)
    print(f"{file}: {file.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
