"""What is counted to judge what a text has to do with a province: kinds and places of its mentions, company, cues.

No feature knows the province's name, so that what is learned from two provinces serves all 34.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from news.analysis import Mention, MentionKind

_SEPARATORS = frozenset({", ", " và ", " - ", "; ", " – ", "-", " hoặc ", ",", " and ", ", tỉnh ", " và tỉnh ", "... "})
_LEFT_WORD = re.compile(r"(\w+)[^\w]*$")
_KINDS = tuple(MentionKind)
#: Kinds that speak of the province itself; a product or a road carries its name anywhere.
_TELLING = (MentionKind.PLACE, MentionKind.ORGANISATION, MentionKind.CLUB)
_UNIT_WORDS = ("xã ", "phường ", "huyện ", "thị xã ", "thành phố ", "đặc khu ", "thị trấn ", "quận ")
_LOCATIVE = frozenset({"ở", "tại", "in", "at"})
_TOWARDS = frozenset({"về", "đến", "tới", "ra", "vào", "lên", "xuống", "qua", "to"})


@dataclass(frozen=True, slots=True)
class Head:
    """Title and lead of an article: its text and where the title ends."""

    text: str
    title_end: int


def measure(head: Head, mentions: Sequence[Mention], province: str, cues: dict[str, int]) -> dict[str, float]:
    """The features of one text for one province; ``mentions`` are those of the head, in order."""
    counted = _features(head, cues, mentions, province)
    counted.update({f"cue {name}": math.log1p(min(count, 8)) for name, count in cues.items()})
    return counted


def _features(head: Head, cues: dict[str, int], mentions: Sequence[Mention], province: str) -> dict[str, float]:
    mine = [mention for mention in mentions if mention.province == province]
    others = [mention for mention in mentions if mention.province not in (province, None)]
    in_title = [mention for mention in mine if mention.start < head.title_end]
    kinds = {mention.kind for mention in mine}
    found: dict[str, float] = {}
    for kind in _KINDS:
        of_kind = [mention for mention in mine if mention.kind is kind]
        found[f"{kind} count"] = math.log1p(len(of_kind))
        found[f"{kind} in title"] = float(any(mention.start < head.title_end for mention in of_kind))
        found[f"only {kind}"] = float(kinds == {kind})
    telling = [mention for mention in mine if mention.kind in _TELLING]
    strangers = {mention.province for mention in others}
    in_list = [mention for mention in mine if _is_listed(head.text, mention, mentions)]
    left = [_left_word(head.text, mention) for mention in mine]
    sport = cues.get("sport", 0)
    first = min((mention.start for mention in mine), default=0)
    has_title_stranger = any(mention.start < head.title_end for mention in others)
    found |= {
        "in title": float(bool(in_title)),
        "first place": first / max(1, len(head.text)),
        "mentions": math.log1p(len(mine)),
        "share": len(telling) / max(1, len(telling) + sum(mention.kind in _TELLING for mention in others)),
        "other provinces": math.log1p(len(strangers)),
        "another in title, not this": float(has_title_stranger and not in_title),
        "another before": float(any(mention.start < first for mention in others)),
        "only in lists": float(bool(mine) and len(in_list) == len(mine)),
        "only in lists, not title": float(bool(mine) and len(in_list) == len(mine) and not in_title),
        "long list": float(bool(in_list) and len(strangers) >= 4),
        "detail": float(any(mention.place.startswith(_UNIT_WORDS) for mention in mine)),
        "locative": float(any(word in _LOCATIVE for word in left)),
        "from": float("từ" in left or "from" in left),
        "towards": float(any(word in _TOWARDS for word in left)),
        "other offices": float(any(mention.kind is MentionKind.ORGANISATION for mention in others)),
        "digest, not in title": float(bool(cues.get("digest")) and not in_title),
        "digest, in title": float(bool(cues.get("digest")) and bool(in_title)),
        "list and weather": float(bool(in_list) and bool(cues.get("weather"))),
        "list and gift": float(bool(in_list) and bool(cues.get("gift"))),
        "once, late": float(len(mine) == 1 and first > len(head.text) * 0.6),
        "once, no place in title": float(len(mine) == 1 and not in_title and not has_title_stranger),
        "province word": float(any(word in {"tỉnh", "province"} for word in left)),
        "residence": float(any("residence" in mention.reason for mention in mine)),
        "letter": float(any("letter" in mention.reason for mention in mine)),
        "other clubs": float(any(mention.kind is MentionKind.CLUB for mention in others)),
        "much sport": float(sport >= 3),
        "full of sport": float(sport >= 6),
        "sport, no club": float(sport >= 2 and MentionKind.CLUB not in kinds),
        "no sport, club": float(sport < 1 and MentionKind.CLUB in kinds),
        "parenthesis": float(any(_is_in_parenthesis(head.text, mention, mine) for mention in mine)),
        "title asks": float("?" in head.text[: head.title_end]),
        "only product, court": float(kinds == {MentionKind.PRODUCT} and cues.get("court", 0) > 0),
        "only product, others": float(kinds == {MentionKind.PRODUCT} and bool(strangers)),
        "road accident": float(kinds == {MentionKind.STREET} and cues.get("road_event", 0) > 0),
    }
    return found


def _is_listed(text: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether another place stands beside it with only a separator between."""
    return any(
        text[other.end : mention.start].lower() in _SEPARATORS or text[mention.end : other.start].lower() in _SEPARATORS
        for other in mentions
        if other.province != mention.province
    )


def _is_in_parenthesis(text: str, mention: Mention, mine: Sequence[Mention]) -> bool:
    """``thành phố Hoa Lư (Ninh Bình``; a former name after the present one, ``Ninh Bình (Hà Nam cũ)``, says nothing."""
    if text[mention.start - 1 : mention.start] != "(":
        return False
    return not any(text[other.end : mention.start] == " (" and other.place == other.surface for other in mine)


def _left_word(text: str, mention: Mention) -> str:
    found = _LEFT_WORD.search(text[max(0, mention.start - 16) : mention.start])
    return found[1].lower() if found else ""
