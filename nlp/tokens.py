"""The one tokenisation of query and document: syllables in normal form, pairs of characters where nothing is spaced.

* NFC, one tone placement, lower case; letters and digits are tokens apart (``U23`` = ``U 23``, ``12km`` = ``12 km``).
* ``1.200`` and ``1,200`` are ``1200``; other signs separate, so ``12/5`` and ``12,5`` are the phrase ``12 5``.
* Chinese, Japanese, Korean, Thai, Lao and Khmer runs become overlapping pairs; a character alone stays alone.

A token never holds a space or ASCII punctuation, and ``tokens(" ".join(tokens(x))) == tokens(x)``.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from nlp.memory import Memory
from nlp.text import composed, folded_word, lower, nfc, place_tones

#: Letters and a space to a token, usually and at most: no language of ours has tokens of eight letters on average.
_USUAL_CHARS, _MOST_CHARS = 5, 8
_CUT_PIECES = 4
#: Longer words are cut: no word is that long, and an index refuses what is.
MAX_TOKEN_CHARS = 64

#: Marks that stay with the letter before them, and signs that no reader sees (soft hyphen, joiners).
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3\u17dd\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u3099\u309a"
    "\ufe00-\ufe0f\ufe20-\ufe2f"
)
_INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"
#: Letters of scripts written without spaces; Korean is spaced, but its particles are glued on.
_DENSE = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u0edc-\u0edf\u1780-\u17b3\u17d7\u17dc"
    "\u1100-\u11ff\u3005-\u3007\u3021-\u3029\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3131-\u318e\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003fffd"
)
_SMALL_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
_DIGIT = rf"[\d{_SMALL_DIGITS}]"
_JOIN = f"[{_MARKS}{_INVISIBLE}]"
_LETTERS = rf"[^\W\d_{_SMALL_DIGITS}]+"

_NUMBER = rf"[1-9]\d{{0,2}}(?:(?:\.\d{{3}})+|(?:,\d{{3}})+)(?!\d)|{_DIGIT}+"
_SPACED = re.compile(rf"{_LETTERS}(?:{_JOIN}+(?:{_LETTERS})?)*|{_NUMBER}")
_HAS_DENSE = re.compile(f"[{_DENSE}]")
_LETTERS_APART = rf"(?:(?![{_DENSE}])[^\W\d_{_SMALL_DIGITS}])+"
_MIXED = re.compile(rf"(?P<dense>(?:[{_DENSE}]{_JOIN}*)+)|{_LETTERS_APART}(?:{_JOIN}+(?:{_LETTERS_APART})?)*|{_NUMBER}")
_UNIT = re.compile(rf"[{_DENSE}]{_JOIN}*")
_UNSEEN = dict.fromkeys(map(ord, _INVISIBLE))
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class Span(NamedTuple):
    """A token and where it stands: characters ``start`` to ``end`` of the text as given."""

    token: str
    start: int
    end: int


def _normalise(word: str) -> str:
    """The token of one matched word of an NFC text."""
    if word[0].isdecimal() or word[0] in _SMALL_DIGITS:
        return "".join(str(unicodedata.digit(sign)) for sign in word if sign not in ".,")[:MAX_TOKEN_CHARS]
    if word.isascii():
        return word.lower()[:MAX_TOKEN_CHARS]
    seen = lower(word.translate(_UNSEEN).translate(_WIDTH))
    return place_tones(seen[:MAX_TOKEN_CHARS])


_normal: Callable[[str], str] = Memory(_normalise, 65_536).__getitem__


def tokens(text: str) -> list[str]:
    """Return the tokens of a text, in order."""
    return list(_tokens(text))


def first_tokens(text: str, most: int) -> list[str]:
    """The first ``most`` tokens, of a text cut at eight letters a token; nothing behind is looked at in vain."""
    # Where a text is cut its last number may fall to pieces; the words before never change.
    found = tokens(text[: most * _USUAL_CHARS])
    if len(found) < most + _CUT_PIECES:
        found = tokens(text[: most * _MOST_CHARS])
    return found[:most]


@lru_cache(maxsize=1_024)
def _tokens(text: str) -> tuple[str, ...]:
    """Remembered for a moment: tone, topics and signature ask for the same texts, a batch of articles after another."""
    text = nfc(text)
    if _HAS_DENSE.search(text) is None:
        return tuple(map(_normal, _SPACED.findall(text)))
    return tuple(span.token for span in _scan(text))


def spans(text: str) -> list[Span]:
    """Return the tokens with their places in the text as given, composed or not."""
    if unicodedata.is_normalized("NFC", text):
        return list(_scan(text))
    shown, origin = composed(text)
    return [Span(token, origin[start], origin[end]) for token, start, end in _scan(shown)]


def folded(token: str) -> str:
    """The token without accents, đ as d."""
    return folded_word(token)


def is_dense(token: str) -> bool:
    """Whether the token is of a script that is cut into pairs of characters."""
    return _HAS_DENSE.match(token) is not None


def _scan(text: str) -> Iterator[Span]:
    if _HAS_DENSE.search(text) is None:
        for match in _SPACED.finditer(text):
            yield Span(_normal(match[0]), match.start(), match.end())
        return
    for match in _MIXED.finditer(text):
        if match["dense"] is None:
            yield Span(_normal(match[0]), match.start(), match.end())
        else:
            yield from _pairs(text, match.start(), match.end())


def _pairs(text: str, start: int, end: int) -> Iterator[Span]:
    units = [match.span() for match in _UNIT.finditer(text, start, end)]
    if len(units) == 1:
        yield Span(_normal(text[start:end]), start, end)
    for (first, _), (_, last) in itertools.pairwise(units):
        yield Span(_normal(text[first:last]), first, last)
