"""What a watch would have said in days gone by, hour by hour, before it is switched on. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from alerts.counting import count_in, same_hours
from alerts.judging import Hit, NewArticle, Situation, judge
from alerts.watches import Watch
from news.alert import Condition, Finding
from news.times import Window

_STEP = timedelta(hours=1)


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
