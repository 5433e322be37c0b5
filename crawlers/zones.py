"""The zone of a publisher's times that come without one. Countries with one zone and no summer time; else Vietnam's."""

from __future__ import annotations

from datetime import timedelta, timezone

from news.source import Source
from news.times import ICT

_HOURS = {"JP": 9, "KR": 9, "CN": 8, "TW": 8, "HK": 8, "SG": 8, "MY": 8, "PH": 8, "TH": 7, "LA": 7, "KH": 7}


def zone_of(source: Source) -> timezone:
    hours = _HOURS.get(source.country)
    return ICT if hours is None else timezone(timedelta(hours=hours))


def language_of(source: Source) -> str | None:
    """The language a page of this source is in, when it publishes in one only."""
    return source.languages[0] if len(source.languages) == 1 else None
