"""Topics of an article: one, and a second where it is really present."""

from __future__ import annotations

from news.analysis import Topic
from nlp import linear

#: Topics an article may have.
MOST = 2


def _classifier() -> linear.Classifier:
    return linear.light().classifier("topics")


def judge(title: str, body: str) -> tuple[Topic, ...]:
    """Return one topic or two, the surer first."""
    return judge_reading(linear.read(title, body))


def judge_reading(reading: linear.Reading) -> tuple[Topic, ...]:
    return tuple(map(Topic, _classifier().choose(reading, most=MOST)))
