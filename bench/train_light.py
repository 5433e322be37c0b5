"""Rebuild the light models (``nlp/models/light.npz``) from labelled and unlabelled headlines, bit for bit.

    python -m bench.train_light [--data ../shared/data] [--out nlp/models] [--cv]

Two linear learners per label, averaged: logistic regression (liblinear's dual solver, fixed seed, no BLAS) over
presence of syllables and pairs, once scaled by their log-count ratio (Wang & Manning 2012, "NB-SVM"), once by their
rarity. Trained twice: the first model labels the unlabelled headlines, and the half it is surest of teaches the second
the words that the labelled ones lack. ``--cv`` prints the cross-validated figures by which the settings below were
chosen; ``labelled/tone.jsonl`` is not read here.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from bench.figures import bootstrap, confusion, macro_f1, micro_f1, most_common, table
from nlp.linear import BEGIN, FIRST_WORD, UNKNOWN, Classifier, Light, Vocabulary, words_of

Labels = tuple[str, ...]
Term = TypeVar("Term", str, int)
SEED = 20261122
#: A word or pair must be in so many labelled items, or in so many unlabelled ones, or it is noise.
MIN_LABELLED, MIN_UNLABELLED = 2, 10
#: The share of unlabelled headlines that teach, and the weight of each beside a labelled one.
SUREST, TAUGHT_WEIGHT = 0.5, 0.3


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
    #: What scores are divided by, so that the share of the best is how often it is right.
    temperature: float = 1.0


TONE = Settings(ratio_cost=10.0, smoothing=1.0, rarity_cost=1.0, balanced=True, temperature=2.3)
TOPICS = Settings(ratio_cost=30.0, smoothing=0.3, rarity_cost=2.0, balanced=False, second_weight=0.3, second_from=-1.75)


@dataclass(frozen=True)
class Text:
    title: str
    summary: str


@dataclass(frozen=True)
class Item(Text):
    id: str
    tone: str
    topics: tuple[str, ...]


def read_items(file: Path) -> list[Item]:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return sorted(
        (
            Item(r["title"], r["summary"] or "", r["id"], r["tone"], tuple(t for t in (r["topic"], r["topic2"]) if t))
            for r in rows
        ),
        key=lambda item: item.id,
    )


def read_texts(file: Path, but: Collection[str]) -> list[Text]:
    """Unlabelled headlines, without those that are labelled somewhere."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Text(row["title"], row["summary"] or "") for row in rows if row["id"] not in but]


def build_vocabulary(items: Sequence[Text], texts: Sequence[Text]) -> Vocabulary:
    """Words and pairs that are frequent enough among the items or among the texts; order fixed by spelling."""
    kept = sorted(frequent(items, texts, lambda part: {word for word in words_of(part) if not word[0].isdigit()}))
    assert len(kept) + FIRST_WORD < 1 << 16
    bare = Vocabulary(kept, [])

    def pairs_of(part: str) -> set[int]:
        return {a << 16 | b for a, b in pairwise((BEGIN, *bare.ids(part))) if UNKNOWN not in (a, b)}

    return Vocabulary(kept, sorted(frequent(items, texts, pairs_of)))


def frequent(items: Sequence[Text], texts: Sequence[Text], terms_of: Callable[[str], set[Term]]) -> set[Term]:
    found: set[Term] = set()
    for group, least in ((items, MIN_LABELLED), (texts, MIN_UNLABELLED)):
        counts: Counter[Term] = Counter()
        for one in group:
            counts.update(terms_of(one.title) | terms_of(one.summary))
        found |= {term for term, count in counts.items() if count >= least}
    return found


def presence(vocabulary: Vocabulary, items: Sequence[Text]) -> sp.csr_matrix:
    """Items × rows, each item's values 1/norm: exactly what ``Classifier.scores`` divides by."""
    if not items:
        return sp.csr_matrix((0, 2 * len(vocabulary)))
    readings = vocabulary.read([(item.title, item.summary) for item in items])
    counts = np.array([0, *(len(reading.rows) for reading in readings)])
    columns = np.concatenate([reading.rows for reading in readings])
    values = np.concatenate([np.full(len(reading.rows), 1 / reading.norm) for reading in readings])
    return sp.csr_matrix((values, columns, np.cumsum(counts)), shape=(len(items), 2 * len(vocabulary)))


