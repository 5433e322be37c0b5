"""Dates as the press writes them (feed-quirks §1) → ``Published``. Pure; the fetch time is passed in.

A time without a zone belongs to the source's zone. What cannot be read, and the epochs that programs write for
"no date", is unknown; a date ahead of the fetch is kept as reported, ``Published.is_credible`` tells.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from news.times import ICT, UNKNOWN_TIME, Precision, Published

_CLOCK = r"(\d{1,2})\s?(?::|[hH]|giờ)\s?(\d{2})(?:\s?(?::|phút)\s?(\d{2}))?(?:[.,]\d{1,9})?"
_ISO = re.compile(
    r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))"
    r"(?:[T\s,|-]{1,5}(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?)?\s*(.*)\Z",
    re.IGNORECASE,
)
_RFC822 = re.compile(
    r"(?:[^\W\d]{2,12}\.?,?\s*)?(\d{1,2})[\s.-]{1,3}([^\W\d]{3,12})\.?,?[\s-]{1,3}(\d{4}|\d{2})(?!\d)"
    r"(?:[\s,]{1,3}(?:at\s)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d{1,9})?)?)?\s*(.*)\Z"
)
_MONTH_FIRST = re.compile(
    r"(?:[^\W\d]{2,12}(?:\.?,\s*|\.?\s+))?([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+"
    r"(?:(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([A-Z]{2,4}\s+)?)?(\d{4})(?:[\s,-]*(?:at\s)?(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*(.*)\Z"
)
_US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}),?\s+(\d{1,2}):(\d{2})(:\d{2})?\s*([AP])\.?M\.?\s*(.*)\Z", re.IGNORECASE)
_DAY = re.compile(
    r"(?<![\d/.-])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d/])"
    r"|(?<!\d)(\d{1,2})\s+(?:tháng|thg\.?)\s+(\d{1,2})(?:\s*,|\s+năm)?\s+(\d{4})"
    r"|(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]",
    re.IGNORECASE,
)
_TIME = re.compile(rf"(?<![\d:/.-]){_CLOCK}(?!\d)\s*(?:([AP])\.?M\b|(SA|CH|sáng|chiều|tối)\b)?", re.IGNORECASE)
_AGO = re.compile(
    r"(?<![\w.,/])(\d{1,4}|một|an?|vài)\s+(giây|phút|giờ|tiếng|ngày|tuần|tháng|năm|sec\w*|min\w*|hours?|days?|weeks?|months?|years?)"
    r"\s+(?:đồng hồ\s+)?(?:trước|ago)\b",
    re.IGNORECASE,
)
_YESTERDAY = re.compile(r"\b(hôm qua|yesterday|hôm kia|hôm nay|today)\b", re.IGNORECASE)
_JUST_NOW = re.compile(r"\b(?:vừa xong|vừa mới|just now)\b", re.IGNORECASE)
_ZONE = re.compile(
    r"\(?\s*(?:(?:GMT|UTC|Z)\s*)?([+-])\s?(\d{1,2})(?::?(\d{2}))?\s*\)?(?:\s|\)|$)|\b([A-Za-z]{1,5})\b", re.IGNORECASE
)
_SECONDS = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?\Z")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?\Z")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janv janvier thg1",
            "feb february fev fév févr février",
            "mar march mars",
            "apr april avr avril",
            "may mai",
            "jun june juin",
            "jul july juil juillet",
            "aug august aou août aout",
            "sep sept september septembre",
            "oct october octobre",
            "nov november novembre",
            "dec december déc décembre",
        ),
        1,
    )
    for name in names.split()
}
_NAMED_ZONES = {
    "Z": 0,
    "GMT": 0,
    "UTC": 0,
    "UT": 0,
    "WET": 0,
    "ICT": 7,
    "JST": 9,
    "KST": 9,
    "SGT": 8,
    "HKT": 8,
    "MSK": 3,
}
_NAMED_ZONES |= {
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "AST": -4,
    "ADT": -3,
}
_NAMED_ZONES |= {
    "CET": 1,
    "CEST": 2,
    "MET": 1,
    "MEST": 2,
    "BST": 1,
    "AEST": 10,
    "AEDT": 11,
    "EET": 2,
    "EEST": 3,
}
_STEPS = {
    "giâ": timedelta(seconds=1), "sec": timedelta(seconds=1), "phú": timedelta(minutes=1), "min": timedelta(minutes=1),
    "giờ": timedelta(hours=1), "tiế": timedelta(hours=1), "hou": timedelta(hours=1), "ngà": timedelta(days=1),
    "day": timedelta(days=1), "tuầ": timedelta(days=7), "wee": timedelta(days=7), "thá": timedelta(days=30),
    "mon": timedelta(days=30), "năm": timedelta(days=365), "yea": timedelta(days=365),
}  # fmt: skip
#: Years outside are what programs write for "no date" (0001, 1601, 1900, 1970, 9999).
_YEARS = range(1990, 2200)
_MAX_CHARS = 200


def read(text: str | None, *, now: datetime, zone: tzinfo = ICT) -> Published:
    """Return the time that the text names. ``zone`` is the source's, for times that come without one."""
    text = (text or "").strip()
    if not text or len(text) > _MAX_CHARS:
        return UNKNOWN_TIME
    return _read_absolute(text, zone) or _read_relative(text, now, zone) or UNKNOWN_TIME


