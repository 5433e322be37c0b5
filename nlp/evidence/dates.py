"""Days, months, years and hours of a text, each with the parts it names; relative words count from its day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from nlp.evidence.proposal import Span

_MAX_CHARS = 20_000
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:1[5-9]|20)\d\d"
_PATTERN = re.compile(
    rf"""(?<![\d.,/])(?:
      (?P<d1>{_DAY})\s?[/.-]\s?(?P<m1>{_MONTH})\s?[/.-]\s?(?P<y1>{_YEAR}|\d\d)
    | (?P<m2>{_MONTH})[/-](?P<y2>{_YEAR})
    | (?:(?P<n3>(?:mùng|mồng|mung|ngày|ngay|sáng|trưa|chiều|tối|đêm|khuya|hôm|qua|nay|từ|đến|tới|trước|sau|vào|tuần
        |thứ\s\w+|chủ\snhật)\s\(?|\())?(?P<d3>{_DAY})(?P<s3>[/.-])(?P<m3>{_MONTH})
    | (?P<hour>[01]?\d|2[0-4])\s?(?:giờ|gio|h|g)(?:\s?(?P<minute>[0-5]\d)(?:\s?(?:phút|p))?)?(?!\w)
    )(?![\d/])
    | (?:(?:ngày|mùng|mồng|hôm)\s(?P<d4>{_DAY})\s)?(?:tháng|thang)\s(?P<m4>{_MONTH})(?!\d)
        (?:\s?[/.-]\s?|\s?,?\s(?:năm|nam)\s)?(?P<y4>{_YEAR})?
    | (?:ngày|mùng|mồng)\s(?P<d5>{_DAY})(?![\d.,/])
    | (?:tháng|thang)\s(?P<m6>một|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười\smột|mười\shai|mười|chạp|giêng)(?!\w)
    | (?:quý|qúy)\s(?P<quarter>[1-4]|iv|iii|ii|i)(?!\w)(?:[/\s]+(?:năm\s)?(?P<y7>{_YEAR}))?
    | (?:năm|nam|từ|trước|sau|cuối|đầu|giữa|hè|giai\sđoạn|đến|tới|mùa\sgiải|-|–|\()
        \s?(?P<y8>{_YEAR})(?![\d.,]\d|\s?(?:đồng|người|tỷ|triệu|m\b|km|ha|tấn|usd|căn|vụ))
    | (?P<near>hôm\snay|hôm\squa|hôm\skia|ngày\smai|ngày\skia
        |năm\snay|năm\sngoái|năm\strước|năm\ssau|năm\stới|tháng\snày|tháng\strước|tháng\stới|tháng\ssau
        |sáng\snay|trưa\snay|chiều\snay|tối\snay|đêm\snay|đêm\squa|tối\squa|sáng\smai|chiều\smai|tối\smai)(?!\w)
    """,
    re.VERBOSE,
)  # fmt: skip
_MONTH_NAMES = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_DAYS_AWAY = {"nay": 0, "qua": -1, "kia": -2, "mai": 1}
_YEARS_AWAY = {"nay": 0, "ngoái": -1, "trước": -1, "sau": 1, "tới": 1}
_PARTS = re.compile(r"(?<!\w)(sáng|trưa|chiều|tối|đêm|khuya|rạng sáng)(?!\w)")
_PART_HOURS = {
    "sáng": (0, 11),
    "rạng sáng": (0, 6),
    "trưa": (10, 14),
    "chiều": (12, 19),
    "tối": (17, 24),
    "đêm": (18, 30),
    "khuya": (20, 30),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """What is named of a time: any of year, month, day (or quarter), or an hour with its minute."""

    span: Span
    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    hour: int | None = None
    minute: int | None = None
    #: sáng, chiều, tối ...: stands beside the time.
    part: str | None = None

    @property
    def is_hour(self) -> bool:
        return self.hour is not None


def find(low: str, day: date | None = None) -> tuple[Moment, ...]:
    """The moments of a lower-case NFC text, in order."""
    found: list[Moment] = []
    for match in _PATTERN.finditer(low, 0, min(len(low), _MAX_CHARS)):
        moment = _moment(match, day)
        if moment is not None:
            found.append(moment)
    return tuple(found)


def _moment(match: re.Match[str], today: date | None) -> Moment | None:
    read = match.groupdict()
    start = match.start()
    if read["n3"]:
        start += len(read["n3"])
    elif read["d3"] and (read["s3"] != "/" or _is_ratio(match)):
        # "2-1" is a result and "3.5" a number, unless a word says that it is a day
        return None
    span = (start, match.end())
    if read["near"]:
        return _relative(read["near"], span, today)
    if read["hour"]:
        hour = int(read["hour"])
        part = _part_beside(match)
        if part in ("chiều", "tối", "đêm") and 1 <= hour < 12 and not (part == "đêm" and hour < 5):
            hour += 12
        return Moment(span, hour=hour, minute=int(read["minute"]) if read["minute"] else None, part=part)
    year = next((_full_year(read[key]) for key in ("y1", "y2", "y4", "y7", "y8") if read[key]), None)
    month = next((int(read[key]) for key in ("m1", "m2", "m3", "m4") if read[key]), None)
    if read["m6"]:
        month = _MONTH_NAMES[" ".join(read["m6"].split())]
    day = next((int(read[key]) for key in ("d1", "d3", "d4", "d5") if read[key]), None)
    quarter = None
    if read["quarter"]:
        quarter = _QUARTERS.get(read["quarter"]) or int(read["quarter"])
    return Moment(span, year, month, day, quarter, part=_part_beside(match) if day else None)


def _is_ratio(match: re.Match[str]) -> bool:
    """ "1/4 dặm", "top 3/10": a share or a rank, not a day."""
    before = match.string[max(0, match.start() - 12) : match.start()].split()
    after = match.string[match.end() : match.end() + 8].split()
    if before and before[-1] in ("chiếm", "hơn", "gần", "khoảng", "thứ", "top", "hạng", "được", "số"):
        return True
    return bool(after) and after[0] in ("dặm", "số", "người", "inch", "diện", "dân", "tổng", "trong")


def _full_year(figures: str) -> int:
    return int(figures) if len(figures) == 4 else 2000 + int(figures)


def _part_beside(match: re.Match[str]) -> str | None:
    around = match.string[max(0, match.start() - 14) : match.start() + 5], match.string[match.end() : match.end() + 7]
    for text in around:
        found = _PARTS.findall(text)
        if found:
            return str(found[-1])
    return None


def _relative(words: str, span: Span, today: date | None) -> Moment | None:
    first, last = words.split()
    part = first if first in _PART_HOURS else None
    if today is None:
        return Moment(span, part=part) if part else None
    if first == "năm":
        return Moment(span, year=today.year + _YEARS_AWAY[last])
    if first == "tháng":
        months = today.year * 12 + today.month - 1 + {"này": 0, "trước": -1}.get(last, 1)
        return Moment(span, year=months // 12, month=months % 12 + 1)
    away = 2 if words == "ngày kia" else _DAYS_AWAY[last]
    try:
        then = today + timedelta(days=away)
    except OverflowError:
        return None
    return Moment(span, then.year, then.month, then.day, part=part)


def agree(claim: Moment, evidence: Moment) -> bool | None:
    """Whether two moments can be one; ``None`` where they name nothing in common."""
    if claim.is_hour and evidence.is_hour:
        same_hour = claim.hour is not None and evidence.hour is not None and claim.hour % 24 == evidence.hour % 24
        return same_hour and (claim.minute is None or evidence.minute is None or claim.minute == evidence.minute)
    if claim.hour is not None or evidence.hour is not None:
        timed, other = (claim, evidence) if claim.hour is not None else (evidence, claim)
        if other.part is None or timed.hour is None:
            return None
        low, high = _PART_HOURS[other.part]
        return low <= timed.hour <= high or low <= timed.hour + 24 <= high
    shared: bool | None = None
    for mine, theirs in (
        (claim.year, evidence.year),
        (claim.month, evidence.month),
        (claim.day, evidence.day),
        (claim.quarter or _quarter(claim), evidence.quarter or _quarter(evidence)),
    ):
        if mine is None or theirs is None:
            continue
        if mine != theirs:
            return False
        shared = True
    return shared


def parts_differ(claim: Moment, evidence: Moment) -> bool:
    """Whether both name a part of the day, and not the same: "sáng 6/6" and "chiều 6/6"."""
    if claim.part is None or evidence.part is None or claim.part == evidence.part:
        return False
    mine, theirs = _PART_HOURS[claim.part], _PART_HOURS[evidence.part]
    return mine[1] <= theirs[0] + 1 or theirs[1] <= mine[0] + 1


def _quarter(moment: Moment) -> int | None:
    return None if moment.month is None else (moment.month + 2) // 3
