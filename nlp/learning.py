"""Learning from a reviewer's corrections: the shipped weights, moved a little towards what people said.

A few steps of logistic regression whose penalty pulls towards the weights it began with, so that words nobody corrected
keep theirs. Here are the descent, the trial on held-out corrections, and tone and topics; relevance and stories have
modules of their own. What is learnt is a small file in the province's data folder, read over the shipped weights by
``nlp.taught``; removing it goes back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from nlp.linear import Classifier, Reading

#: How strongly weights are held where they were, against the loss of one correction.
PULL = 0.3
STEPS = 120
#: Fewer corrections of a kind teach nothing; of more, the newest are read.
LEAST, MOST = 10, 1_000
FOLDS = 5
SEED = 20261122

Floats = npt.NDArray[np.float32]
#: A model, what was corrected, and what nobody corrected.
M = TypeVar("M")
L = TypeVar("L")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Lesson:
    """One corrected article: its words, and the labels a person gave it, the first one first."""

    reading: Reading
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Learnt:
    """Rows of the weight matrix that changed, their new values, and the bias."""

    rows: npt.NDArray[np.intp]
    weights: Floats
    bias: Floats

    def over(self, classifier: Classifier) -> Classifier:
        weights = classifier.weights.copy()
        weights[self.rows] = self.weights
        return Classifier(classifier.labels, weights, self.bias, classifier.thresholds)


def learn(classifier: Classifier, lessons: Sequence[Lesson], *, one_label: bool) -> Learnt:
    """Move the weights of the words in ``lessons``. ``one_label``: labels exclude each other (softmax, not sigmoid)."""
    rows = np.unique(np.concatenate([lesson.reading.rows for lesson in lessons]))
    X = np.zeros((len(lessons), len(rows)), np.float32)
    for at, lesson in enumerate(lessons):
        X[at, np.searchsorted(rows, lesson.reading.rows)] = 1 / lesson.reading.norm
    known = {label: column for column, label in enumerate(classifier.labels)}
    Y = np.zeros((len(lessons), len(known)), np.float32)
    for at, lesson in enumerate(lessons):
        Y[at, [known[label] for label in lesson.labels]] = 1.0
    weights, bias = descend(X, Y, classifier.weights[rows], classifier.bias, one_label=one_label)
    return Learnt(rows, weights, bias)


def descend(X: Floats, Y: Floats, weights: Floats, bias: Floats, *, one_label: bool) -> tuple[Floats, Floats]:
    """Weights (columns of ``X`` × labels) and bias, moved towards ``Y`` (rows of ``X`` × labels, shares)."""
    begun, start = weights, bias
    weights, bias = weights.astype(np.float32), bias.astype(np.float32)
    pace = np.float32(1 / (PULL + 0.5 * (_stretch(X) + len(X))))
    for _ in range(STEPS):
        scores = X @ weights + bias
        off = (_softmax(scores) if one_label else 1 / (1 + np.exp(-scores))) - Y
        weights = weights - pace * (X.T @ off + PULL * (weights - begun))
        bias = bias - pace * (off.sum(axis=0) + PULL * (bias - start))
    return weights.astype(np.float32), bias.astype(np.float32)


def _stretch(X: Floats) -> float:
    """The largest eigenvalue of XᵀX, by a few power steps from a fixed start."""
    direction = np.ones(X.shape[1], np.float32)
    length = 1.0
    for _ in range(12):
        direction = X.T @ (X @ direction)
        length = float(np.linalg.norm(direction))
        direction /= max(length, 1e-9)
    return length


def _softmax(scores: Floats) -> Floats:
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    made: Floats = shares / shares.sum(axis=1, keepdims=True)
    return made


@dataclass(frozen=True, slots=True)
class Trial:
    """Held-out corrections answered rightly before and after; of other articles, how many would read otherwise."""

    task: str
    corrections: int
    right_before: int
    right_after: int
    others: int
    others_changed: int

    @property
    def is_worth_keeping(self) -> bool:
        """Better on what was held out, and the rest of the press reads as before (nine tenths of it at least)."""
        return self.right_after > self.right_before and 10 * self.others_changed <= max(1, self.others)


def attempt(
    task: str, classifier: Classifier, lessons: Sequence[Lesson], others: Sequence[Reading], *, one_label: bool
) -> tuple[Trial, Learnt]:
    """Learn from all lessons; judge it by those that each part of cross-validation held out."""
    trial = try_out(
        task,
        classifier,
        lessons,
        others,
        learn=lambda some: learn(classifier, some, one_label=one_label).over(classifier),
        is_right=_is_right,
        says=Classifier.choose,
    )
    return trial, learn(classifier, lessons, one_label=one_label)


def try_out(
    task: str,
    shipped: M,
    lessons: Sequence[L],
    others: Sequence[U],
    *,
    learn: Callable[[Sequence[L]], M],
    is_right: Callable[[M, L], bool],
    says: Callable[[M, U], object],
) -> Trial:
    """The figures of learning from all lessons: each is answered by a model that learnt from the other parts only."""
    order = Random(SEED).sample(range(len(lessons)), len(lessons))  # noqa: S311 (folds, no secret)
    before = after = 0
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        moved = learn([one for at, one in enumerate(lessons) if at not in held])
        before += sum(is_right(shipped, lessons[at]) for at in held)
        after += sum(is_right(moved, lessons[at]) for at in held)
    final = learn(lessons)
    changed = sum(says(shipped, other) != says(final, other) for other in others)
    return Trial(task, len(lessons), before, after, len(others), changed)


def _is_right(classifier: Classifier, lesson: Lesson) -> bool:
    return classifier.choose(lesson.reading)[0] in lesson.labels


def pack(learnt: dict[str, Learnt], made_for: str) -> dict[str, npt.NDArray[Any]]:
    """The arrays of the file that ``Light.learn`` reads; ``made_for`` is its ``mark``."""
    arrays: dict[str, npt.NDArray[Any]] = {"made_for": np.frombuffer(made_for.encode(), np.uint8)}
    for task, one in learnt.items():
        arrays |= {f"{task}.rows": one.rows, f"{task}.weights": one.weights, f"{task}.bias": one.bias}
    return arrays