@lru_cache(maxsize=4096)
def _read_absolute(text: str, zone: tzinfo) -> Published | None:
    for reader in (_read_common, _read_rfc822, _read_iso, _read_number, _read_us, _read_month_first, _read_day_first):
        try:
            found = reader(text, zone)
        except (ValueError, OverflowError):
            continue
        if found is not None:
            return found
    return None


def _read_common(text: str, _zone: tzinfo) -> Published | None:
    """The two forms that most feeds write, ``Mon, 14 Sep 2026 08:00:00 +0700`` and ISO 8601, without a pattern."""
    if text[3:5] == ", " and len(text) == 31 and text[26] in "+-" and text[16] == text[25] == " ":
        month = _MONTHS.get(text[8:11].lower())
        shift = timedelta(hours=int(text[27:29]), minutes=int(text[29:31]))
        if month is None or shift >= timedelta(hours=15):
            return None
        hour, minute, second = int(text[17:19]), int(text[20:22]), int(text[23:25])
        at = datetime(int(text[12:16]), month, int(text[5:7]), hour, minute, second, tzinfo=UTC)
        at = at - shift if text[26] == "+" else at + shift
    elif text[4:5] == "-" and text[10:11] == "T" and len(text) in (20, 25):
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            return None
        at = at.astimezone(UTC)
    else:
        return None
    return Published(at, Precision.SECOND) if at.year in _YEARS else None


def _read_rfc822(text: str, zone: tzinfo) -> Published | None:
    match = _RFC822.match(text)
    if match is None:
        return None
    day, name, year, hour, minute, second, rest = match.groups()
    month = _MONTHS.get(name.lower())
    return None if month is None else _build(year, month, day, hour, minute, second, rest, zone)


def _read_iso(text: str, zone: tzinfo) -> Published | None:
    match = _ISO.match(text)
    if match is None:
        return None
    year, _, month, day, month2, day2, hour, minute, second, rest = match.groups()
    if hour is None and rest and rest[0].isdigit():
        return None
    return _build(year, month or month2, day or day2, hour, minute, second, rest, zone)


def _read_number(text: str, zone: tzinfo) -> Published | None:
    if _SECONDS.match(text):
        seconds = int(text[:10])
        at = datetime.fromtimestamp(seconds, UTC)
        return Published(at, Precision.SECOND) if at.year in _YEARS else None
    match = _COMPACT.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = match.groups()
    return _build(year, month, day, hour, minute, second, "", zone)


def _read_us(text: str, zone: tzinfo) -> Published | None:
    """``9/14/2026 6:44:00 PM``: the way .NET writes for the United States, month first and without zeros."""
    match = _US.match(text)
    if match is None:
        return None
    month, day, year, hour, minute, second, half, rest = match.groups()
    if second is None and (month[0] == "0" or day[0] == "0"):
        return None
    if int(month) > 12:
        month, day = day, month
    return _build(year, month, day, _hour(hour, half), minute, second and second[1:], rest, zone)


def _read_month_first(text: str, zone: tzinfo) -> Published | None:
    match = _MONTH_FIRST.match(text)
    if match is None:
        return None
    name, day, hour, minute, second, named, year, hour2, minute2, second2, rest = match.groups()
    month = _MONTHS.get(name.lower())
    if month is None:
        return None
    hour, minute, second = (hour, minute, second) if hour else (hour2, minute2, second2)
    half = re.match(r"([AaPp])\.?[Mm]\.?\s*", rest)
    if half and hour:
        hour, rest = _hour(hour, half[1]), rest[half.end() :]
    return _build(year, month, day, hour, minute, second, named or rest, zone)


def _read_day_first(text: str, zone: tzinfo) -> Published | None:
    """Vietnamese forms: the day before the month, the time before or after, weekdays and words around."""
    match = _DAY.search(text)
    if match is None:
        return None
    groups = match.groups()
    if groups[0]:
        day, month, year = groups[0], groups[2], groups[3]
    elif groups[4]:
        day, month, year = groups[4:7]
    else:
        year, month, day = groups[7:10]
    around = text[: match.start()] + " \n " + text[match.end() :]
    clock = _TIME.search(around)
    if clock is None:
        return _build(year, month, day, None, None, None, "", zone)
    hour, minute, second, half, named_half = clock.groups()
    # "00:01 AM", "09:40 AM" and "16:05 PM" all occur: the half only counts where it can.
    if half or named_half:
        hour = _hour(hour, half or ("A" if named_half.lower() in {"sa", "sáng"} else "P"))
    return _build(year, month, day, hour, minute, second, around[clock.end() :].lstrip(" ,|-\n")[:12], zone)


