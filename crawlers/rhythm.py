"""When a source is read again: its own rhythm, patience after failures, obedience to Retry-After. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from random import Random
from statistics import median

from news.source import Source, SourceState

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=6)
#: A feed that publishes at least this often has priority, as the province's own outlets have: read with every round.
LIVELY = timedelta(hours=1)
#: Until a rhythm is known.
UNKNOWN_GAP = timedelta(minutes=30)
FIRST_PAUSE = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(hours=6)
#: A publisher may ask for a longer pause than ours, but not for ever.
LONGEST_RETRY_AFTER = timedelta(days=1)
#: Rounds do not begin to the second: a source due this soon is read now rather than a whole round later.
SLACK = timedelta(seconds=90)

PAGE_PAUSE = timedelta(minutes=15)
MOST_PAGE_ATTEMPTS = 5

_NEWEST_ENTRIES = 40
_SAME_BURST = timedelta(minutes=1)


def is_due(state: SourceState, now: datetime) -> bool:
    return state.next_due_at is None or state.next_due_at <= now + SLACK


def typical_gap(
    times: Iterable[datetime], before: timedelta | None, *, said: timedelta | None = None
) -> timedelta | None:
    """The usual time between two entries: the median of the newest ones, drawn slowly from what it was ``before``.

    Entries put out in one burst count as one. ``said``: what the feed itself claims, used until something is known.
    """
    newest = sorted(set(times), reverse=True)[:_NEWEST_ENTRIES]
    gaps = [late - early for late, early in pairwise(newest) if late - early >= _SAME_BURST]
    if not gaps:
        return before or said
    measured = timedelta(seconds=median(gap.total_seconds() for gap in gaps))
    return measured if before is None else before * 0.7 + measured * 0.3


def longest_gap(
    times: Iterable[datetime], newest_before: datetime | None, before: timedelta | None
) -> timedelta | None:
    """The longest silence seen so far: between the entries of this reading, and since the newest one before it."""
    known = sorted({*times, *(() if newest_before is None else (newest_before,))})
    gaps = [late - early for early, late in pairwise(known)]
    return max((*gaps, *(() if before is None else (before,))), default=None)


def next_reading(source: Source, gap: timedelta | None, now: datetime) -> datetime:
    """After a reading that succeeded."""
    if source.interval is not None:
        return now + source.interval
    if has_priority(source, gap):
        return now + SHORTEST
    return now + min(max((gap or UNKNOWN_GAP) / 2, SHORTEST), LONGEST)


def has_priority(source: Source, gap: timedelta | None) -> bool:
    """Whether what it publishes is to be found within ten minutes."""
    return source.home is not None or (gap is not None and gap <= LIVELY)


def next_attempt(failures: int, now: datetime, *, retry_after: timedelta | None, random: Random) -> datetime:
    """After the ``failures``-th failure in a row: doubling pauses with jitter, longer when the publisher asks."""
    pause = min(FIRST_PAUSE * float(2 ** min(max(failures, 1) - 1, 10)), LONGEST_PAUSE) * random.uniform(0.8, 1.2)
    return now + max(pause, _bounded(retry_after))


def next_page_attempt(
    attempts: int, now: datetime, *, retry_after: timedelta | None, random: Random
) -> datetime | None:
    """When a page that failed for the ``attempts``-th time is tried again; ``None``: it is given up."""
    if attempts >= MOST_PAGE_ATTEMPTS:
        return None
    pause = PAGE_PAUSE * float(3 ** max(attempts - 1, 0)) * random.uniform(0.8, 1.2)
    return now + max(pause, _bounded(retry_after))


def parse_retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Seconds or an HTTP date; nonsense and the past are no request."""
    if value is None:
        return None
    text = value.strip()
    if text.isdigit():
        return timedelta(seconds=min(int(text[:9]), LONGEST_RETRY_AFTER.total_seconds()))
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    if at.tzinfo is None or at <= now:
        return None
    return min(at - now, LONGEST_RETRY_AFTER)


def _bounded(retry_after: timedelta | None) -> timedelta:
    return min(retry_after or timedelta(0), LONGEST_RETRY_AFTER)
