"""Quantities of a text with their units and what hedges them: "gần 1.200 công nhân" is 1,020 to 1,200 people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from nlp.evidence.numerals import DIGITS, OPENING, SCALES, Numeral, read_words, scaled, value_of
from nlp.evidence.proposal import Span
from nlp.evidence.units import MONEY, UNITS, counted, unit_at

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|k?m[²³23](?!\w)|km/(?:h|giờ)(?!\w)|°c?|[^\W\d_]+|[%$€]|[-–/]")
_MAX_CHARS = 20_000
#: Figures longer than any amount are ids.
_MAX_FIGURES = 21
#: Hedges before a number, as factors of the lowest and the highest value meant. The longest match wins.
_HEDGES = {
    "gần": (0.85, 1.0), "gần tới": (0.85, 1.0), "ngót": (0.85, 1.0), "suýt": (0.85, 1.0), "xấp xỉ": (0.93, 1.07),
    "hơn": (1.0, 1.2), "trên": (1.0, 1.2), "quá": (1.0, 1.2), "ngoài": (1.0, 1.2), "vượt": (1.0, 1.3),
    "trên dưới": (0.9, 1.1),
    "khoảng": (0.9, 1.1), "chừng": (0.9, 1.1), "tầm": (0.9, 1.1), "cỡ": (0.9, 1.1), "độ": (0.9, 1.1), "ước": (0.9, 1.1),
    "khoảng gần": (0.85, 1.0), "khoảng hơn": (1.0, 1.2), "dưới": (0.0, 1.0), "chưa đầy": (0.5, 1.0),
    "chưa tới": (0.5, 1.0), "chưa đến": (0.5, 1.0), "không đầy": (0.5, 1.0),
    "không quá": (0.0, 1.0), "tối đa": (0.0, 1.0),
    "nhiều nhất": (0.0, 1.0), "cao nhất": (0.0, 1.0), "không dưới": (1.0, 1e6), "ít nhất": (1.0, 1e6),
    "tối thiểu": (1.0, 1e6),
    "từ": (1.0, 1.0), "lên tới": (1.0, 1.0), "tới": (1.0, 1.0),
}  # fmt: skip
#: An exact figure may be a rounded one: half a unit of its last digit that is not zero, but never more than this share.
_ROUNDING = 0.06
#: Before ``năm`` that is five, something is counted after it; here is what else may follow a numeral in words.
_COUNTED = frozenset({
    "người", "vụ", "ngày", "tháng", "giờ", "phút", "lần", "tiếng", "trận", "bàn", "bé", "em", "cháu", "cô", "thầy",
    "con", "chiếc", "căn", "nhà", "xe", "trường", "bài", "câu", "hộ", "xã", "huyện", "tỉnh", "nước", "triệu", "tỷ",
    "nghìn", "ngàn", "trăm", "chục", "mươi", "mét", "cây", "tuần", "nghi", "nạn", "bệnh", "học", "dự", "công",
    "loại", "món", "quả", "ngôi", "đội", "đứa", "bộ", "điểm", "vòng", "nhân", "ông", "bà", "anh", "chị", "thành",
    "ca", "ổ", "tòa", "tầng", "đối", "tên", "cầu", "phiên", "ngân", "doanh", "cơ", "thí",
})  # fmt: skip


class Hedge(Enum):
    """How two quantities of one kind stand to each other."""

    AGREES = "agrees"
    NEAR = "near"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Quantity:
    """``low`` to ``high`` of ``kind`` in its first unit; ``noun`` is what is counted where nothing is measured."""

    low: float
    high: float
    kind: str
    noun: str
    span: Span
    is_words: bool

    @property
    def middle(self) -> float:
        return (self.low + min(self.high, 2 * self.low or self.high)) / 2


def find(low: str, taken: Sequence[Span] = ()) -> tuple[Quantity, ...]:
    """Quantities of a lower-case NFC text; what stands in the spans ``taken`` (dates) is none."""
    matches = [
        match for match in _TOKEN.finditer(low, 0, min(len(low), _MAX_CHARS)) if not _within(match.span(), taken)
    ]
    words = [match[0] for match in matches]
    found: list[Quantity] = []
    place = 0
    while place < len(words):
        numeral = _numeral(words, place)
        if numeral is None or not _adjacent(matches, place, place + numeral.size, low):
            place += 1
            continue
        after = place + numeral.size
        # "35-37 độ", "từ 10.000 đến 15.000 viên"
        upper = _upper(words, after)
        high = numeral.high
        if upper is not None and upper[0].low > 0:
            other, size = upper
            if numeral.low < other.high or other.high / numeral.low > 100:
                numeral = Numeral(_of_range(words[place], numeral, other), other.high, numeral.size)
                high, after = other.high, after + size
        is_followed = after < len(words) and not low[matches[after - 1].end() : matches[after].start()].strip()
        found.append(_measured(words if is_followed else words[:after], matches, place, after, numeral, high))
        place = after
    return tuple(found)


def _numeral(words: Sequence[str], place: int) -> Numeral | None:
    word = words[place]
    if word[0].isdecimal():
        if len(word) > _MAX_FIGURES:
            return None
        follows = words[place + 1] if place + 1 < len(words) else ""
        value, after = scaled(value_of(word, is_scaled=follows in SCALES), words, place + 1)
        # "1 tỷ 250 triệu"
        if after > place + 1 and after + 1 < len(words) and words[after][0].isdecimal() and words[after + 1] in SCALES:
            rest, end = scaled(value_of(words[after], is_scaled=True), words, after + 1)
            if rest < value and len(words[after]) <= 3:
                return Numeral(value + rest, value + rest, end - place)
        return Numeral(value, value, after - place)
    if word not in OPENING or (word == "năm" and not _is_five(words, place)):
        return None
    if word == "ba" and place + 1 < len(words) and words[place + 1] in ("mẹ", "má", "tôi", "em", "anh"):
        return None
    numeral = read_words(words, place)
    if numeral is None or (word == "không" and numeral.size == 1):
        return None
    return numeral


def _is_five(words: Sequence[str], place: int) -> bool:
    return place + 1 < len(words) and (words[place + 1] in _COUNTED) and (place == 0 or words[place - 1] not in DIGITS)


def _adjacent(matches: Sequence[re.Match[str]], start: int, end: int, low: str) -> bool:
    """Whether only spaces stand between the tokens of a numeral: "năm 2013, 5" are two."""
    return all(
        not low[one.end() : other.start()].strip()
        for one, other in zip(matches[start:end], matches[start + 1 : end], strict=False)
    )


def _upper(words: Sequence[str], after: int) -> tuple[Numeral, int] | None:
    """The higher end of a range and how many tokens it takes, the sign of the range included."""
    if after + 1 < len(words) and words[after] in ("-", "–", "đến", "tới"):
        numeral = _numeral(words, after + 1)
        if numeral is not None:
            return numeral, numeral.size + 1
    return None


def _of_range(word: str, lower: Numeral, upper: Numeral) -> float:
    """The lower end with the upper's scale: "2-3 triệu", "36,210 – 36,280 triệu"."""
    bare = value_of(word, is_scaled=True) if word[0].isdecimal() and lower.size == 1 else lower.low
    for scale in (1e12, 1e9, 1e6, 1e3):
        if bare < 1000 <= upper.low and scale <= upper.low < 1000 * scale:
            return bare * scale
    return lower.low


