"""Which days a week, a month or a year is, which ones it is compared with, and when its report is due. Pure.

A period is named by one day: its Monday, the first of its month or of its year. An office may let its months begin on
the 15th of the month before (documents.md §3, ``monthly_report_period``); the name stays.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from news.digest import Period
from news.rhythm import Rhythm
from news.times import Window, at_local, local

_WEEK = timedelta(days=7)
_MONTHS = 12


def named(period: Period, day: date, rhythm: Rhythm) -> date:
    """The name of the period in which a day lies."""
    if period is Period.WEEK:
        return day - timedelta(days=day.weekday())
    if period is Period.MONTH:
        first = day.replace(day=1)
        return following(period, first) if 1 < rhythm.month_begins <= day.day else first
    is_next = rhythm.year_begins != (1, 1) and (day.month, day.day) >= rhythm.year_begins
    return date(day.year + is_next, 1, 1)


def whole(period: Period, name: date, rhythm: Rhythm) -> Window:
    """All of a period, from local midnight to local midnight."""
    return Window(at_local(_first(period, name, rhythm)), at_local(_first(period, following(period, name), rhythm)))


def following(period: Period, name: date) -> date:
    if period is Period.WEEK:
        return name + _WEEK
    return _later(name, 1 if period is Period.MONTH else _MONTHS)


def before(period: Period, name: date) -> date:
    if period is Period.WEEK:
        return name - _WEEK
    return _later(name, -1 if period is Period.MONTH else -_MONTHS)


def year_before(period: Period, name: date) -> date | None:
    """The same period of last year; ``None`` for a year, whose last one that is already."""
    if period is Period.YEAR:
        return None
    if period is Period.MONTH:
        return _later(name, -_MONTHS)
    year, week, _ = name.isocalendar()
    last_week = date(year - 1, 12, 28).isocalendar().week
    return date.fromisocalendar(year - 1, min(week, last_week), 1)


def held(period: Period, name: date, rhythm: Rhythm, as_of: datetime) -> Window:
    """As much of a period as had passed at the moment."""
    window = whole(period, name, rhythm)
    return Window(window.begin, max(window.begin, min(window.end, as_of)))


def like(other: Window, window: Window) -> Window:
    """Of another period the stretch that is as long as this one: two thirds of a month are held to two thirds."""
    return Window(other.begin, min(other.end, other.begin + (window.end - window.begin)))


def compared(period: Period, name: date, rhythm: Rhythm, window: Window) -> tuple[Window, Window | None]:
    """What ``window``, held of a period, is compared with: the period before, and the same one of last year."""
    is_whole = window.end >= whole(period, name, rhythm).end
    others = [before(period, name), year_before(period, name)]
    found = [None if one is None else whole(period, one, rhythm) for one in others]
    last, year = (one if one is None or is_whole else like(one, window) for one in found)
    if last is None:
        raise ValueError("every period has one before it")
    return last, year


def due_on(period: Period, name: date, rhythm: Rhythm) -> date:
    """The day on which the report is made: after the period, but for a year that is asked for before its end."""
    end = local(whole(period, name, rhythm).end).date()
    if period is Period.WEEK:
        return end + timedelta(days=(rhythm.week_on - 1 - end.weekday()) % 7)
    if period is Period.MONTH:
        same = end.replace(day=rhythm.month_on)
        return same if same >= end else _later(same, 1)
    month, day = rhythm.year_on
    return date(name.year + (month <= _MONTHS // 2), month, day)


def newest_due(period: Period, now: datetime, rhythm: Rhythm) -> date:
    """The name of the newest period whose report should have been made by now."""
    here = local(now)
    today = here.date() if here.time() >= rhythm.at else here.date() - timedelta(days=1)
    name = named(period, today, rhythm)
    while due_on(period, name, rhythm) > today:
        name = before(period, name)
    return name


def _first(period: Period, name: date, rhythm: Rhythm) -> date:
    if period is Period.MONTH and rhythm.month_begins > 1:
        return before(period, name).replace(day=rhythm.month_begins)
    if period is Period.YEAR and rhythm.year_begins != (1, 1):
        month, day = rhythm.year_begins
        return date(name.year - 1, month, day)
    return name


def _later(day: date, months: int) -> date:
    total = day.year * _MONTHS + day.month - 1 + months
    return day.replace(year=total // _MONTHS, month=total % _MONTHS + 1)
