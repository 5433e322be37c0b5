"""Working days and hours of an office in Vietnam, local time (+07:00). Pure.

The four holidays that fall on a fixed day of the sun's calendar are law (Labour Code 2019, article 112) and stand
here; Tết, the Hùng Kings' day, the second day of the National Day and exchanged days are announced year by year, so
they are rows of ``schedule.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count

from news.times import at_local, local

_DAY = timedelta(days=1)
#: No calendar has so many days off in a row; more is a mistake in its rows.
_LONGEST_PAUSE = 60

#: (month, day, name): the same every year.
FIXED_HOLIDAYS: tuple[tuple[int, int, str], ...] = (
    (1, 1, "Tết Dương lịch"),
    (4, 30, "Ngày Chiến thắng"),
    (5, 1, "Ngày Quốc tế Lao động"),
    (9, 2, "Quốc khánh"),
)


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days off in a row, ``first`` to ``last`` with both; as announced, weekends in between included."""

    name: str
    first: date
    last: date

    def __post_init__(self) -> None:
        if not self.first <= self.last <= self.first + _LONGEST_PAUSE * _DAY:
            raise ValueError(f"a holiday ends after it begins, within {_LONGEST_PAUSE} days")

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Calendar:
    """When an office works. ``worked_days``: days of a weekend that are worked in exchange."""

    holidays: tuple[Holiday, ...] = ()
    worked_days: frozenset[date] = frozenset()
    opens: time = time(7, 30)
    closes: time = time(17, 0)
    #: Monday is 0.
    weekend: frozenset[int] = frozenset({5, 6})

    def holiday_on(self, day: date) -> str | None:
        """The holiday's name, or ``None``."""
        for one in self.holidays:
            if day in one:
                return one.name
        for month, number, name in FIXED_HOLIDAYS:
            if (day.month, day.day) == (month, number):
                return name
        return None

    def is_working_day(self, day: date) -> bool:
        if day in self.worked_days:
            return True
        return day.weekday() not in self.weekend and self.holiday_on(day) is None and not self._is_made_up_for(day)

    def is_working_time(self, moment: datetime) -> bool:
        """Within office hours of a working day; ``moment`` aware."""
        here = local(moment)
        return self.is_working_day(here.date()) and self.opens <= here.time() < self.closes

    def next_working_day(self, day: date) -> date:
        """``day`` itself when it is one, else the first after it."""
        return next(one for one in (day + n * _DAY for n in count()) if self.is_working_day(one))

    def add_working_days(self, day: date, days: int) -> date:
        """The ``days``-th working day after ``day`` (before it, if negative): the day itself is not counted.

        Civil Code 2015, article 147: a term begins on the next day. 0 gives the first working day from ``day`` on.
        """
        step = _DAY if days >= 0 else -_DAY
        if not days:
            return self.next_working_day(day)
        for _ in range(abs(days)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def opening(self, moment: datetime) -> datetime:
        """``moment`` itself within working time, else when the office opens next; aware UTC."""
        if self.is_working_time(moment):
            return moment
        here = local(moment)
        day = here.date() if here.time() < self.opens else here.date() + _DAY
        return at_local(self.next_working_day(day), self.opens.hour, self.opens.minute)

    def knows_tet_of(self, year: int) -> bool:
        """Whether the year's Tết is entered: without it, deadlines over it are a working week too short."""
        first, last = _tet_season(year)
        return any(one.first <= last and first <= one.last and "tết" in one.name.lower() for one in self.holidays)

    def unknown_tet(self, first: date, last: date) -> int | None:
        """The year whose Tết falls between two days, or may, and is not entered; ``None`` when all are."""
        for year in range(first.year, last.year + 1):
            begins, ends = _tet_season(year)
            if first <= ends and begins <= last and not self.knows_tet_of(year):
                return year
        return None

    def _is_made_up_for(self, day: date) -> bool:
        """Whether a fixed holiday of the weekend before is taken on this day (Labour Code 2019, article 111.3)."""
        before = [day - n * _DAY for n in range(1, 7)]
        owed = 0
        for one in reversed(before):
            is_weekend = one.weekday() in self.weekend
            if is_weekend and _is_fixed(one) and not any(one in row for row in self.holidays):
                owed += 1
            elif owed and not is_weekend and self.holiday_on(one) is None:
                owed -= 1
        return owed > 0


def _tet_season(year: int) -> tuple[date, date]:
    """The new year of the moon's calendar falls on 21 January to 21 February; with the days off around it."""
    return date(year, 1, 19), date(year, 2, 27)


def _is_fixed(day: date) -> bool:
    return any((day.month, day.day) == (month, number) for month, number, _ in FIXED_HOLIDAYS)
