"""Working days of a Vietnamese office, over weekends, fixed holidays, Tết and midnight (+07:00)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.calendar import Calendar, Holiday
from news.times import ICT

TET_2027 = Holiday("Tết Nguyên đán 2027", date(2027, 2, 5), date(2027, 2, 11))
CALENDAR = Calendar((TET_2027,), worked_days=frozenset({date(2027, 2, 13)}))

_days = st.dates(date(2024, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 9, 2), False),
        (date(2027, 2, 4), True),
        (date(2027, 2, 8), False),
        (date(2027, 2, 12), True),
        (date(2027, 2, 13), True),  # a Saturday worked in exchange
        (date(2027, 5, 3), False),  # for the first of May, a Saturday
        (date(2027, 5, 4), True),
        (date(2022, 5, 2), False),  # for the thirtieth of April and the first of May, Saturday and Sunday
        (date(2022, 5, 3), False),
        (date(2022, 5, 4), True),
    ],
)
def test_days_off_are_known(day: date, is_working: bool) -> None:
    assert CALENDAR.is_working_day(day) is is_working


def test_a_term_over_tet_is_as_long_in_work_as_any_other() -> None:
    assert CALENDAR.add_working_days(date(2027, 2, 3), 5) == date(2027, 2, 16)


def test_a_row_that_covers_the_holiday_replaces_the_rule() -> None:
    announced = Holiday("Nghỉ lễ 30/4 và 01/5", date(2027, 4, 30), date(2027, 5, 2))
    assert Calendar((announced,)).is_working_day(date(2027, 5, 3))


def test_the_day_begins_at_midnight_here_not_in_greenwich() -> None:
    friday_evening = datetime(2027, 2, 4, 16, 59, tzinfo=UTC)
    assert CALENDAR.opening(friday_evening) == datetime(2027, 2, 12, 0, 30, tzinfo=UTC)
    assert CALENDAR.is_working_time(datetime(2027, 2, 12, 7, 30, tzinfo=ICT))
    assert not CALENDAR.is_working_time(datetime(2027, 2, 11, 17, 30, tzinfo=UTC))  # 00:30 of the twelfth here


def test_before_opening_the_office_opens_the_same_day() -> None:
    assert CALENDAR.opening(datetime(2026, 11, 23, 0, 10, tzinfo=UTC)) == datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


def counted(first: date, last: date) -> int:
    """Working days from ``first`` to ``last``, one by one."""
    return sum(CALENDAR.is_working_day(first + timedelta(days=n)) for n in range((last - first).days + 1))


@given(_days, st.integers(1, 60))
def test_adding_and_counting_agree(day: date, days: int) -> None:
    last = CALENDAR.add_working_days(day, days)
    assert CALENDAR.is_working_day(last)
    assert counted(day + timedelta(days=1), last) == days


@given(_days)
def test_the_next_working_day_is_the_first(day: date) -> None:
    found = CALENDAR.next_working_day(day)
    assert found >= day
    assert counted(day, found) == 1


@given(_days, st.times())
def test_an_opening_is_working_time_and_never_before(day: date, hour: time) -> None:
    moment = datetime.combine(day, hour, UTC)
    opening = CALENDAR.opening(moment)
    assert opening >= moment
    assert CALENDAR.is_working_time(opening)


def test_tet_is_missed_when_nobody_entered_it() -> None:
    assert CALENDAR.knows_tet_of(2027)
    assert not CALENDAR.knows_tet_of(2028)
    assert CALENDAR.unknown_tet(date(2027, 1, 20), date(2027, 3, 1)) is None
    assert CALENDAR.unknown_tet(date(2027, 3, 1), date(2028, 1, 19)) == 2028
    assert CALENDAR.unknown_tet(date(2027, 3, 1), date(2028, 1, 18)) is None
    assert (
        Calendar((Holiday("Tết Dương lịch", date(2027, 1, 1), date(2027, 1, 3)),)).unknown_tet(
            date(2027, 2, 1), date(2027, 2, 1)
        )
        == 2027
    )


def test_a_holiday_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError):
        Holiday("ngược", date(2027, 2, 2), date(2027, 2, 1))


def test_hours_are_the_office_s_own() -> None:
    assert Calendar(opens=time(8)).opening(datetime(2026, 11, 23, 7, 40, tzinfo=ICT)) == datetime(
        2026, 11, 23, 8, 0, tzinfo=ICT
    )
