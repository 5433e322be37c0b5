"""House addresses: a number with its alley, street or hamlet; a whole commune or a meeting place stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.masking.kinds import Kind
from nlp.masking.surface import Surface


def _either(*words: str) -> str:
    """An alternative of these words, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


_UNIT = _either(
    "nghin", "ngan", "trieu", "k", "tr", "ty", "m2", "m", "met", "km", "kg", "ho", "nguoi", "nam", "phong", "gio", "h",
    "phut", "dong", "d", "lan", "ca", "em",
)  # fmt: skip
#: 12, 12a, 42/9, 12/5/3; no amount.
_NO = rf"\d{{1,4}}[a-d]?(?:[/.-]\d{{1,4}}[a-d]?){{0,4}}(?![\d.,]*\d)(?! ?(?:%|(?:{_UNIT})\b))"
_WAY = _either(
    "duong", "pho", "ngo", "ngach", "hem", "kiet", "hem so", "ngo so", "quoc lo", "tinh lo", "dai lo", "ql", "tl"
)
_PART = _either(
    "to", "thon", "xom", "ap", "khu", "khu pho", "khoi", "khoi pho", "to dan pho", "tdp", "lang", "buon", "plei", "doi",
    "khu do thi", "kdt", "khu dan cu", "kdc", "chung cu", "toa", "toa nha", "tang", "can", "can ho", "lo",
)  # fmt: skip
_HEAD = re.compile(
    rf"(?<![\w/.-])(?:(?:so nha|nha so|dia chi so|so) ?:? ?{_NO}|(?:hem|ngo|ngach|kiet|lo)(?: so)? {_NO}"
    rf"|{_NO}(?=[ ,]{{1,2}}(?:{_WAY})\b))"
)
_STEP = re.compile(rf"(?P<gap> ?, ?| - | |)(?:{_WAY}|{_PART}|phuong)\b ?")
_NUMBER = re.compile(r"(?:so )?\d{1,4}[a-d]?(?:/\d{1,4}[a-d]?)*(?!\w|[.,]\d)")
_WORD = re.compile(r"[^\W_]+")
#: Numbered as well, and nobody's house: bến số 2, trạm số 8.
_NO_HOUSE = re.compile(r"\b(?:ben|cong|cua|cau|tuyen|doi|quyet dinh|ke hoach|thong bao|van ban|giai|bao|nha may) $")
#: Syllables of the longest name of a street or hamlet.
_MOST_SYLLABLES = 5


def find(surface: Surface) -> Iterator[tuple[Kind, int, int]]:
    """Addresses that name a house: its number with a way or part beside it, or a number said to be a house's."""
    for match in _HEAD.finditer(surface.plain):
        end, levels = match.end(), 0
        while (step := _STEP.match(surface.plain, end)) and (named := _named(surface, step.end())) > step.end():
            end, levels = named, levels + 1
        is_house = match[0].startswith(("so nha", "nha so"))
        is_down_an_alley = "/" in match[0] and match[0].startswith(("hem", "ngo", "ngach", "kiet"))
        if _NO_HOUSE.search(surface.plain, max(0, match.start() - 12), match.start()):
            continue
        if levels or is_house or is_down_an_alley:
            yield Kind.ADDRESS, match.start(), end


def _named(surface: Surface, start: int) -> int:
    """Where the name (told by its capitals) or number that follows ends; ``start`` when there is none."""
    number = _NUMBER.match(surface.plain, start)
    if number:
        return number.end()
    end = at = start
    for _ in range(_MOST_SYLLABLES):
        word = _WORD.match(surface.shown, at)
        if word is None or not word[0][0].isupper():
            break
        end, at = word.end(), word.end() + 1
        if surface.shown[end : end + 1] != " ":
            break
    return end
