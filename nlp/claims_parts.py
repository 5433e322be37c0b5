"""Who, what, how much, where and when of a claim, as places in its text.

Who is a body (an office, a company, a hospital), never a person: claims are about what happened, and no one's name is
kept as the subject of one (SCOPE: the unit of work is never a person).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.evidence.proposal import Span
from nlp.evidence.reading import read

#: What a body's name begins with; what follows in capitals belongs to it.
_BODY = re.compile(
    r"\b(?:UBND|HĐND|TAND|VKSND|Ủy ban|Uỷ ban|Hội đồng|Chính phủ|Quốc hội|Bộ|Sở|Cục|Chi cục|Tổng cục|Ban|Thanh tra|"
    r"[Cc]ông an|[Cc]ảnh sát|[Tt]òa án|[Vv]iện kiểm sát|[Bb]ệnh viện|[Tt]rường|[Đđ]ại học|[Cc]ông ty|[Tt]ập đoàn|"
    r"[Nn]gân hàng|[Hh]iệp hội|[Ll]iên đoàn|[Đđ]ài)"
    r"(?:\s+(?:tỉnh|thành phố|TP\.?|huyện|quận|xã|phường|cổ phần|TNHH|nhân dân|đa khoa|và|&|-|–|[A-ZĐÀ-Ỹ0-9][\w.&-]*))*"
)
_LINKS = re.compile(r"(?:\s+(?:và|&|-|–|tỉnh|huyện|xã))+$")


@dataclass(frozen=True, slots=True)
class ClaimParts:
    """Characters of the claim's text; ``None`` or empty where nothing of the kind is said."""

    who: Span | None
    what: Span | None
    how_much: tuple[Span, ...]
    where: tuple[Span, ...]
    when: tuple[Span, ...]


def parts(text: str) -> ClaimParts:
    """Find the parts of one sentence; any text will do."""
    reading = read(text)
    who = _who(text)
    return ClaimParts(
        who=who,
        what=_what(text, who),
        how_much=tuple(reading.span(start, end) for _, start, end in reading.quantities if end > start),
        where=tuple(reading.span(name.start, name.end) for name in reading.names if reading.is_place(name)),
        when=tuple(reading.span(start, end) for _, start, end in reading.moments if end > start),
    )


def _who(text: str) -> Span | None:
    found = _BODY.search(text)
    if found is None:
        return None
    trailing = _LINKS.search(found[0])
    return found.start(), found.end() - (len(trailing[0]) if trailing else 0)


def _what(text: str, who: Span | None) -> Span | None:
    """What is said of it: the rest of the sentence, or all of it where nobody is named."""
    begin = 0 if who is None else who[1]
    said = text[begin:].strip(" ,.;:!?\n\t")
    if not said:
        return None
    start = text.index(said, begin)
    return start, start + len(said)
