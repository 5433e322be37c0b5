"""Topics of an article: one, and a second where it is really present."""

from __future__ import annotations

from functools import cache

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
    scores = classifier.scores(reading)
    order = scores.argsort()[::-1]
    first, second = int(order[0]), int(order[1])
    topics = (Topic(classifier.labels[first]),)
    if scores[second] > classifier.thresholds[second]:
        topics += (Topic(classifier.labels[second]),)
    return topics
