"""Sentences with their places, for Vietnamese and for the foreign press.

A line break always ends one (a paragraph is never half of the next); otherwise a full stop does when what follows
begins like a sentence and what precedes is no abbreviation. Thai and Lao have no full stop: there a line is one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ABBREVIATIONS = (
    "tp tt tx ths ts gs pgs bs ks cn ncs nxb tr vd hlv đt mr mrs ms dr st no vs prof jr sr gen col sen gov lt mm m "
    "me mgr fig art p pp vol inc ltd co corp"
)
_SHORT_FORMS = frozenset(_ABBREVIATIONS.split())
#: A stop with the marks that close with it; then a space, unless the script does not use one.
_STOP = re.compile(r"(?P<wide>[。！？｡។៕]+[」』”’）)]*)|(?P<spaced>[.!?…]+[\"'”’»)\]]*)(?=[ \t\u00a0]|$)", re.MULTILINE)
_LAST_WORD = re.compile(r"([^\W\d_]+|\d+)$")
_OPENING = re.compile(r"[\s\"'“‘«(\[–—-]*")
_INITIAL = re.compile(r"(?:^|[\s.(“\"])[^\W\d_]$")


class Sentence(NamedTuple):
    """``text`` is ``whole[start:end]``, without the space around it."""

    text: str
    start: int
    end: int


def split(text: str) -> list[Sentence]:
    """Return the sentences in order; every character that is not space belongs to exactly one."""
    found: list[Sentence] = []
    start = 0
    for line in text.splitlines(keepends=True):
        _split_line(text, start, start + len(line), found)
        start += len(line)
    return found


def _split_line(text: str, start: int, end: int, found: list[Sentence]) -> None:
    for match in _STOP.finditer(text, start, end):
        if match["wide"] is not None or _ends_sentence(text[start : match.start()], match[0], text[match.end() : end]):
            _add(text, start, match.end(), found)
            start = match.end()
    _add(text, start, end, found)


def _ends_sentence(before: str, stop: str, after: str) -> bool:
    opening = _OPENING.match(after)
    following = after[opening.end() :] if opening else after
    if not following:
        return True
    if following[0].islower():
        return False
    if stop[0] != "." or stop.startswith(".."):
        return True
    word = _LAST_WORD.search(before)
    if word is None:
        return True
    # "1. Mở đầu", "TP. Hồ Chí Minh", "ông J. Smith"
    is_numbering = word[1].isdigit() and not before[: word.start()].strip()
    return not (is_numbering or word[1].lower() in _SHORT_FORMS or (_INITIAL.search(before) and word[1].isupper()))


def _add(text: str, start: int, end: int, found: list[Sentence]) -> None:
    piece = text[start:end]
    kept = piece.strip()
    if kept:
        begin = start + piece.index(kept)
        found.append(Sentence(kept, begin, begin + len(kept)))
