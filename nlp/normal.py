"""A text made comparable (NFC, lower case) whose characters still know where they stood in the text as given."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from nlp.text import composed


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
    shown, origin = composed(text)
    return Normal(shown, _lowered(shown), tuple(origin))


def _lowered(text: str) -> str:
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
