"""What stands left and right of a name: the words that say whether it is a place, a club, a street, an origin."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.lexicon import Lexicon

_WORD_OR_SIGN = re.compile(r"[\w’']+\.?(?:\d+)?|[^\w\s]|\n")
_REACH_CHARS = 56
#: ``Hải Nam, 38 tuổi``; ``Hải Nam (38 tuổi``.
_AGE = re.compile(r",? ?\(?\d{1,3} tuổi")
_FORMER = (" cũ", " (cũ", " trước đây", " ngày trước", " trước khi")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the words around one name say; ``unit`` is the level announced by a unit word, if there is one."""

    unit: str = ""
    is_street: bool = False
    is_road: bool = False
    is_club: bool = False
    is_origin: bool = False
    is_residence: bool = False
    is_organisation: bool = False
    is_person: bool = False
    is_locative: bool = False
    is_former: bool = False
    #: A surname begins the capitalised words before: a person's name even where it ends like a province's.
    is_full_name: bool = False
    has_capital_before: bool = False
    has_capital_after: bool = False


def look_around(lexicon: Lexicon, shown: str, low: str, start: int, end: int) -> Surroundings:
    """Read the words beside ``low[start:end]``; ``shown`` is the same text with its capitals."""
    at = max(0, start - _REACH_CHARS)
    left = _WORD_OR_SIGN.findall(shown, at, start)
    if at and left and shown[at - 1].isalnum() and shown[at].isalnum():
        del left[0]
    direct = _direct(left)
    before = [word.lower() for word in direct]
    right = low[end : end + 16]
    after = right[1:].split(" ", 1)[0].rstrip(".,;:)") if right[:1] == " " else ""
    units = lexicon.units_folded if low[start:end].isascii() and low[at:start].isascii() else lexicon.units
    unit = units.get(" ".join(before[-2:])) or (units.get(before[-1], "") if before else "")
    unit = unit or lexicon.units_after.get(after, "")
    near = _phrases(before)
    wider = near | _phrases(before[:-1]) | _phrases(before[:-2]) if unit else near
    beside = lexicon.beside
    capitals = 0 if unit else _capitals(direct)
    chain = before[len(before) - capitals :] if capitals else []
    surname = _surname(lexicon, chain)
    return Surroundings(
        unit=unit,
        is_street=not unit and _is_street(lexicon, near, before),
        is_road="cao tốc" in " ".join(before[-6:]) or not near.isdisjoint(beside["road"]),
        is_club=not near.isdisjoint(beside["club"]) or after in beside["club_after"],
        is_origin=not wider.isdisjoint(beside["origin"]),
        is_residence=not wider.isdisjoint(beside["resident"]),
        is_organisation=not wider.isdisjoint(beside["organisation"]),
        is_person=not unit
        and (not near.isdisjoint(beside["person"]) or surname is not None or _AGE.match(low, end) is not None),
        is_locative=not wider.isdisjoint(beside["locative"]),
        is_former=right.startswith(_FORMER),
        is_full_name=surname == 0 or (surname == 1 and chain[0] in beside["person"]),
        has_capital_before=capitals > 0,
        has_capital_after=right[:1] == " " and shown[end + 1 : end + 2].isupper(),
    )


def _direct(left: list[str]) -> list[str]:
    """The words up to the name with no sign between them."""
    for back, word in enumerate(reversed(left)):
        if not word[0].isalnum():
            return left[len(left) - back :]
    return left


def _phrases(words: list[str]) -> set[str]:
    """The last one to four words, as phrases."""
    return {" ".join(words[-length:]) for length in range(1, min(5, len(words) + 1))}


def _capitals(direct: list[str]) -> int:
    """How many words right before are written with a capital; abbreviations (UBND, CLB) end the count."""
    count = 0
    for word in reversed(direct):
        if not word[0].isupper() or (len(word) > 1 and word.isupper()):
            break
        count += 1
    return count


def _surname(lexicon: Lexicon, chain: list[str]) -> int | None:
    """Where in the capitalised words right before stands a surname with at most thị, văn after it."""
    for at in range(len(chain) - 1, -1, -1):
        if chain[at] in lexicon.surnames:
            return at
        if chain[at] not in lexicon.middle:
            return None
    return 0 if chain[-1:] in (["thị"], ["văn"]) else None


def _is_street(lexicon: Lexicon, near: set[str], before: list[str]) -> bool:
    """A street word or a house number right before."""
    if not near.isdisjoint(lexicon.beside["not_street"]):
        return False
    has_number = len(before) > 1 and before[-1][0].isdigit() and before[-2] in {"số", "nhà"}
    return has_number or not near.isdisjoint(lexicon.beside["street"])
