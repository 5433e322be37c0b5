"""The text as an eye reads it: composed, without invisible characters, look-alike letters and digits made plain."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from nlp.text import composed

#: Stands where something is hidden already; no pattern reads across it.
HIDDEN = "\ue000"

#: Cyrillic and Greek letters that look Latin, and the other dashes, dots, slashes.
_LOOKALIKES = str.maketrans(
    "асеһіјорѕхуԁԛԝАВСЕНІЈКМОРЅТХУορνιΑΒΕΖΗΙΚΜΝΟΡΤΥΧ‐‑‒–—−﹣·•․。∙⋅／∕⁄＿＠﹫ᴏ",
    "acehijopsxydqwABCEHIJKMOPSTXYopviABEZHIKMNOPTYX-------......///_@@o",
)
_INVISIBLE = {"\u034f", "\u115f", "\u1160", "\u20e3", "\u3164", *map(chr, range(0xFE00, 0xFE10))}


@dataclass(frozen=True, slots=True)
class Surface:
    """``shown`` keeps the case; ``low`` is lower case, ``plain`` also without accents (đ = d): all of one length."""

    shown: str
    low: str
    plain: str
    _begins: tuple[int, ...]
    _ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Surface:
        places = [place for place, letter in enumerate(text) if not _is_invisible(letter)]
        seen = "".join(text[place] for place in places).translate(_LOOKALIKES)
        letters, origin = composed(seen)
        shown: list[str] = []
        begins: list[int] = []
        ends: list[int] = []
        for at, letter in enumerate(letters):
            after = next((place for place in origin[at + 1 :] if place > origin[at]), len(seen))
            plain = _plain(letter)
            shown += plain
            begins += [places[origin[at]]] * len(plain)
            ends += [places[after - 1] + 1] * len(plain)
        low = [_one(letter.lower(), letter) for letter in shown]
        return cls("".join(shown), "".join(low), "".join(map(_bare, low)), tuple(begins), tuple(ends))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text as given."""
        return self._begins[start], self._ends[end - 1]

    def without(self, spans: Iterable[tuple[int, int]]) -> Surface:
        """The same with these spans hidden."""
        views = [list(self.shown), list(self.low), list(self.plain)]
        for start, end in spans:
            for view in views:
                view[start:end] = HIDDEN * (end - start)
        shown, low, plain = map("".join, views)
        return Surface(shown, low, plain, self._begins, self._ends)


def _is_invisible(letter: str) -> bool:
    return letter in _INVISIBLE or (letter not in "\n\t" and unicodedata.category(letter) in ("Cf", "Cc"))


def _plain(letter: str) -> str:
    if letter.isascii():
        return " " if letter == "\t" else letter
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    if letter.isspace():
        return "\n" if letter in "\u2028\u2029\x85" else " "
    return unicodedata.normalize("NFKC", letter)


def _one(changed: str, letter: str) -> str:
    return changed if len(changed) == 1 else letter


def _bare(letter: str) -> str:
    if letter.isascii():
        return letter
    return "d" if letter == "đ" else _one(unicodedata.normalize("NFD", letter)[:1], letter)
