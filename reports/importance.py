"""How much a story asks for attention, and why, in words. Pure.

The score is a sum of named parts, so that an officer can see why a story stands where it stands. It orders a list;
it is no judgement of an article (SCOPE §4).

    part                                       points
    independent publishers, n                  log2(1 + n): 1 for one, 2 for three, 3 for seven
    reprints, r                                0.2 × log2(1 + r)
    foreign press reports it too               1
    negative tone of the matter                1
    safety, order, environment, health, government, land   0.75, once
    national press reports it                  0.5
    a title names the province or its place    0.5
    newest article within the window           0 … 0.5, linear
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

from news.analysis import TOPIC_VI, Tone, Topic

#: Matters in which an office may have to act or answer the same morning.
PRESSING = frozenset({Topic.SAFETY, Topic.ORDER, Topic.ENVIRONMENT, Topic.HEALTH, Topic.GOVERNMENT, Topic.LAND})


@dataclass(frozen=True, slots=True)
class Signals:
    """What the score is made of. ``recency``: 0 at the window's begin, 1 at its end."""

    publishers: int
    reprints: int
    is_abroad: bool
    is_national: bool
    tone: Tone
    topics: tuple[Topic, ...]
    names_in_title: bool
    recency: float


def importance(signals: Signals) -> float:
    pressing = not PRESSING.isdisjoint(signals.topics)
    points = (
        log2(1 + signals.publishers)
        + 0.2 * log2(1 + signals.reprints)
        + 1.0 * signals.is_abroad
        + 1.0 * (signals.tone is Tone.NEGATIVE)
        + 0.75 * pressing
        + 0.5 * signals.is_national
        + 0.5 * signals.names_in_title
        + 0.5 * min(1.0, max(0.0, signals.recency))
    )
    return round(points, 3)


def reasons(signals: Signals) -> tuple[str, ...]:
    """The parts that counted, the strongest kind first, in words for the reader."""
    pressing = [TOPIC_VI[topic] for topic in signals.topics if topic in PRESSING]
    said = (
        (signals.publishers > 1, f"{signals.publishers} nguồn độc lập cùng đưa"),
        (signals.is_abroad, "báo nước ngoài cùng đưa"),
        (signals.tone is Tone.NEGATIVE, "sự việc tiêu cực"),
        (bool(pressing), "lĩnh vực cần theo dõi: " + "; ".join(pressing)),
        (signals.is_national, "báo trung ương đưa tin"),
        (signals.names_in_title, "tiêu đề nêu địa danh của tỉnh"),
        (signals.reprints > 0, f"{signals.reprints} bài đăng lại"),
    )
    return tuple(words for holds, words in said if holds) or ("bài viết về tỉnh",)
