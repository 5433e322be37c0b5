"""Topics of an article: one, and a second where it is really present."""

from __future__ import annotations

from functools import cache
from math import inf

from news.analysis import Topic
from nlp import linear


@cache
def _classifier() -> linear.Classifier:
    return linear.light().classifier("topics")


def judge(title: str, body: str) -> tuple[Topic, ...]:
    """Return one topic or two, the surer first."""
    return judge_reading(linear.read(title, body))


def judge_reading(reading: linear.Reading) -> tuple[Topic, ...]:
    classifier = _classifier()
    scores: list[float] = classifier.scores(reading).tolist()
    first = scores.index(max(scores))
    rest = [score - threshold for score, threshold in zip(scores, classifier.thresholds.tolist(), strict=True)]
    rest[first] = -inf
    surplus = max(rest)
    named = (Topic(classifier.labels[first]),)
    return named if surplus <= 0 else (*named, Topic(classifier.labels[rest.index(surplus)]))
