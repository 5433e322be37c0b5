"""Training of ``nlp.mixed`` models: liblinear's dual solver with a fixed seed and no BLAS, so it is bit for bit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import log
from pathlib import Path
from random import Random

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from nlp.mixed import MOST, Mixed

SEED = 20261122


@dataclass(frozen=True)
class Item:
    """One labelled text as the model sees it; ``group`` is not split between folds."""

    words: tuple[str, ...]
    measures: dict[str, float]
    label: str
    group: str
    weight: float = 1.0
    #: Whether it is measured on; others only teach.
    is_measured: bool = True


@dataclass(frozen=True)
class Settings:
    """``min_count``: items that must hold a word; ``measures``: how much a standardised measure counts beside words."""

    cost: float
    measures: float
    min_count: int = 3
    labels: tuple[str, ...] = field(default=())


def fit(items: Sequence[Item], settings: Settings) -> Mixed:
    """Train one logistic per label on words and measures together; weights come back rounded as they are shipped."""
    counts = Counter(word for item in items for word in set(item.words))
    words = {word: row for row, word in enumerate(sorted(w for w, n in counts.items() if n >= settings.min_count))}
    rarity = np.array([1 + log((1 + len(items)) / (1 + counts[word])) for word in words], np.float32)
    names = tuple(sorted({name for item in items for name in item.measures}))
    values = np.array([[item.measures.get(name, 0.0) for name in names] for item in items], np.float64)
    means = values.mean(axis=0).astype(np.float32)
    scales = np.maximum(values.std(axis=0), 1e-6).astype(np.float32)
    dense = np.clip((values - means) / scales, -MOST, MOST) * settings.measures
    matrix = sp.hstack([_sparse(items, words, rarity), sp.csr_matrix(dense)]).tocsr()
    weights = np.array([item.weight for item in items])
    columns, bias = [], []
    for label in settings.labels:
        target = np.array([item.label == label for item in items])
        learner = LogisticRegression(
            C=settings.cost, solver="liblinear", dual=True, random_state=SEED, max_iter=2000, tol=1e-3
        )
        learner.fit(matrix, target, sample_weight=weights)
        columns.append(learner.coef_[0])
        bias.append(learner.intercept_[0])
    table = np.array(columns, np.float32).T
    steps = np.maximum(np.abs(table[: len(words)]).max(axis=0) / 127, 1e-9).astype(np.float32)
    return Mixed(
        labels=settings.labels,
        words=words,
        rarity=rarity.astype(np.float16).astype(np.float32),
        word_weights=np.round(table[: len(words)] / steps).astype(np.int8).astype(np.float32) * steps,
        measures=names,
        means=means,
        scales=scales,
        measure_weights=(table[len(words) :] * settings.measures).astype(np.float32),
        bias=np.array(bias, np.float32),
    )


def _sparse(items: Sequence[Item], words: dict[str, int], rarity: np.ndarray) -> sp.csr_matrix:
    rows, columns, values = [], [], []
    for place, item in enumerate(items):
        found = sorted({words[word] for word in item.words if word in words})
        norm = float(np.sqrt(sum(float(rarity[word]) ** 2 for word in found))) or 1.0
        rows += [place] * len(found)
        columns += found
        values += [float(rarity[word]) / norm for word in found]
    return sp.csr_matrix((values, (rows, columns)), shape=(len(items), len(words)))


def folds(items: Sequence[Item], count: int, seed: int) -> Iterator[tuple[list[Item], list[int]]]:
    """For each fold the items that teach and the places of those it is measured on; groups stay together."""
    groups = sorted({item.group for item in items})
    Random(seed).shuffle(groups)
    fold_of = {group: place % count for place, group in enumerate(groups)}
    for fold in range(count):
        teach = [item for item in items if fold_of[item.group] != fold]
        yield teach, [at for at, item in enumerate(items) if fold_of[item.group] == fold and item.is_measured]


def out_of_fold(items: Sequence[Item], settings: Settings, count: int = 5, seed: int = SEED) -> dict[int, np.ndarray]:
    """Probabilities of each measured item by the model that did not see its group."""
    found: dict[int, np.ndarray] = {}
    for teach, places in folds(items, count, seed):
        model = fit(teach, settings)
        found |= {at: model.probabilities(items[at].words, items[at].measures) for at in places}
    return found


def write(model: Mixed, file: Path) -> None:
    """Write a model as ``nlp.mixed.load`` reads it, the same bytes every time."""
    steps = np.maximum(np.abs(model.word_weights).max(axis=0) / 127, 1e-9).astype(np.float32)
    np.savez_compressed(
        file,
        labels=np.frombuffer("\n".join(model.labels).encode(), np.uint8),
        words=np.frombuffer("\n".join(model.words).encode(), np.uint8),
        rarity=model.rarity.astype(np.float16),
        word_weights=np.round(model.word_weights / steps).astype(np.int8),
        word_scales=steps,
        measures=np.frombuffer("\n".join(model.measures).encode(), np.uint8),
        means=model.means,
        scales=model.scales,
        measure_weights=model.measure_weights,
        bias=model.bias,
    )
