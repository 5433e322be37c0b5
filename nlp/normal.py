"""A text made comparable (NFC, lower case) whose characters still know where they stood in the text as given."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Normal:
    """``shown`` is NFC, ``low`` its lower case of the same length; ``origin`` is ``None`` where nothing moved."""

    shown: str
    low: str
    origin: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text as given."""
        return (start, end) if self.origin is None else (self.origin[start], self.origin[end])


def normalise(text: str) -> Normal:
    """Compose the text and lower it without moving a character; usual text costs two calls."""
    if unicodedata.is_normalized("NFC", text):
        return Normal(text, _lowered(text), None)
    shown, origin = _compose(text)
    return Normal(shown, _lowered(shown), tuple(origin))


def _lowered(text: str) -> str:
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def _compose(text: str) -> tuple[str, list[int]]:
    pieces: list[str] = []
    origin: list[int] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place < len(text) and not _begins(text[place]):
            continue
        piece = unicodedata.normalize("NFC", text[start:place])
        pieces.append(piece)
        origin.extend([start] * len(piece))
        start = place
    origin.append(len(text))
    return "".join(pieces), origin


def _begins(letter: str) -> bool:
    """Whether composing never joins the letter to the one before it."""
    is_vowel_or_final_jamo = "\u1160" <= letter <= "\u11ff"
    return not is_vowel_or_final_jamo and unicodedata.combining(letter) == 0 and unicodedata.category(letter)[0] != "M"
