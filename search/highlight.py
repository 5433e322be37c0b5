"""Where a text holds what was asked for: ours, over the stored text, the same for every engine."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nlp.query import Query
from nlp.query_tree import Words
from nlp.sentences import split
from nlp.tokens import Span, folded, spans

#: A piece of a text and whether it matches.
Piece = tuple[str, bool]

SNIPPET_CHARS = 240


def find_spans(text: str, query: Query, *, is_title: bool = False) -> list[tuple[int, int]]:
    """The characters that match, as ``(start, end)`` in order and without overlap; neighbouring words stay apart."""
    words = [one for one in query.words() if is_title or not one.in_title]
    if not words or not text:
        return []
    found = spans(text)
    accented = [span.token for span in found]
    plain = [folded(token) for token in accented]
    places = {place for one in words for place in _places(one, accented if one.is_accented else plain, len(one.tokens))}
    return _joined([found[start : start + length] for start, length in sorted(places)])


def _places(words: Words, tokens: Sequence[str], length: int) -> list[tuple[int, int]]:
    """The first token and the number of tokens of each match."""
    whole, last = list(words.tokens[:-1]), words.tokens[-1]
    return [
        (start, length)
        for start in range(len(tokens) - length + 1)
        if _fits(tokens[start + length - 1], last, is_prefix=words.is_prefix)
        and tokens[start : start + length - 1] == whole
    ]


def _fits(token: str, wanted: str, *, is_prefix: bool) -> bool:
    return token.startswith(wanted) if is_prefix else token == wanted


def _joined(matches: Sequence[Sequence[Span]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for match in matches:
        start, end = match[0].start, match[-1].end
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def marked(text: str, query: Query, *, is_title: bool = True) -> tuple[Piece, ...]:
    """The text in pieces, those that match marked; together they are the text."""
    return _pieces(text, 0, len(text), find_spans(text, query, is_title=is_title))


def snippet(text: str, query: Query, max_chars: int = SNIPPET_CHARS) -> tuple[Piece, ...]:
    """The part of a text that says most of what was asked for, from where a sentence begins; else its beginning."""
    found = find_spans(text, query)
    start = _best_start(text, found, max_chars)
    end = _cut(text, start, max_chars)
    pieces = _pieces(text, start, end, [(a, b) for a, b in found if start <= a and b <= end])
    before, after = ("… ", False), (" …", False)
    return ((before,) if text[:start].strip() else ()) + pieces + ((after,) if text[end:].strip() else ())


def _best_start(text: str, found: Sequence[tuple[int, int]], max_chars: int) -> int:
    if not found or found[0][0] < max_chars // 2:
        return 0
    starts = [sentence.start for sentence in split(text)] or [0]
    candidates = {max(start for start in starts if start <= a) for a, _ in found}
    # A match deep in a long sentence would fall outside: then the snippet begins shortly before it.
    candidates |= {_word_start(text, max(0, a - max_chars // 3)) for a, _ in found}
    return max(candidates, key=lambda start: (sum(start <= a and b <= start + max_chars for a, b in found), -start))


def _word_start(text: str, place: int) -> int:
    space = text.find(" ", place)
    return place if space < 0 or space - place > 20 else space + 1


def _cut(text: str, start: int, max_chars: int) -> int:
    if len(text) - start <= max_chars:
        return len(text)
    space = text.rfind(" ", start + max_chars - 20, start + max_chars)
    return space if space > start else start + max_chars


def _pieces(text: str, start: int, end: int, found: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    borders = [start, *(place for span in found for place in span), end]
    return tuple((text[a:b], number % 2 == 1) for number, (a, b) in enumerate(pairwise(borders)) if a < b)
