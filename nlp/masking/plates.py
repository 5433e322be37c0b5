"""Number plates of cars and motorcycles, civil, military and diplomatic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.masking.kinds import Kind
from nlp.masking.surface import Surface

_PLATE = re.compile(
    r"(?<![\w.,/-])\d{2}[ .-]?[a-z]{1,2}\d?[ ]?[-. ]?[ ]?(?:\d{3}[ .-]?\d{2}|\d{4})(?![\w/]|[.,]\d)"
    r"|(?<![\w.,/-])\d{2}-\d{3}-(?:ng|nn|qt|cv)-?\d{2}(?!\w)"
)
_MILITARY = re.compile(r"(?<=bien )(?:so )?[a-z]{2}[ -]\d{2}[ -]\d{2}(?!\w)")
#: 18h2030, 20k5000: a time or a price, not a plate.
_OTHER = re.compile(r"\d{2} ?(?:h|k|m|g|kg|km|tr|ty|cm|ml)\b ?\d*|\d{2}[ .-]?(?:h|g|k|m)[ .-]?\d{4}\b")


def find(surface: Surface) -> Iterator[tuple[Kind, int, int]]:
    """Plates; a form that is also an amount or a time is left."""
    for pattern in (_PLATE, _MILITARY):
        for match in pattern.finditer(surface.plain):
            if not _OTHER.fullmatch(match[0]) or surface.shown[match.start() : match.end()].isupper():
                yield Kind.PLATE, *match.span()
