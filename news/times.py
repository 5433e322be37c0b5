"""Moments: aware UTC inside, Asia/Ho_Chi_Minh on screen and in schedules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Protocol

#: Vietnam has had one zone and no summer time since 1975; a fixed offset needs no zone database.
ICT = timezone(timedelta(hours=7), "+07:00")

#: A reported time this far ahead of the fetch is a typing error, not news (clocks differ by minutes).
FUTURE_TOLERANCE = timedelta(minutes=30)
#: Nothing of the press that matters here was put on the web before this.
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """Where "now" comes from; the demonstration and the tests bring their own."""

    def __call__(self) -> datetime: ...


def utc_now() -> datetime:
    return datetime.now(UTC)


class Precision(StrEnum):
    """How much of a reported time is known."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Published:
    """A time as its publisher reported it, kept even when it cannot be true; never invented.

    ``at`` is aware UTC, ``None`` when nothing usable was reported. For ``DAY`` it is midnight +07:00.
    """

    at: datetime | None = None
    precision: Precision = Precision.UNKNOWN

    def __post_init__(self) -> None:
        if (self.at is None) != (self.precision is Precision.UNKNOWN):
            raise ValueError("a time has a precision, an unknown time has none")
        if self.at is not None and self.at.tzinfo is None:
            raise ValueError("naive time")

    def is_credible(self, now: datetime) -> bool:
        """Known, not before the web and not in the future: only then it counts as new, or as today."""
        return self.at is not None and EARLIEST <= self.at <= now + FUTURE_TOLERANCE

    def isoformat(self) -> str | None:
        return None if self.at is None else self.at.astimezone(ICT).isoformat()


UNKNOWN_TIME = Published()


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open span of time, ``begin <= t < end``, both aware."""

    begin: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.begin.tzinfo is None or self.end.tzinfo is None or self.begin > self.end:
            raise ValueError("a window needs two aware times in order")

    def __contains__(self, moment: object) -> bool:
        return isinstance(moment, datetime) and self.begin <= moment < self.end


def local(moment: datetime) -> datetime:
    return moment.astimezone(ICT)


def local_date(moment: datetime) -> date:
    return local(moment).date()


def at_local(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """A local wall-clock time as aware UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ICT).astimezone(UTC)


def span_vi(span: timedelta) -> str:
    """A span of time in words, in a unit that leaves more than one of it: ``80 phút``, ``2 ngày``."""
    minutes = max(1, round(span.total_seconds() / 60))
    if minutes < 90:
        return f"{minutes} phút"
    hours = round(minutes / 60)
    return f"{hours} giờ" if hours < 36 else f"{round(hours / 24)} ngày"