def _measured(
    words: Sequence[str], matches: Sequence[re.Match[str]], start: int, after: int, numeral: Numeral, high: float
) -> Quantity:
    unit = unit_at(words, after) if after < len(words) else None
    kind, size, end = "", 1.0, after
    if unit is not None:
        kind, size, width = unit
        end = after + width
    elif start and words[start - 1] == "$":
        kind = "usd"
    elif numeral.is_share:
        kind, size = "percent", 100.0
    low = numeral.low
    if low == high and not numeral.is_share:
        slack = _slack(low)
        low, high = low - slack, high + slack
    for width in (2, 1):
        factors = _HEDGES.get(" ".join(words[max(0, start - width) : start])) if start >= width else None
        if factors is not None and numeral.low == numeral.high:
            low, high = numeral.low * factors[0], numeral.high * factors[1]
            break
    noun = counted(words, after) if not kind and after < len(words) else ""
    last = matches[min(end, len(matches)) - 1].end()
    is_words = not any(word[0].isdecimal() for word in words[start:after])
    return Quantity(low * size, high * size, kind, noun, (matches[start].start(), last), is_words)


def _slack(value: float) -> float:
    """How far the figure before rounding may have been: 1.200 is 1,150 to 1,250, but 2,476 only itself."""
    if value < 100 and value == int(value):
        return 0.0
    step = 1.0
    while value % (step * 10) == 0 and step < value:
        step *= 10
    return min(step / 2 if step > 1 else 0.0, _ROUNDING * value)


def _within(span: Span, taken: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in taken)


def stand(claim: Quantity, evidence: Quantity) -> Hedge:
    """How a quantity of the claim stands to one of the evidence, whose kinds must be comparable."""
    if claim.low <= evidence.high * 1.005 and evidence.low <= claim.high * 1.005:
        return Hedge.AGREES
    larger, smaller = max(claim.middle, evidence.middle), min(claim.middle, evidence.middle)
    return Hedge.NEAR if larger and smaller / larger > 0.93 else Hedge.DIFFERS


def comparable(claim: Quantity, evidence: Quantity) -> bool:
    """Whether the two are of one kind; a bare number may be money or anything counted."""
    if claim.kind == evidence.kind:
        return bool(claim.kind) or not claim.noun or not evidence.noun or claim.noun == evidence.noun
    bare, other = (claim, evidence) if not claim.kind else (evidence, claim)
    return not bare.kind and not bare.noun and (other.kind in MONEY or other.kind in UNITS)
