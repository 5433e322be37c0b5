"""What is unusual, in numbers that can be explained to a reader: medians and quartiles, not averages. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from statistics import median, quantiles

from news.times import Window

#: How many weeks back the same weekday and hour are looked at, and how many of them are enough.
WEEKS = 8
ENOUGH_WEEKS = 4
#: Without so many weeks: the same hours of so many days, any weekday.
ENOUGH_DAYS = 5
#: Deviations from the median (in medians of deviation, as of a normal spread) that are no chance any more.
_FAR = 3.5
_NORMAL = 1.4826
#: Two-sided, 1 in 100: a shift of tone that chance rarely brings.
_RARE = 2.576

_WEEK, _DAY = timedelta(days=7), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Usual:
    """How much is usual: the middle half of what was counted, ``low`` to ``high``, in ``of`` spans."""

    low: int
    high: int
    of: int
    weekly: bool

    @property
    def words(self) -> str:
        span = f"{self.low}–{self.high}" if self.low != self.high else str(self.low)
        same = "cùng thứ, cùng giờ" if self.weekly else "cùng giờ"
        return f"thường {span} ({same}, {self.of} {'tuần' if self.weekly else 'ngày'} trước)"


def same_hours(now: datetime, within: timedelta) -> tuple[list[Window], list[Window]]:
    """The span that ends now, on the same weekday of the last weeks, and on each of the last days; newest first."""
    weeks = [Window(now - n * _WEEK - within, now - n * _WEEK) for n in range(1, WEEKS + 1)]
    days = [Window(now - n * _DAY - within, now - n * _DAY) for n in range(1, 2 * ENOUGH_DAYS + 1)]
    return weeks, days


def count_in(moments: Sequence[datetime], window: Window) -> int:
    """How many of the moments, in order, lie in the window."""
    return bisect_left(moments, window.end) - bisect_left(moments, window.begin)


def spike(count: int, weeks: Sequence[int], days: Sequence[int], least: int) -> Usual | None:
    """Whether ``count`` is far above what the same hours held; ``None`` when not, or when too little is known.

    Far: at least ``least``, at least twice the median, and 3.5 robust deviations above it. The deviation is never
    taken for less than the square root of the median, which is what chance alone brings to counts.
    """
    weekly = len(weeks) >= ENOUGH_WEEKS
    before = weeks if weekly else days
    if count < least or len(before) < (ENOUGH_WEEKS if weekly else ENOUGH_DAYS):
        return None
    middle = median(before)
    deviation = max(_NORMAL * median(abs(one - middle) for one in before), sqrt(middle), 1.0)
    if count < 2 * middle or count - middle < _FAR * deviation:
        return None
    low, _, high = quantiles(before, n=4, method="inclusive")
    return Usual(round(low), round(high), len(before), weekly)


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` of ``whole``."""

    part: int
    whole: int

    @property
    def words(self) -> str:
        return f"{self.part}/{self.whole} bài ({round(100 * self.part / self.whole)}%)"


def shifted(now: Share, before: Share, least: int) -> bool:
    """Whether the share moved by more than chance would: a two-sided test of two proportions at 1%."""
    if min(now.whole, before.whole) < least:
        return False
    pooled = (now.part + before.part) / (now.whole + before.whole)
    spread = sqrt(pooled * (1 - pooled) * (1 / now.whole + 1 / before.whole))
    return spread > 0 and abs(now.part / now.whole - before.part / before.whole) >= _RARE * spread


def words_of(span: timedelta) -> str:
    """``3 giờ``, ``7 ngày``, ``90 phút``."""
    minutes = round(span.total_seconds() / 60)
    if minutes % 1440 == 0:
        return f"{minutes // 1440} ngày"
    return f"{minutes // 60} giờ" if minutes % 60 == 0 else f"{minutes} phút"
