"""Tone of the matter reported (not of the writer's mood, nor an opinion of it), with the words that decided it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np

from news.analysis import Tone
from nlp import linear


@dataclass(frozen=True, slots=True)
class Reason:
    """A word or pair of words that moved the tone; ``weight`` > 0 speaks for the tone given, < 0 against it."""

    words: str
    weight: float
    in_title: bool


def _classifier() -> linear.Classifier:
    return linear.light().classifier("tone")


def judge(title: str, body: str) -> tuple[Tone, float]:
    """Return the tone and its probability (0..1)."""
    return judge_readings([linear.read(title, body)])[0]


def judge_readings(readings: Sequence[linear.Reading]) -> list[tuple[Tone, float]]:
    classifier = _classifier()
    tones = list(map(Tone, classifier.labels))
    judged = []
    for scores in classifier.scores_of(readings).tolist():
        best = max(scores)
        judged.append((tones[scores.index(best)], round(1 / sum(exp(score - best) for score in scores), 4)))
    return judged


def reasons(title: str, body: str, limit: int = 5, *, given: Tone | None = None) -> list[Reason]:
    """The words that moved the tone most: towards the tone given and away from it, strongest first.

    ``given``: the tone that both models together gave; the words are the light model's for and against it. What the
    encoder adds is asked by ``nlp.reasons.of_both``, which costs a second.
    """
    classifier = _classifier()
    reading = linear.read(title, body)
    best = int(classifier.scores(reading).argmax()) if given is None else classifier.labels.index(given.value)
    rows = classifier.weights[reading.rows]
    pushes = (rows[:, best] - np.delete(rows, best, axis=1).mean(axis=1)) / reading.norm
    names, shift = linear.light().names, len(linear.light().vocabulary)
    moved: dict[str, Reason] = {}
    for row, push in zip(reading.rows.tolist(), pushes.tolist(), strict=True):
        words = names[row % shift]
        before = moved.get(words)
        weight = push + (before.weight if before else 0.0)
        moved[words] = Reason(words, round(weight, 4), row >= shift or (before is not None and before.in_title))
    return sorted(moved.values(), key=lambda reason: (-abs(reason.weight), reason.words))[:limit]
