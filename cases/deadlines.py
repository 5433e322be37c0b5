"""When a case must be answered: a rule, a moment and a calendar in, a moment out. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from news.calendar import Calendar
from news.case import COUNTS_VI, Case, Counts, DeadlineRule
from news.times import at_local, local, local_date


def rule_on(rules: Iterable[DeadlineRule], rule: str, day: date) -> DeadlineRule | None:
    """The record of a rule in force on a day; of several the one that came into force last."""
    found = [one for one in rules if one.id == rule and one.is_in_force(day)]
    return max(found, key=lambda one: one.in_force_from or date.min, default=None)


def rules_on(rules: Iterable[DeadlineRule], day: date) -> tuple[DeadlineRule, ...]:
    """What may be chosen on a day: one record a rule, in the order of the file."""
    listed = tuple(rules)
    found = (rule_on(listed, name, day) for name in dict.fromkeys(one.id for one in listed))
    return tuple(one for one in found if one is not None)


def due_at(rule: DeadlineRule, opened_at: datetime, calendar: Calendar) -> datetime:
    """The end of the term; aware UTC.

    The first day is not counted, and a term of days that ends on a day off ends on the next working day (Civil Code
    2015, articles 147 and 148), here when the office closes. Hours run through nights and days off.
    """
    if rule.counts is Counts.HOURS:
        return opened_at + timedelta(hours=rule.value)
    day = local_date(opened_at)
    if rule.counts is Counts.DAYS:
        return end_of(calendar.next_working_day(day + timedelta(days=rule.value)), calendar)
    return end_of(calendar.add_working_days(day, rule.value), calendar)


def end_of(day: date, calendar: Calendar) -> datetime:
    """When the office closes on a day."""
    return at_local(day, calendar.closes.hour, calendar.closes.minute)


def is_confirmed(case: Case, rules: Iterable[DeadlineRule], calendar: Calendar) -> bool:
    """Whether somebody vouches for the deadline: an officer who set it, or who confirmed the rule as it was applied.

    Nobody vouches for working days counted through a Tết whose days off are not entered.
    """
    if not case.rule:
        return True
    if unknown_tet(case, calendar) is not None:
        return False
    rule = rule_on(rules, case.rule, local_date(case.opened_at))
    return rule is not None and rule.is_confirmed and due_at(rule, case.opened_at, calendar) == case.due_at


def unknown_tet(case: Case, calendar: Calendar) -> int | None:
    """The year of a Tết within the term whose days off nobody entered: the deadline may fall some days too early.

    A day set by an officer, and a term of hours, count no days off.
    """
    return calendar.unknown_tet(local_date(case.opened_at), local_date(case.due_at)) if case.rule else None


def due_words(case: Case, *, is_confirmed: bool) -> str:
    """The deadline as every page and letter says it."""
    return f"{local(case.due_at):%H:%M ngày %d/%m/%Y}{'' if is_confirmed else ' (cần xác nhận)'}"


def rule_words(rule: DeadlineRule) -> str:
    """A rule as a form offers it."""
    doubt = "" if rule.is_confirmed else " (cần xác nhận)"
    return f"{rule.name}: {rule.value} {COUNTS_VI[rule.counts]}{doubt}"
