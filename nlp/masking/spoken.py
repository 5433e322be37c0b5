"""Telephone numbers told in words, with or without accents: "không chín một hai ...", "o chín tám 76 năm"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.masking.kinds import Kind
from nlp.masking.surface import Surface

_DIGITS = {
    "0": "khong hong zero o",
    "1": "mot",
    "2": "hai",
    "3": "ba",
    "4": "bon tu",
    "5": "nam lam nham",
    "6": "sau",
    "7": "bay",
    "8": "tam",
    "9": "chin",
}
_VALUES = {word: digit for digit, words in _DIGITS.items() for word in words.split()}
#: Between the words of a number.
_GAP = r"[ ,.\-–…]{1,3}"
_WORD = "|".join(sorted(_VALUES, key=len, reverse=True))
_RUN = re.compile(rf"(?<!\w)(?:{_WORD}|\d{{1,8}})(?:{_GAP}(?:{_WORD}|\d{{1,8}})){{3,11}}(?!\w)")
_PHONE = re.compile(r"(?:84|0)[2-9]\d{8,9}")
#: Fewer words than this are a number as usually written.
_LEAST_WORDS = 3


def find(surface: Surface) -> Iterator[tuple[Kind, int, int]]:
    """Runs of digit words that make a telephone number, from some word of the run to its end or before."""
    for run in _RUN.finditer(surface.plain):
        words = [(run.start() + at.start(), run.start() + at.end(), at[0]) for at in re.finditer(r"[a-z]+|\d+", run[0])]
        found = _number_in(words)
        if found is not None:
            yield Kind.PHONE, *found


def _number_in(words: list[tuple[int, int, str]]) -> tuple[int, int] | None:
    for first in range(len(words)):
        number, told = "", 0
        longest: tuple[int, int] | None = None
        for _, end, word in words[first:]:
            told += not word.isdigit()
            number += _VALUES.get(word, word)
            if told >= _LEAST_WORDS and _PHONE.fullmatch(number):
                longest = words[first][0], end
            if len(number) > len("08412345678"):
                break
        if longest is not None:
            return longest
    return None
