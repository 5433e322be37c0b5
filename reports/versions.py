"""What changed between two versions of an article, word by word. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from news.article import Article

#: Words compared one by one; beyond it paragraphs are compared whole, which stays quick.
_MOST_WORDS = 3_000
_WORD = re.compile(r"\S+\s*")
_LINE = re.compile(r"[^\n]+\n?")


class Part(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    part: Part
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """``title`` and ``body`` in pieces, in reading order, what went before what came."""

    title: tuple[Piece, ...]
    body: tuple[Piece, ...]

    @property
    def is_title_changed(self) -> bool:
        return any(piece.part is not Part.SAME for piece in self.title)

    @property
    def is_body_changed(self) -> bool:
        return any(piece.part is not Part.SAME for piece in self.body)


def difference(before: Article, after: Article) -> Difference:
    return Difference(_pieces(before.title, after.title), _pieces(before.body, after.body))


def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    unit = _WORD if max(before.count(" "), after.count(" ")) <= _MOST_WORDS else _LINE
    old, new = unit.findall(before), unit.findall(after)
    # A word at the end of a paragraph is the same word in its middle.
    matcher = SequenceMatcher(None, [one.rstrip() for one in old], [one.rstrip() for one in new], autojunk=False)
    pieces: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Part.SAME, "".join(new[c:d])))
            continue
        pieces += [Piece(Part.REMOVED, "".join(old[a:b]))] if a < b else []
        pieces += [Piece(Part.ADDED, "".join(new[c:d]))] if c < d else []
    return tuple(pieces)
