"""Which stretch of time the digest of a day is about. Pure; windows go by first-seen time (DESIGN §2)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from news.times import Window, at_local, local

DIGEST_AT = time(6, 30)


def window_of(day: date, *, digest_at: time = DIGEST_AT, last_end: datetime | None = None) -> Window:
    """The day's window ends at ``digest_at`` of ``day`` and begins where the last signed edition ended.

    Without an earlier edition it begins a day before.
    """
    end = at_local(day, digest_at.hour, digest_at.minute)
    begin = last_end if last_end is not None and last_end < end else end - timedelta(days=1)
    return Window(begin, end)


def due_day(now: datetime, digest_at: time = DIGEST_AT) -> date:
    """The day of the newest digest whose window has ended."""
    here = local(now)
    return here.date() if here.time() >= digest_at else here.date() - timedelta(days=1)


def coming_day(now: datetime, digest_at: time = DIGEST_AT) -> date:
    """The day of the digest that will hold what is first seen now."""
    return due_day(now, digest_at) + timedelta(days=1)
