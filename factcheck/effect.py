"""What became of a claim: how often it was stated before and after the correction, by day and door. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from news.claims import Correction
from news.times import local_date
from storage.sightings import Count, Sighting

#: Days shown before the first publication and after it.
SPAN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class EffectDay:
    """``tips`` and ``platforms`` are coarse (0: fewer than five); ``tips`` is ``None`` where nobody asked."""

    day: date
    articles: int
    tips: int | None
    platforms: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Effect:
    """``hours``: from the first article that stated the claim to the publication; ``None`` where none did before.

    ``corrected`` are outlets whose newest version states the claim no more; ``still`` those that state it today.
    """

    days: tuple[EffectDay, ...]
    before: int
    after: int
    hours: float | None
    corrected: tuple[str, ...]
    still: tuple[str, ...]


def effect_of(
    correction: Correction,
    sightings: Sequence[Sighting],
    tips: Mapping[date, int],
    counts: Iterable[Count],
    still_stating: Iterable[int],
    today: date,
) -> Effect:
    """``correction``: its newest version; ``still_stating``: ids of sighted articles that state the claim today."""
    published = correction.first_published_at
    begin, end = local_date(published) - SPAN, min(today, local_date(published) + SPAN)
    articles = Counter(local_date(seen.at) for seen in sightings)
    platforms = _by_day(counts)
    days = []
    for number in range((end - begin).days + 1):
        day = begin + timedelta(days=number)
        if day in articles or day in tips or day in platforms:
            days.append(EffectDay(day, articles[day], tips.get(day), platforms.get(day, {})))
    stating = set(still_stating)
    still = {seen.source for seen in sightings if seen.article_id in stating}
    sources = {seen.source for seen in sightings if seen.at <= published}
    return Effect(
        days=tuple(days),
        before=sum(seen.at <= published for seen in sightings),
        after=sum(seen.at > published for seen in sightings),
        hours=_hours(published, sightings),
        corrected=tuple(sorted(sources - still)),
        still=tuple(sorted(still)),
    )


def _hours(published: datetime, sightings: Sequence[Sighting]) -> float | None:
    first = min((seen.at for seen in sightings), default=None)
    if first is None or first > published:
        return None
    return (published - first) / timedelta(hours=1)


def _by_day(counts: Iterable[Count]) -> dict[date, dict[str, int]]:
    """Hours of a day added up: a sum of coarse counts, never less coarse than they are."""
    days: dict[date, Counter[str]] = {}
    for one in counts:
        days.setdefault(local_date(one.hour), Counter())[one.platform] += one.count
    return {day: dict(found) for day, found in days.items()}
