"""What a watch would have said in days gone by, before it is switched on. Pure.

Of articles hour by hour; of sources, claims and cases at the moment at which it was so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.counting import count_in, same_hours
from alerts.judging import Hit, NewArticle, Situation, judge
from alerts.others import GAPS, Contradiction, Due, SourceLife, contradicted, due, silent
from alerts.watches import Watch
from news.alert import Condition, Finding
from news.source import Health
from news.times import Window

_STEP = timedelta(hours=1)
_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class SourcePast:
    """When a source had something new, in order; ``gap_seconds`` as in ``SourceLife``."""

    source: str
    name: str
    moments: Sequence[datetime]
    gap_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class CasePast:
    """A case that waited for its answer from ``opened_at`` until ``until`` (``None``: it does still)."""

    due: Due
    opened_at: datetime
    until: datetime | None


def rehearse(
    watch: Watch,
    hits: Sequence[Hit],
    articles: Mapping[int, NewArticle],
    seen: Sequence[datetime],
    window: Window,
    province: str,
    outlets: Mapping[str, str],
) -> list[Finding]:
    """Findings of the window, each once. ``hits`` and ``seen`` (when any article was first seen) are in order.

    ``hits`` reach back before the window as far as there is to compare with; ``articles`` holds those of the window.
    """
    moments = [one.at for one in hits]
    found: dict[str, Finding] = {}
    last: dict[Condition, datetime] = {}
    begin = window.begin
    while begin < window.end:
        now = min(begin + _STEP, window.end)
        places = range(bisect_left(moments, begin), bisect_left(moments, now))
        fresh = tuple(articles[hits[place].article_id] for place in places if hits[place].article_id in articles)
        if fresh:
            situation = _situation(watch, hits[: places.stop], fresh, seen, now, province, outlets, dict(last))
            for finding in judge(watch, situation):
                found.setdefault(finding.key, finding)
                last[finding.condition] = finding.at
        begin = now
    return list(found.values())


def rehearse_silences(watch: Watch, sources: Iterable[SourcePast], window: Window, province: str) -> list[Finding]:
    """Each silence of the window, when it had lasted too long."""
    wants = watch.conditions.silence
    found: list[Finding] = []
    for one in sources if wants is not None else ():
        long = max(wants.after, timedelta(seconds=GAPS * one.gap_seconds)) if wants else timedelta(0)
        for place, newest in enumerate(one.moments):
            now = newest + long + _MOMENT
            following = one.moments[place + 1] if place + 1 < len(one.moments) else window.end
            if now in window and now < following:
                life = SourceLife(one.source, one.name, newest, Health.OK, one.gap_seconds)
                found += silent(watch, [life], now, province)
    return found


def rehearse_contradictions(
    watch: Watch, articles: Iterable[NewArticle], against: Mapping[int, Contradiction], province: str
) -> list[Finding]:
    """The articles that were contradicted, each when it was first seen."""
    return [
        finding
        for one in articles
        for finding in contradicted(watch, [one], against, one.document.first_seen_at, province)
    ]


def rehearse_deadlines(watch: Watch, cases: Iterable[CasePast], window: Window, province: str) -> list[Finding]:
    """The cases that came near their deadline, or passed it, while they waited."""
    within = watch.conditions.deadline
    found: dict[str, Finding] = {}
    for one in cases if within is not None else ():
        for moment in (one.due.due_at - (within or timedelta(0)), one.due.due_at):
            now = max(moment, one.opened_at)
            if now in window and (one.until is None or now < one.until):
                found |= {finding.key: finding for finding in due(watch, [one.due], now, province)}
    return list(found.values())


def _situation(
    watch: Watch,
    hits: Sequence[Hit],
    fresh: tuple[NewArticle, ...],
    seen: Sequence[datetime],
    now: datetime,
    province: str,
    outlets: Mapping[str, str],
    last: Mapping[Condition, datetime],
) -> Situation:
    spike = watch.conditions.spike
    weeks, days = same_hours(now, spike.within) if spike else ([], [])
    return Situation(
        now=now,
        province=province,
        fresh=fresh,
        hits=tuple(hits),
        weeks=tuple(one for one in weeks if count_in(seen, one)),
        days=tuple(one for one in days if count_in(seen, one)),
        last=last,
        known_since=seen[0] if seen else None,
        outlets=outlets,
    )
