"""Learning from people's words on stories: from which likeness on two articles are one event.

An act of joining or parting names pairs; the likeliest pair of it teaches. Only the threshold moves: a few dozen acts
say nothing certain about single measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np

from nlp.learning import Trial, try_out
from nlp.likeness import compare, open_signatures, shipped
from nlp.signatures import Signature

#: How strongly the threshold is held: people correct errors only, so their words alone would move it too far.
PULL = 4.0
_STEPS = 40


@dataclass(frozen=True, slots=True)
class StoryLesson:
    """The log-odds of the shipped layer for a pair of articles, and whether people called them one story."""

    log_odds: float
    is_one: bool


def log_odds_of(pairs: Sequence[tuple[Signature, Signature]], apart: Sequence[float]) -> list[float]:
    """By the shipped layer, of pairs of signatures that are not empty, ``apart`` so many hours."""
    if not pairs:
        return []
    ones, others = (open_signatures([pair[side] for pair in pairs]) for side in (0, 1))
    likeness = compare(ones, others, np.arange(len(pairs)))
    found: list[float] = shipped().log_odds(likeness.measures(np.array(apart))).tolist()
    return found


def attempt(lessons: Sequence[StoryLesson], others: Sequence[float]) -> tuple[Trial, float]:
    """What to add to the log-odds; ``others``: the log-odds of pairs about which nobody said anything."""
    trial = try_out(
        "stories",
        0.0,
        lessons,
        others,
        learn=learn,
        is_right=lambda shift, lesson: (lesson.log_odds + shift >= 0) is lesson.is_one,
        says=lambda shift, log_odds: log_odds + shift >= 0,
    )
    return trial, learn(lessons)


def learn(lessons: Sequence[StoryLesson]) -> float:
    """The shift under which the lessons surprise least, pulled towards none (Newton's steps on one number)."""
    shift = 0.0
    for _ in range(_STEPS):
        chances = [1 / (1 + exp(-(lesson.log_odds + shift))) for lesson in lessons]
        slope = sum(chance - lesson.is_one for chance, lesson in zip(chances, lessons, strict=True)) + PULL * shift
        bend = sum(chance * (1 - chance) for chance in chances) + PULL
        shift -= slope / max(bend, 1.0)
    return round(shift, 4)
