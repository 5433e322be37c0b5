"""Scores of labels against the truth, with bootstrap intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

T = TypeVar("T")
SEED = 20261122


@dataclass(frozen=True, slots=True)
class Figure:
    """A score and the 95 % interval of its bootstrap."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}–{self.high:.3f}]"


def bootstrap(
    score: Callable[[Sequence[T]], float], items: Sequence[T], rounds: int = 1000, seed: int = SEED
) -> Figure:
    """Score the items, and resamples of them drawn with replacement; the same seed gives the same interval."""
    if not items:
        return Figure(float("nan"), float("nan"), float("nan"))
    random = Random(seed)  # noqa: S311 - resampling, not secrecy
    scores = sorted(score(random.choices(items, k=len(items))) for _ in range(rounds))
    return Figure(score(items), scores[int(0.025 * rounds)], scores[min(rounds - 1, int(0.975 * rounds))])


@dataclass(frozen=True, slots=True)
class Counts:
    """Right, wrong and missed, and the scores that follow; 0/0 is 0."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0


def count_label(pairs: Sequence[tuple[str, str]], label: str) -> Counts:
    """Counts of one label; ``pairs`` are (gold, guess)."""
    right = sum(gold == guess == label for gold, guess in pairs)
    wrong = sum(guess == label != gold for gold, guess in pairs)
    missed = sum(gold == label != guess for gold, guess in pairs)
    return Counts(right, wrong, missed)


def f1(pairs: Sequence[tuple[str, str]], label: str) -> float:
    return count_label(pairs, label).f1


def accuracy(pairs: Sequence[tuple[str, str]]) -> float:
    return sum(gold == guess for gold, guess in pairs) / len(pairs)


def macro_f1(pairs: Sequence[tuple[str, str]], labels: Sequence[str]) -> float:
    """Mean F1 over the labels; name them all, a resample may lack one."""
    return sum(f1(pairs, label) for label in labels) / len(labels)


def micro_f1(pairs: Sequence[tuple[Collection[str], Collection[str]]]) -> float:
    """F1 over all labels of all items; ``pairs`` are sets of labels (gold, guess)."""
    right = sum(len(set(gold) & set(guess)) for gold, guess in pairs)
    total = sum(len(set(gold)) + len(set(guess)) for gold, guess in pairs)
    return 2 * right / total if total else 0.0


def most_common(golds: Sequence[str]) -> str:
    """The naive baseline: the label seen most often (ties by spelling)."""
    return min(Counter(golds).items(), key=lambda pair: (-pair[1], pair[0]))[0]
