"""What a period is called. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from news.digest import Period
from news.report import Report, VolumeBar
from reports.words import moment, number

KIND: dict[Period, str] = {Period.WEEK: "tuần", Period.MONTH: "tháng", Period.YEAR: "năm"}


def called(period: Period, day: date) -> str:
    """``tuần 47 (16/11–22/11/2026)``, ``tháng 11/2026``, ``năm 2026``."""
    if period is Period.WEEK:
        last = day + timedelta(days=6)
        return f"tuần {day.isocalendar().week} ({day:%d/%m}–{last:%d/%m/%Y})"
    return f"tháng {day.month}/{day.year}" if period is Period.MONTH else f"năm {day.year}"


def state_of(report: Report) -> str:
    """Up to when its figures go, and when they were taken."""
    until = "" if report.is_whole else f"; kỳ chưa hết, số liệu đến {moment(report.now.window.end)}"
    return f"Số liệu theo hiện trạng lúc {moment(report.as_of)}{until}"


def bar_label(bar: VolumeBar, period: Period) -> str:
    """Under a bar: the day, the weekday's date or the month."""
    if period is Period.YEAR:
        return f"T{bar.day.month}"
    return f"{bar.day:%d/%m}" if period is Period.WEEK else str(bar.day.day)


def articles(count: int) -> str:
    return f"{number(count)} bài"
