"""``schedule.toml``: the rhythm of the work, office hours, days off, quiet hours. Local times (+07:00)."""

from __future__ import annotations

from datetime import date, timedelta

from config.settings import QuietHours, ScheduleSettings
from config.tables import Table
from news.calendar import Calendar, Holiday
from news.rhythm import Rhythm

FORMATS = ("html", "docx", "pdf", "json")


def read_schedule(table: Table) -> ScheduleSettings:
    formats = table.texts("digest_formats", ("html", "docx", "pdf"))
    if any(one not in FORMATS for one in formats):
        table.fault("digest_formats", f"some of {', '.join(FORMATS)}")
    settings = ScheduleSettings(
        round_every=table.duration("round_every", "5m", least=timedelta(minutes=1), most=timedelta(days=1)),
        digest_at=table.clock("digest_at", "06:30"),
        digest_formats=formats,
        without_signature=table.text(
            "without_signature", "word", pattern="edition|word|nothing", expected="edition, word or nothing"
        ),
        on_days_off=table.flag("digest_on_days_off", default=True),
        calendar=_calendar(table),
        quiet=_quiet(table.table("quiet")),
        reports=_reports(table.table("reports")),
    )
    table.finish()
    return settings


def _calendar(table: Table) -> Calendar:
    hours = table.table("hours")
    opens, closes = hours.clock("from", "07:30"), hours.clock("to", "17:00")
    if opens >= closes:
        hours.fault("to", f"a time after {opens:%H:%M}")
    hours.finish()
    holidays = [found for row in table.tables("holiday") if (found := _holiday(row)) is not None]
    worked = []
    for row in table.tables("worked_day"):
        row.text("name", "")
        worked.append(row.day("day"))
        row.finish()
    return Calendar(tuple(holidays), frozenset(worked), opens, closes)


def _holiday(row: Table) -> Holiday | None:
    name, first = row.text("name"), row.day("from")
    last = row.day("to") if "to" in row else first
    row.finish()
    try:
        return Holiday(name, first, last)
    except ValueError:
        row.fault("to", "a day on or after the first, at most 60 days later")
        return None


def _quiet(table: Table) -> QuietHours:
    quiet = QuietHours(
        begins=table.clock("from", "21:00"),
        ends=table.clock("to", "06:00"),
        on_days_off=table.flag("on_days_off", default=True),
    )
    table.finish()
    return quiet


def _reports(table: Table) -> Rhythm:
    rhythm = Rhythm(
        at=table.clock("at", "07:00"),
        week_on=table.integer("week_on", 1, least=1, most=7),
        month_on=table.integer("month_on", 1, least=1, most=28),
        year_on=_day_of_year(table, "year_on", "10/12"),
        month_begins=table.integer("month_begins", 1, least=1, most=28),
        year_begins=_day_of_year(table, "year_begins", "01/01"),
    )
    table.finish()
    return rhythm


def _day_of_year(table: Table, key: str, default: str) -> tuple[int, int]:
    """Month and day of ``dd/mm``; the 29th of February is no day that every year has."""
    words = table.text(key, default)
    try:
        day, month = map(int, words.split("/"))
        date(2025, month, day)
    except ValueError:
        table.fault(key, "a day that every year has, such as 10/12")
        return 12, 10
    return month, day
