"""Sums from cells: what a window held, in numbers. Pure; the cells come from the database (``storage.counts``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from news.analysis import Tone, Topic
from news.digest import Period
from news.report import Figures, OutletLine, VolumeBar
from news.source import Source
from news.times import Window, local_date
from reports.publishers import publisher_of, publishes
from storage.counts import Cell, TopicCell

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Press:
    """The outlets of the list; one that has left it counts as home press under its id."""

    sources: Mapping[str, Source]

    @property
    def foreign(self) -> frozenset[str]:
        return frozenset(one.id for one in self.sources.values() if one.is_foreign)

    @property
    def aggregators(self) -> frozenset[str]:
        """Who shows others' articles: never counted."""
        return frozenset(one.id for one in self.sources.values() if not publishes(one))

    def name(self, source: str) -> str:
        return self.sources[source].name if source in self.sources else source


@dataclass(frozen=True, slots=True)
class Tallied:
    """What the database said of a window. ``days``: articles read by local day; ``cells`` with the foreign press."""

    window: Window
    days: Mapping[date, int]
    cells: Sequence[Cell] = ()
    topics: Sequence[TopicCell] = ()
    stories: int = 0
    older: int = 0
    #: Of the office's own work: claims that came up, corrections published, cases opened, cases late.
    work: Mapping[str, int] = field(default_factory=dict)


def figures_of(tallied: Tallied, press: Press) -> Figures:
    foreign = press.foreign
    home = [one for one in tallied.cells if not one.is_sport and one.source not in foreign]
    abroad = [one for one in tallied.cells if not one.is_sport and one.source in foreign]
    own = [one for one in home if not one.is_reprint]
    work = {name: tallied.work.get(name, 0) for name in ("claims", "corrections", "cases", "cases_late")}
    return Figures(
        window=tallied.window,
        days=len(days_of(tallied.window)),
        days_read=sum(count > 0 for count in tallied.days.values()),
        articles_read=sum(tallied.days.values()),
        articles=_sum(home),
        reprints=_sum(one for one in home if one.is_reprint),
        stories=tallied.stories,
        outlets=len({publisher_of(one.source) for one in own}),
        foreign=_sum(one for one in abroad if not one.is_reprint),
        foreign_outlets=len({publisher_of(one.source) for one in abroad}),
        sport=_sum(one for one in tallied.cells if one.is_sport),
        older=tallied.older,
        tones_machine=_tones((one.tone, one.articles) for one in own),
        tones=_tones((one.said or one.tone, one.articles) for one in own),
        tones_by_people=_sum(one for one in own if one.said is not None),
        topics_machine=_topics((one.topics, one.articles) for one in tallied.topics),
        topics=_topics((one.topics if one.said is None else one.said, one.articles) for one in tallied.topics),
        topics_by_people=sum(one.articles for one in tallied.topics if one.said is not None),
        **work,
    )


def volume(tallied: Tallied, press: Press, period: Period) -> tuple[VolumeBar, ...]:
    """Articles of the home press by day, or by month in a year; days without any stand with 0."""
    foreign = press.foreign
    counted = {_bar(day, period): [0, 0] for day in days_of(tallied.window)}
    for one in tallied.cells:
        if not one.is_sport and one.source not in foreign and (bar := _bar(one.day, period)) in counted:
            counted[bar][one.is_reprint] += one.articles
    return tuple(VolumeBar(day, *counts) for day, counts in sorted(counted.items()))


def outlets(tallied: Tallied, before: Tallied | None, press: Press, limit: int) -> tuple[OutletLine, ...]:
    """Publishers of the home press, those with most articles of their own first."""
    now, last = _by_publisher(tallied, press), _by_publisher(before, press) if before else None
    lines = []
    for publisher, (originals, reprints) in now.items():
        former = None if last is None else last.get(publisher, (0, 0))[0]
        lines.append(OutletLine(press.name(publisher), originals, reprints, former))
    lines.sort(key=lambda one: (-one.originals, -one.reprints, one.name))
    return tuple(lines[:limit])


def days_of(window: Window) -> list[date]:
    """The local days that a window touches."""
    if window.begin == window.end:
        return []
    first, last = local_date(window.begin), local_date(window.end - _MOMENT)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _by_publisher(tallied: Tallied, press: Press) -> dict[str, tuple[int, int]]:
    foreign = press.foreign
    counted: dict[str, list[int]] = {}
    for one in tallied.cells:
        if not one.is_sport and one.source not in foreign:
            counted.setdefault(publisher_of(one.source), [0, 0])[one.is_reprint] += one.articles
    return {publisher: (counts[0], counts[1]) for publisher, counts in counted.items()}


def _bar(day: date, period: Period) -> date:
    return day.replace(day=1) if period is Period.YEAR else day


def _sum(cells: Iterable[Cell]) -> int:
    return sum(one.articles for one in cells)


def _tones(counts: Iterable[tuple[Tone, int]]) -> tuple[tuple[Tone, int], ...]:
    total: Counter[Tone] = Counter()
    for tone, count in counts:
        total[tone] += count
    return tuple((tone, total[tone]) for tone in Tone)


def _topics(counts: Iterable[tuple[tuple[Topic, ...], int]]) -> tuple[tuple[Topic, int], ...]:
    """The most frequent first; those that never occur are left out."""
    total: Counter[Topic] = Counter()
    for topics, count in counts:
        for topic in topics:
            total[topic] += count
    return tuple((topic, total[topic]) for topic in sorted(total, key=lambda one: (-total[one], one)) if total[topic])
