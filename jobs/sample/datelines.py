"""How the outlets write times; each form was met in the wild and is named in ``outlets.toml``. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from news.times import local

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_SHORT_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def feed_time(moment: datetime, manner: str) -> str:
    """``manner`` is the outlet's ``dates``; English names of days and months whatever the machine's locale."""
    at = local(moment)
    head = f"{_SHORT_DAYS[at.weekday()]}, {at.day:02} {_SHORT_MONTHS[at.month - 1]}"
    match manner:
        case "rfc822":
            return f"{head} {at.year} {at:%H:%M:%S} +0700"
        case "gmt7":
            return f"{head} {at.year} {at:%H:%M:%S} GMT+7"
        case "short_year":
            return f"{head} {at:%y %H:%M:%S} +0700"
        case "american":
            return f"{at.month}/{at.day}/{at.year} {at.hour % 12 or 12}:{at:%M:%S} {'PM' if at.hour >= 12 else 'AM'}"
        case "vietnamese":
            return f"{_WEEKDAYS[at.weekday()]}, {at:%d/%m/%Y, %H:%M}"
        case "iso":
            return at.isoformat()
    raise ValueError(f"no manner of writing times: {manner}")


def http_time(moment: datetime) -> str:
    at = moment.astimezone(UTC)
    return f"{_SHORT_DAYS[at.weekday()]}, {at.day:02} {_SHORT_MONTHS[at.month - 1]} {at.year} {at:%H:%M:%S} GMT"


def bar_time(moment: datetime) -> str:
    """``Thứ Năm, 01.10.2026 | 21:39``."""
    at = local(moment)
    return f"{_WEEKDAYS[at.weekday()]}, {at:%d.%m.%Y | %H:%M}"


def day_first_time(moment: datetime) -> str:
    """``01/10/2026 21:39``."""
    return f"{local(moment):%d/%m/%Y %H:%M}"
