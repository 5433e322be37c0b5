"""Hide what leads to a person in a message to the tip line, before it is stored (SCOPE §3).

Masked: persons' names as far as they are recognised, telephones, e-mail addresses, identity papers, bank accounts,
plates, handles, links to profiles, house addresses. Public hotlines, prices, dates, law numbers and outlets stay.
"""

from __future__ import annotations

from dataclasses import dataclass

from nlp.masking import addresses, links, names, numbers, plates, spoken
from nlp.masking.kinds import MASK_VI, MASKS, Kind
from nlp.masking.surface import Surface

__all__ = ["MASK_VI", "Kind", "Masked", "MaskedSpan", "mask"]

#: In this order: an e-mail address may hold a number, an address a name.
_FINDERS = (links.find, plates.find, numbers.find, spoken.find, addresses.find, names.find)


@dataclass(frozen=True, slots=True)
class MaskedSpan:
    """What was hidden: characters ``start`` to ``end`` of the text as given."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Masked:
    """The text that may be kept, and what it no longer holds."""

    text: str
    spans: tuple[MaskedSpan, ...]


def mask(text: str) -> Masked:
    """Return the text with masks such as ``[số điện thoại]``; masking it again changes nothing."""
    surface = Surface.of(text)
    surface = surface.without(match.span() for match in MASKS.finditer(surface.shown))
    spans: list[MaskedSpan] = []
    while found := _found(surface):
        spans += [MaskedSpan(kind, *surface.span(start, end)) for kind, start, end in found]
        surface = surface.without((start, end) for _, start, end in found)
    spans.sort(key=lambda span: span.start)
    pieces, end = [], 0
    for span in spans:
        pieces += [text[end : span.start], MASK_VI[span.kind]]
        end = span.end
    return Masked("".join((*pieces, text[end:])), tuple(spans))


def _found(surface: Surface) -> list[tuple[Kind, int, int]]:
    found: list[tuple[Kind, int, int]] = []
    for finder in _FINDERS:
        fresh: list[tuple[Kind, int, int]] = []
        for kind, start, end in sorted(finder(surface), key=lambda one: (one[1], -one[2])):
            if not fresh or start >= fresh[-1][2]:
                fresh.append((kind, start, end))
        surface = surface.without((start, end) for _, start, end in fresh)
        found += fresh
    return found
