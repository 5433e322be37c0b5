"""Normal forms of text: what is compared, never what is shown.

``nfc`` and ``lower`` keep the letters, ``place_tones`` settles on one of the two Vietnamese ways to place a tone mark
(hoà, hòa → hòa), ``fold`` gives up accents altogether (đ = d), for readers who type without them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from nlp.memory import Memory

_TONES = ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323")  # huyền, sắc, hỏi, ngã, nặng


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def composed(text: str) -> tuple[str, list[int]]:
    """NFC of a text, with the place in it that each character (and the end) came from."""
    pieces: list[str] = []
    origin: list[int] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place < len(text) and not _begins(text[place]):
            continue
        piece = nfc(text[start:place])
        pieces.append(piece)
        origin.extend([start] * len(piece))
        start = place
    origin.append(len(text))
    return "".join(pieces), origin


def _begins(letter: str) -> bool:
    """Whether composing never joins the letter to the one before it."""
    is_vowel_or_final_jamo = "\u1160" <= letter <= "\u11ff"
    return not is_vowel_or_final_jamo and unicodedata.combining(letter) == 0 and unicodedata.category(letter)[0] != "M"


def lower(text: str) -> str:
    return nfc(nfc(text).lower())


def _toned(vowels: str) -> dict[str, tuple[str, str]]:
    """Each toned form of the vowels, in both cases, with its bare vowel and its tone."""
    return {nfc(v + tone): (v, tone) for v in vowels + vowels.upper() for tone in _TONES}


_TONED = _toned("aăâeêioôơuưy")
_AE, _Y, _U, _I = ("".join(_toned(vowels)) for vowels in ("ae", "y", "u", "i"))
_ONSETS = "b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|r|s|th?|tr|v|x"
_LETTER = r"[^\W\d_]"

#: Cheap test before the exact patterns below: most texts hold none of these pairs.
_MAYBE = re.compile(rf"[oO][{_AE}]|[uU][{_Y}]|[qQ][{_U}]|[gG][{_I}]")
#: Open syllables only: hoà, khoẻ, thuý. In hoàn, khoét, huỳnh and after q (quý, quà) there is one way to write.
_SECOND_VOWEL = re.compile(rf"(?<!{_LETTER})((?:{_ONSETS})?)(?:(o)([{_AE}])|(u)([{_Y}]))(?!{_LETTER})", re.IGNORECASE)
#: A mark on the u of qu or the i of gi belongs to the vowel after it: qúy, gìa.
_ONSET_VOWEL = re.compile(
    rf"(?<!{_LETTER})(?:(q)([{_U}])(?=[aăâeêiơoy])|(g)([{_I}])(?=[aăâeêoôơuư]))(.)", re.IGNORECASE
)


def _to_first(match: re.Match[str]) -> str:
    onset, o, after_o, u, after_u = match.groups()
    bare, tone = _TONED[after_o or after_u]
    return onset + nfc((o or u) + tone) + bare


def _to_next(match: re.Match[str]) -> str:
    q, u, g, i, vowel = match.groups()
    bare, tone = _TONED[u or i]
    return (q or g) + bare + nfc(vowel + tone)


def place_tones(text: str) -> str:
    """Write hoà, khoẻ, thuý as hòa, khỏe, thúy, and qúy, gìa as quý, già; the length stays. Expects NFC."""
    if _MAYBE.search(text) is None:
        return text
    return _ONSET_VOWEL.sub(_to_next, _SECOND_VOWEL.sub(_to_first, text))


class _Folding(dict[int, str]):
    """Folds Latin letters to their base when first asked. Other scripts keep their marks: й is not и, が is not か."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        base = unicodedata.normalize("NFD", letter)[0]
        folded = base if base.isascii() else letter
        self[code] = folded
        return folded


_FOLDING = _Folding({ord("đ"): "d", ord("ø"): "o", ord("ł"): "l", ord("ı"): "i", ord("ё"): "е"})
_FOLDING.update(dict.fromkeys(range(0x300, 0x370), ""))


def fold(text: str) -> str:
    """Lower case without accents, đ as d. Keeps the length of NFC text (but for loose combining marks and İ)."""
    lowered = lower(text)
    return lowered if lowered.isascii() else nfc(lowered.translate(_FOLDING))


#: ``fold`` for one word, remembered.
folded_word: Callable[[str], str] = Memory(fold, 65_536).__getitem__
