"""``deadlines.toml``: by when what must be answered. Each rule names its source and who vouches for it."""

from __future__ import annotations

from datetime import date

from config.tables import Table
from news.case import Counts, DeadlineRule


def read_deadlines(table: Table) -> tuple[DeadlineRule, ...]:
    """All records in the order of the file; a faulty one is recorded and left out."""
    rules: list[DeadlineRule] = []
    for row in table.tables("deadline"):
        before = len(table.faults.errors)
        rule = _rule(row)
        if len(table.faults.errors) > before:
            continue
        if any(one.id == rule.id and _overlap(one, rule) for one in rules):
            row.fault("in_force_from", "a day after the other record of this rule ends (in_force_to)")
            continue
        rules.append(rule)
    table.finish()
    return tuple(rules)


def _rule(row: Table) -> DeadlineRule:
    counts = row.text("counts", pattern="hours|days|working_days", expected="hours, days or working_days")
    rule = DeadlineRule(
        id=row.text("rule", pattern=r"[a-z0-9]+(?:_[a-z0-9]+)*", expected="lower-case letters, digits and _"),
        name=row.text("name"),
        value=row.integer("value", least=1, most=10_000),
        counts=Counts(counts) if counts in list(Counts) else Counts.DAYS,
        source=row.text("source"),
        in_force_from=_day(row, "in_force_from"),
        in_force_to=_day(row, "in_force_to"),
        confirmed_by=row.text("confirmed_by", "").strip(),
        confirmed_on=_day(row, "confirmed_on"),
    )
    if rule.in_force_from and rule.in_force_to and rule.in_force_to < rule.in_force_from:
        row.fault("in_force_to", "a day on or after in_force_from")
    if bool(rule.confirmed_by) != (rule.confirmed_on is not None):
        row.fault(
            "confirmed_on" if rule.confirmed_by else "confirmed_by", "both confirmed_by and confirmed_on, or none"
        )
    row.finish()
    return rule


def _day(row: Table, key: str) -> date | None:
    return row.day(key) if key in row else None


def _overlap(one: DeadlineRule, other: DeadlineRule) -> bool:
    return (one.in_force_from or date.min) <= (other.in_force_to or date.max) and (other.in_force_from or date.min) <= (
        one.in_force_to or date.max
    )
