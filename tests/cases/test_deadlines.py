"""Deadlines step over weekends and Tết, and say that they need confirming until somebody vouched for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cases.deadlines import due_at, due_words, is_confirmed, rule_on, rules_on, unknown_tet
from news.calendar import Calendar, Holiday
from news.case import Counts, DeadlineRule
from news.times import at_local
from tests.cases.samples import NOW, a_case

CALENDAR = Calendar((Holiday("Tết Nguyên đán 2027", date(2027, 2, 5), date(2027, 2, 11)),))


def rule(value: int, counts: Counts, **changes: object) -> DeadlineRule:
    return replace(DeadlineRule("unit_answer", "Trả lời", value, counts, "Quy chế"), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("begin", "value", "counts", "end"),
    [
        ((2026, 11, 20), 3, Counts.WORKING_DAYS, (2026, 11, 25)),  # over a weekend
        ((2026, 11, 21), 1, Counts.WORKING_DAYS, (2026, 11, 23)),  # begun on a Saturday
        ((2027, 2, 3), 3, Counts.WORKING_DAYS, (2027, 2, 15)),  # over Tết
        ((2027, 2, 3), 5, Counts.DAYS, (2027, 2, 12)),  # ends within Tết
        ((2026, 11, 20), 30, Counts.DAYS, (2026, 12, 21)),  # ends on a Sunday
    ],
)
def test_a_term_ends_on_a_working_day(
    begin: tuple[int, int, int], value: int, counts: Counts, end: tuple[int, int, int]
) -> None:
    assert due_at(rule(value, counts), at_local(date(*begin), 9), CALENDAR) == at_local(date(*end), 17)


def test_hours_run_through_the_night() -> None:
    end = due_at(rule(24, Counts.HOURS), NOW, CALENDAR)
    assert end == datetime(2026, 11, 21, 2, tzinfo=UTC)


def test_a_change_of_law_is_a_new_record() -> None:
    old = rule(30, Counts.DAYS, in_force_to=date(2026, 6, 30))
    new = rule(10, Counts.DAYS, in_force_from=date(2026, 7, 1))
    assert rule_on([old, new], "unit_answer", date(2026, 6, 30)) == old
    assert rules_on([old, new], date(2026, 7, 1)) == (new,)
    assert rule_on([old], "unit_answer", date(2026, 7, 1)) is None


def test_a_deadline_needs_confirming_until_somebody_vouched_for_the_rule_as_applied() -> None:
    shipped = rule(3, Counts.WORKING_DAYS)
    case = a_case(due_at=due_at(shipped, NOW, CALENDAR))
    assert not is_confirmed(case, [shipped], CALENDAR)
    assert due_words(case, is_confirmed=False) == "17:00 ngày 25/11/2026 (cần xác nhận)"
    vouched = replace(shipped, confirmed_by="Lan", confirmed_on=date(2026, 11, 22))
    assert is_confirmed(case, [vouched], CALENDAR)
    assert not is_confirmed(case, [replace(vouched, value=5)], CALENDAR)
    assert not is_confirmed(case, [], CALENDAR)
    assert is_confirmed(replace(case, rule=""), [], CALENDAR)


def test_nobody_vouches_for_working_days_through_a_tet_that_is_not_entered() -> None:
    vouched = rule(3, Counts.WORKING_DAYS, confirmed_by="Lan", confirmed_on=date(2026, 11, 22))
    opened = at_local(date(2027, 2, 3), 9)
    for calendar, year in ((CALENDAR, None), (Calendar(), 2027)):
        case = a_case(opened_at=opened, due_at=due_at(vouched, opened, calendar))
        assert unknown_tet(case, calendar) == year
        assert is_confirmed(case, [vouched], calendar) == (year is None)
    assert unknown_tet(a_case(rule="", opened_at=opened, due_at=at_local(date(2027, 2, 12), 17)), Calendar()) is None