def _hour(hour: str, half: str) -> str:
    number = int(hour)
    if half.upper() == "P":
        return str(number + 12 if number < 12 else number)
    return "0" if number == 12 else hour


def _build(
    year: str,
    month: str | int,
    day: str,
    hour: str | None,
    minute: str | None,
    second: str | None,
    rest: str,
    zone: tzinfo,
) -> Published | None:
    years = int(year) if len(year) == 4 else _century(int(year))
    if years not in _YEARS:
        return None
    if hour is None or minute is None:
        at = datetime(years, int(month), int(day), tzinfo=ICT if zone is ICT else zone)
        return Published(at.astimezone(UTC), Precision.DAY)
    hours, leap = int(hour), timedelta()
    if hours == 24 and int(minute) == 0:
        hours, leap = 0, timedelta(days=1)
    seconds = min(int(second), 59) if second else 0
    at = datetime(years, int(month), int(day), hours, int(minute), seconds, tzinfo=_zone(rest, zone)) + leap
    return Published(at.astimezone(UTC), Precision.SECOND if second else Precision.MINUTE)


def _century(year: int) -> int:
    return year + (2000 if year < 70 else 1900)


@lru_cache(maxsize=256)
def _zone(rest: str, default: tzinfo) -> tzinfo:
    """The zone that stands behind a time: ``+0700``, ``+07``, ``GMT+7``, ``(GMT+7)``, a name; else the source's."""
    match = _ZONE.match(rest.strip()) if rest else None
    if match is None:
        return default
    sign, hours, minutes, name = match.groups()
    if name is not None:
        offset = _NAMED_ZONES.get(name.upper())
        return default if offset is None else timezone(timedelta(hours=offset))
    shift = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if shift >= timedelta(hours=15):
        return default
    return timezone(shift if sign == "+" else -shift)


def _read_relative(text: str, now: datetime, zone: tzinfo) -> Published | None:
    """``4 giờ trước``: as exact as its unit, counted from the fetch."""
    if match := _AGO.search(text):
        count = int(match[1]) if match[1].isdigit() else 1
        step = _STEPS[match[2][:3].lower()]
        try:
            at = now - count * step
        except OverflowError:
            return None
        if step >= timedelta(days=1):
            return _midnight(at, zone)
        return Published(at.astimezone(UTC), Precision.HOUR if step >= timedelta(hours=1) else Precision.MINUTE)
    if _JUST_NOW.search(text):
        return Published(now.astimezone(UTC), Precision.MINUTE)
    if match := _YESTERDAY.search(text):
        days = {"hôm qua": 1, "yesterday": 1, "hôm kia": 2}.get(match[1].lower(), 0)
        day = (now - timedelta(days=days)).astimezone(zone)
        clock = _TIME.search(text)
        if clock and int(clock[1]) < 24 and int(clock[2]) < 60:
            at = day.replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0)
            return Published(at.astimezone(UTC), Precision.MINUTE)
        return _midnight(day, zone)
    return None


def _midnight(at: datetime, zone: tzinfo) -> Published:
    day = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return Published(day.astimezone(UTC), Precision.DAY)


_IN_ADDRESS = re.compile(
    r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])([0-5]\d)([0-5]\d)\d{3}(?!\d)"
)
_DAY_IN_ADDRESS = re.compile(
    r"/(20\d{2})(?:(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[-/])|/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?=/))"
)
_IN_PICTURE = re.compile(r"(?<!\d)([01]\d|2[0-3])([0-5]\d)([0-5]\d)(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(20\d{2})(?!\d)")


def in_address(url: str, *, zone: tzinfo = ICT) -> Published:
    """The time some publishers write into an article's address: a fall-back only, when it said nothing else."""
    try:
        if match := _IN_ADDRESS.search(url):
            year, month, day, hour, minute, second = match.groups()
            return _build(year, month, day, hour, minute, second, "", zone) or UNKNOWN_TIME
        if match := _DAY_IN_ADDRESS.search(url):
            year, month, day, month2, day2 = match.groups()
            return _build(year, month or month2, day or day2, None, None, None, "", zone) or UNKNOWN_TIME
    except ValueError:
        return UNKNOWN_TIME
    return UNKNOWN_TIME


def in_picture(url: str, *, zone: tzinfo = ICT) -> Published:
    """The time in a picture's name, ``HHMMSSddmmyyyy`` (nbtv.vn): the last resort of a listing without dates."""
    match = _IN_PICTURE.search(url)
    if match is None:
        return UNKNOWN_TIME
    hour, minute, second, day, month, year = match.groups()
    try:
        return _build(year, month, day, hour, minute, second, "", zone) or UNKNOWN_TIME
    except ValueError:
        return UNKNOWN_TIME
