"""Topics of an article: one, and a second where it is really present."""

from __future__ import annotations

from collections.abc import Sequence

from news.analysis import Topic
from nlp import linear

#: Topics an article may have.
MOST = 2


def _classifier() -> linear.Classifier:
    return linear.light().classifier("topics")


def judge(title: str, body: str) -> tuple[Topic, ...]:
    """Return one topic or two, the surer first."""
    return judge_readings([linear.read(title, body)])[0]


def judge_readings(readings: Sequence[linear.Reading]) -> list[tuple[Topic, ...]]:
    classifier = _classifier()
    return [tuple(map(Topic, classifier.chosen(scores, MOST))) for scores in classifier.scores_of(readings).tolist()]
