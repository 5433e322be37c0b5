"""Which days a period is, what it is compared with, when its report is due: over year ends, Tết and the 15th."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.digest import Period
from news.rhythm import Rhythm
from news.times import at_local, local
from reports.periods import calendar

PLAIN = Rhythm()
FIFTEENTH = Rhythm(month_on=15, month_begins=15, year_begins=(12, 15))
LONG = (Period.WEEK, Period.MONTH, Period.YEAR)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
periods = st.sampled_from(LONG)
rhythms = st.sampled_from((PLAIN, FIFTEENTH))


@given(day=days, period=periods, rhythm=rhythms)
def test_every_day_lies_in_the_period_that_it_names(day: date, period: Period, rhythm: Rhythm) -> None:
    name = calendar.named(period, day, rhythm)
    assert at_local(day, 12) in calendar.whole(period, name, rhythm)


@given(day=days, period=periods, rhythm=rhythms)
def test_periods_follow_one_another_without_gap_or_overlap(day: date, period: Period, rhythm: Rhythm) -> None:
    name = calendar.named(period, day, rhythm)
    then = calendar.following(period, name)
    assert calendar.whole(period, name, rhythm).end == calendar.whole(period, then, rhythm).begin
    assert calendar.before(period, then) == name


@given(day=days, hour=st.integers(0, 23), period=periods, rhythm=rhythms)
def test_the_report_that_is_due_is_the_newest_one(day: date, hour: int, period: Period, rhythm: Rhythm) -> None:
    now = at_local(day, hour)
    name = calendar.newest_due(period, now, rhythm)
    assert _due(period, name, rhythm) <= now < _due(period, calendar.following(period, name), rhythm)


def _due(period: Period, name: date, rhythm: Rhythm) -> datetime:
    return at_local(calendar.due_on(period, name, rhythm), rhythm.at.hour, rhythm.at.minute)


def test_a_week_is_due_on_monday_a_month_on_its_first_day_a_year_on_the_tenth_of_december() -> None:
    assert calendar.due_on(Period.WEEK, date(2026, 11, 16), PLAIN) == date(2026, 11, 23)
    assert calendar.due_on(Period.MONTH, date(2026, 10, 1), PLAIN) == date(2026, 11, 1)
    assert calendar.due_on(Period.YEAR, date(2026, 1, 1), PLAIN) == date(2026, 12, 10)
    assert calendar.due_on(Period.YEAR, date(2026, 1, 1), Rhythm(year_on=(1, 5))) == date(2027, 1, 5)


def test_a_month_from_the_fifteenth_is_called_by_the_month_in_which_it_ends() -> None:
    window = calendar.whole(Period.MONTH, date(2026, 11, 1), FIFTEENTH)
    assert (local(window.begin).date(), local(window.end).date()) == (date(2026, 10, 15), date(2026, 11, 15))
    assert calendar.due_on(Period.MONTH, date(2026, 11, 1), FIFTEENTH) == date(2026, 11, 15)
    year = calendar.whole(Period.YEAR, date(2026, 1, 1), FIFTEENTH)
    assert (local(year.begin).date(), local(year.end).date()) == (date(2025, 12, 15), date(2026, 12, 15))


def test_a_week_is_compared_with_the_same_week_of_last_year() -> None:
    assert calendar.year_before(Period.WEEK, date(2026, 11, 16)) == date(2025, 11, 17)
    # 2026 has 53 weeks and 2025 has 52.
    assert calendar.year_before(Period.WEEK, date(2026, 12, 28)) == date(2025, 12, 22)
    assert calendar.year_before(Period.YEAR, date(2026, 1, 1)) is None


@pytest.mark.parametrize("period", LONG)
def test_a_part_of_a_period_is_held_to_the_same_part_of_the_one_before(period: Period) -> None:
    name = calendar.named(period, date(2026, 11, 18), PLAIN)
    window = calendar.held(period, name, PLAIN, at_local(date(2026, 11, 20), 7))
    last, _ = calendar.compared(period, name, PLAIN, window)
    assert last.end - last.begin == window.end - window.begin


def test_a_whole_month_is_held_to_a_whole_month_whatever_its_length() -> None:
    window = calendar.whole(Period.MONTH, date(2026, 3, 1), PLAIN)
    last, year = calendar.compared(Period.MONTH, date(2026, 3, 1), PLAIN, window)
    assert last.end - last.begin == timedelta(days=28)
    assert year is not None
    assert year.end - year.begin == timedelta(days=31)
