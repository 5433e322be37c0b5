"""House addresses: a number with its alley, street or hamlet; a whole commune or a meeting place stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.masking.kinds import Kind
from nlp.masking.surface import Surface

_NO = r"\d{1,4}[a-d]?(?:[/.-]\d{1,4}[a-d]?){0,4}(?![\d.,]*\d)(?! ?(?:nghin|ngan|trieu|k|tr|ty|m2|m|met|km|kg|ho|nguoi|nam|phong|gio|h|phut|%|dong|d|lan|ca|em)\b)"
_WAY = r"(?:duong|pho|ngo|ngach|hem|kiet|hem so|ngo so|quoc lo|tinh lo|dai lo|lo|ql|tl|d\.)"
_PART = r"(?:to|thon|xom|ap|khu|khu pho|khoi|khoi pho|to dan pho|tdp|lang|buon|plei|doi|khu do thi|kdt|khu dan cu|kdc|chung cu|toa|toa nha|tang|can|can ho|lo)"
_WARD = r"(?:phuong|p\.)"
_STEP = re.compile(rf"(?P<sep>[ ]?,[ ]?|[ ]-[ ]|[ ]|)(?P<level>{_WAY}|{_PART}|{_WARD})[ ]?(?P<rest>)")
_HEAD = re.compile(
    rf"(?<![\w/.-])(?:(?:so nha|nha so|dia chi so|so)[ ]?:?[ ]?{_NO}|(?:hem|ngo|ngach|kiet|lo)(?: so)? {_NO}|{_NO}(?=[ ,]{{1,2}}{_WAY}\b))"
)


def find(surface: Surface) -> Iterator[tuple[Kind, int, int]]:
    """Addresses that name a house; needs a number and a way or part beside it."""
    for match in _HEAD.finditer(surface.plain):
        end, levels = match.end(), 0
        while True:
            step = _STEP.match(surface.plain, end)
            if step is None or (step["sep"] == "" and levels == 0):
                break
            named = _named(surface, step.end())
            if named == step.end():
                break
            end, levels = named, levels + 1
        is_alley = not match[0].startswith(("so", "nha", "dia")) and "/" in match[0] and match[0][0].isalpha()
        is_house = match[0].startswith(("so nha", "nha so"))
        if levels or is_alley or is_house:
            yield Kind.ADDRESS, match.start(), end


def _named(surface: Surface, start: int) -> int:
    """Where the name or number that follows ends; ``start`` when there is none."""
    number = re.compile(r"(?:so )?\d{1,4}[a-d]?(?:/\d{1,4}[a-d]?)*(?!\w|[.,]\d)").match(surface.plain, start)
    if number:
        return number.end()
    end = at = start
    for _ in range(5):
        word = re.compile(r"[^\W_]+").match(surface.shown, at)
        if word is None or not word[0][0].isupper():
            break
        end = word.end()
        if surface.shown[end : end + 1] != " ":
            break
        at = end + 1
    return end
