"""Vietnamese numerals in words and figures: "12 nghìn tỷ", "1,2 triệu", "hai chục", "một phần ba", "ba mươi lăm".

``value_of`` reads figures, ``read_words`` syllables. A vague numeral ("vài chục", "hàng nghìn") is an interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
#: What multiplies the numeral before it. ``k`` and ``tr`` are how people type prices.
SCALES = {
    "chục": 10, "trăm": 100, "nghìn": 1_000, "ngàn": 1_000, "k": 1_000, "vạn": 10_000, "triệu": 1_000_000,
    "tr": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000,
}  # fmt: skip
#: Scales that a numeral in figures may have without being typed as prices are.
_TENS = "mươi"
_TEN = "mười"
_LINKS = frozenset({"linh", "lẻ"})
_HALF = "rưỡi"
#: How many of the scale after it a vague word may mean.
_VAGUE = {"vài": (2, 9), "mấy": (2, 9), "dăm": (4, 7), "nhiều": (2, 99), "hàng": (1, 10), "cả": (1, 2), "bạc": (1, 10)}
#: Every syllable with which a numeral in words can begin.
OPENING = frozenset(("nửa", "phần", _TEN, *DIGITS, *SCALES, *_VAGUE))


@dataclass(frozen=True, slots=True)
class Numeral:
    """``low`` to ``high`` (equal where it is exact), of so many tokens; ``is_share`` where it is part of a whole."""

    low: float
    high: float
    size: int
    is_share: bool = False


def value_of(figures: str, *, is_scaled: bool) -> float:
    """The value of figures with Vietnamese or English separators: ``3.500`` and ``3,500``, ``1,2``, ``311.192,6``.

    ``is_scaled``: a scale follows ("36,210 triệu"), so a comma before three digits is a decimal comma.
    """
    dots, commas = figures.count("."), figures.count(",")
    if dots and commas:
        decimal = max(figures.rfind("."), figures.rfind(","))
        whole, rest = figures[:decimal], figures[decimal + 1 :]
        return float(f"{_bare(whole)}.{rest}")
    sign = "." if dots else ","
    groups = figures.split(sign)
    if len(groups) == 1:
        return float(figures)
    is_grouped = all(len(group) == 3 for group in groups[1:]) and 0 < len(groups[0]) <= 3 and groups[0] != "0"
    if is_grouped and not (is_scaled and sign == "," and len(groups) == 2):
        return float("".join(groups))
    if len(groups) == 2:
        return float(f"{groups[0] or 0}.{groups[1]}")
    return float("".join(groups))


def _bare(figures: str) -> str:
    return figures.replace(".", "").replace(",", "") or "0"


def scaled(value: float, words: Sequence[str], start: int) -> tuple[float, int]:
    """Multiply by the scales from ``words[start]`` on ("nghìn tỷ", "triệu rưỡi"); the value and the next place."""
    place, scale = start, 1.0
    while place < len(words) and place < start + 2 and (factor := SCALES.get(words[place])):
        scale *= factor
        place += 1
    if place > start and place < len(words) and words[place] == _HALF:
        return value * scale + scale / 2, place + 1
    return value * scale, place


def read_words(words: Sequence[str], start: int) -> Numeral | None:
    """The numeral that begins at ``words[start]`` (lower case), or ``None``. A lone ``một`` is a numeral too."""
    word = words[start]
    if word == "nửa" or (word == "một" and words[start + 1 : start + 2] == ["nửa"]):
        begin = start + 1 + (word == "một")
        value, after = scaled(0.5, words, begin)
        return Numeral(value, value, after - start, is_share=after == begin)
    if word in _VAGUE:
        return _vague(words, start)
    share = _share(words, start)
    if share is not None:
        return share
    total, place = 0.0, start
    while place < len(words):
        below, after = _below_thousand(words, place)
        if after == place:
            break
        value, place = scaled(below, words, after)
        if total and value >= total:
            return Numeral(total, total, after - start) if after > start else None
        total += value
        if place == after:
            break
    if place == start and word in SCALES and word not in ("k", "tr") and start + 1 < len(words):
        # "chục người", "trăm hộ": one of it, or somewhat more; "triệu rưỡi" is exact
        value, place = scaled(1, words, start)
        return Numeral(value, value if words[place - 1] == _HALF else value * 2, place - start)
    return Numeral(total, total, place - start) if place > start else None


def _vague(words: Sequence[str], start: int) -> Numeral | None:
    low, high = _VAGUE[words[start]]
    value, after = scaled(1, words, start + 1)
    if after == start + 1:
        return Numeral(low, high, 1) if words[start] in ("vài", "dăm") else None
    return Numeral(low * value, high * value, after - start)


def _share(words: Sequence[str], start: int) -> Numeral | None:
    """ "một phần ba", "chín phần mười", "phần tư"."""
    upper, place = (1, start) if words[start] == "phần" else (DIGITS.get(words[start], 0), start + 1)
    if not upper or place + 1 >= len(words) or words[place] != "phần":
        return None
    lower = 10 if words[place + 1] == _TEN else DIGITS.get(words[place + 1], 0)
    if lower < 2 or upper > lower:
        return None
    return Numeral(upper / lower, upper / lower, place + 2 - start, is_share=True)


def _below_thousand(words: Sequence[str], start: int) -> tuple[float, int]:
    """ "ba trăm hai mươi lăm", "mười hai", "hai trăm linh năm"; the value and the next place."""
    total, place = 0, start
    if words[start] in DIGITS and start + 1 < len(words) and words[start + 1] == "trăm":
        total, place = 100 * DIGITS[words[start]], start + 2
        if place < len(words) and words[place] in _LINKS:
            place += 1
            if place < len(words) and words[place] in DIGITS:
                return total + DIGITS[words[place]], place + 1
            return total, place - 1
    if place >= len(words):
        return total, place
    if words[place] == _TEN:
        total, place = total + 10, place + 1
        unit = DIGITS.get(words[place]) if place < len(words) else None
        return (total + unit, place + 1) if unit and not _is_year(words, place) else (total, place)
    digit = DIGITS.get(words[place])
    if digit is None:
        return total, place
    follows = words[place + 1] if place + 1 < len(words) else ""
    if follows == _TENS:
        total, place = total + 10 * digit, place + 2
        unit = DIGITS.get(words[place]) if place < len(words) else None
        return (total + unit, place + 1) if unit and not _is_year(words, place) else (total, place)
    if place > start:
        return (total + digit, place + 1) if digit and not _is_year(words, place) else (total, place)
    return total + digit, place + 1


def _is_year(words: Sequence[str], place: int) -> bool:
    """Whether ``năm`` is the year here, not five: "mười năm", "năm 2013"."""
    return words[place] == "năm"