def fit_label(X: sp.csr_matrix, y: np.ndarray, weight: np.ndarray, settings: Settings) -> tuple[np.ndarray, float]:
    """One label against the rest; the weights are for the plain presence matrix."""
    plain = X.sign().T.tocsr()
    inside, outside = (plain @ (weight * mask) + settings.smoothing for mask in (y, ~y))
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


def fit(X: sp.csr_matrix, gold: Sequence[Labels], settings: Settings, sureness: np.ndarray) -> Classifier:
    """One classifier of all labels in ``gold``; ``sureness`` weighs the items."""
    labels = sorted({label for item in gold for label in item})
    weights, bias = [], []
    for label in labels:
        y = np.array([label in item for item in gold])
        second = np.array([settings.second_weight if label in item[1:] else 1.0 for item in gold])
        w, b = fit_label(X, y, second * sureness, settings)
        weights.append(w)
        bias.append(b)
    return Classifier(
        tuple(labels),
        np.ascontiguousarray(np.array(weights, np.float32).T) / np.float32(settings.temperature),
        np.array(bias, np.float32) / np.float32(settings.temperature),
        np.full(len(labels), settings.second_from / settings.temperature, np.float32),
    )


def teach(X: sp.csr_matrix, gold: Sequence[Labels], settings: Settings, H: sp.csr_matrix, most: int) -> Classifier:
    """Train on the labelled items; let that label the others; train again on both."""
    first = fit(X, gold, settings, np.ones(len(gold)))
    if not H.shape[0]:
        return first
    scores = H @ first.weights + first.bias
    two_best = np.sort(scores, axis=1)[:, -2:]
    surest = np.argsort(two_best[:, 0] - two_best[:, 1], kind="stable")[: int(SUREST * H.shape[0])]
    taught = [
        tuple(
            first.labels[at]
            for rank, at in enumerate(np.argsort(-scores[row], kind="stable")[:most])
            if rank == 0 or scores[row, at] > first.thresholds[at]
        )
        for row in surest
    ]
    sureness = np.concatenate((np.ones(len(gold)), np.full(len(taught), TAUGHT_WEIGHT)))
    return fit(sp.vstack([X, H[surest]]).tocsr(), [*gold, *taught], settings, sureness)


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


def train(items: Sequence[Item], texts: Sequence[Text]) -> dict[str, np.ndarray]:
    """The arrays of ``light.npz``."""
    vocabulary = build_vocabulary(items, texts)
    X, H = presence(vocabulary, items), presence(vocabulary, texts)
    tone = teach(X, [(item.tone,) for item in items], TONE, H, 1)
    topics = teach(X, [item.topics for item in items], TOPICS, H, 2)
    return {
        "words": np.frombuffer("\n".join(vocabulary.words).encode(), np.uint8),
        "pairs": np.array(list(vocabulary.pairs), np.uint32),
        **pack(tone, "tone"),
        **pack(topics, "topics"),
    }


def cross_validate(items: Sequence[Item], texts: Sequence[Text], folds: int = 5) -> None:
    """Print what models trained on the other folds say of each fold, through the file and the shipped run time."""
    order = Random(SEED).sample(items, len(items))
    tones: list[tuple[str, str]] = []
    topics: list[tuple[Collection[str], Collection[str]]] = []
    with TemporaryDirectory() as folder:
        file = Path(folder) / "light.npz"
        for fold in range(folds):
            write(train([item for place, item in enumerate(order) if place % folds != fold], texts), file)
            light = Light(file)
            tone, topic = light.classifier("tone"), light.classifier("topics")
            for item in order[fold::folds]:
                reading = light.vocabulary.read([(item.title, item.summary)])[0]
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
    texts = read_texts(arguments.data / "press" / "headlines_60k.jsonl.gz", {item.id for item in items})
    if arguments.cv:
        cross_validate(items, texts)
        return
    file = arguments.out / "light.npz"
    write(train(items, texts), file)
    print(f"{file}: {file.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
