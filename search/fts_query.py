"""From the tree of a query to what SQLite's FTS5 is asked: a MATCH expression and a range of positions.

Accented tokens stand in the index as they are, folded ones with ``_`` before them, labels with ``=``, frequent pairs of
either with ``~``; so a term needs no column filter unless it is asked for in the title alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from news.analysis import Relevance
from news.times import at_local
from nlp.document import Document, positions_from
from nlp.query_tree import And, Concerns, Days, Everything, Has, Label, Node, Not, Or, Words, labels_of
from search.engine import MAX_POSITION
from search.frequent import PAIR_SIGN, frequent_pairs

FOLDED_MARK = "_"
EVERY_DOCUMENT = "=all"
#: Signs that are parts of tokens; letters and digits do anyway.
LETTERS_BESIDE = f"_=./-%{PAIR_SIGN}"

_FIRST_DAY, _LAST_DAY = date(1970, 1, 2), date(2240, 12, 31)
_SAFE = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789-")
_KINDS = {Label.SOURCE: "s", Label.TONE: "t", Label.TOPIC: "c", Label.LANGUAGE: "l", Label.STORY: "e"}


@dataclass(frozen=True, slots=True)
class Search:
    """``match`` is ``None`` where every document of the range is a hit."""

    match: str | None
    lowest: int = 0
    highest: int = MAX_POSITION


def compile_query(root: Node) -> Search:
    """Days that hold for the whole query become a range; all else becomes the expression."""
    parts = root.parts if isinstance(root, And) else (root,)
    lowest, highest = 0, MAX_POSITION
    others: list[Node] = []
    for part in parts:
        if isinstance(part, Days):
            begin, end = _range_of(part)
            lowest, highest = max(lowest, begin), min(highest, end)
        elif not isinstance(part, Everything):
            others.append(part)
    return Search(_conjunction(tuple(others)) if others else None, lowest, highest)


def _range_of(days: Days) -> tuple[int, int]:
    lowest, highest = 0, MAX_POSITION
    if days.since is not None and days.since >= _FIRST_DAY:
        lowest = positions_from(at_local(days.since)) if days.since <= _LAST_DAY else MAX_POSITION
    if days.until is not None and days.until <= _LAST_DAY:
        next_day = max(days.until, _FIRST_DAY - timedelta(days=1)) + timedelta(days=1)
        highest = positions_from(at_local(next_day)) - 1 if days.until >= _FIRST_DAY else 0
    return lowest, highest


def _expression(node: Node) -> str:
    match node:
        case Words():
            return _of_words(node)
        case Has(label, value):
            return _quoted(label_token(_KINDS[label], value))
        case Concerns(province, relevance):
            return _quoted(_province_token(province, relevance))
        case Days():
            return _either(map(_quoted, _day_tokens(node)))
        case Not(part):
            return f"({_quoted(EVERY_DOCUMENT)} NOT {_expression(part)})"
        case And(parts):
            return _conjunction(parts)
        case Or(parts):
            return _either(map(_expression, parts))
        case Everything():
            return _quoted(EVERY_DOCUMENT)


def _conjunction(parts: tuple[Node, ...]) -> str:
    asked = [_expression(part) for part in parts if not isinstance(part, Not)]
    denied = [_expression(part.part) for part in parts if isinstance(part, Not)]
    expression = " AND ".join(asked) if asked else _quoted(EVERY_DOCUMENT)
    if denied:
        return f"(({expression}) NOT {_either(denied)})"
    return f"({expression})"


def _either(expressions: Iterable[str]) -> str:
    return f"({' OR '.join(expressions)})"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _of_words(words: Words) -> str:
    mark = "" if words.is_accented else FOLDED_MARK
    phrase = _quoted(" ".join(mark + token for token in words.tokens)) + (" *" if words.is_prefix else "")
    if words.in_title:
        return f"({'title' if words.is_accented else 'folded_title'} : {phrase})"
    pairs = list(map(_quoted, frequent_pairs(words.tokens[:-1] if words.is_prefix else words.tokens, mark)))
    if pairs and len(words.tokens) == 2:
        return pairs[0]
    return f"({' AND '.join([*pairs, phrase])})"


@lru_cache(maxsize=8_192)
def label_token(kind: str, value: str) -> str:
    """One label as one lower-case ASCII token that no other label shares."""
    safe = "".join(chr(byte) if byte in _SAFE else f"%{byte:02x}" for byte in value.encode("utf-8", "replace"))
    return f"={kind}.{safe}"


def label_value(token: str) -> str:
    """The value that ``label_token`` was given."""
    value = token.partition(".")[2].partition("/")[0].encode()
    head, *escaped = value.split(b"%")
    return (head + b"".join(bytes.fromhex(piece[:2].decode()) + piece[2:] for piece in escaped)).decode()


def _province_token(province: str, relevance: Relevance | None) -> str:
    token = label_token("p", province)
    return token if relevance is None else f"{token}/{relevance}"


def _day_tokens(days: Days) -> Iterator[str]:
    """The days as few whole years, months and days as can be."""
    day = max(days.since or _FIRST_DAY, _FIRST_DAY)
    last = min(days.until or _LAST_DAY, _LAST_DAY)
    if day > last:
        yield "=d.none"
    while day <= last:
        next_year, next_month = date(day.year + 1, 1, 1), (day.replace(day=1) + timedelta(days=31)).replace(day=1)
        if (day.month, day.day) == (1, 1) and next_year - timedelta(days=1) <= last:
            yield f"=d.{day:%Y}"
            day = next_year
        elif day.day == 1 and next_month - timedelta(days=1) <= last:
            yield f"=d.{day:%Y%m}"
            day = next_month
        else:
            yield f"=d.{day:%Y%m%d}"
            day += timedelta(days=1)


def label_tokens(document: Document) -> list[str]:
    """Every label a filter may ask for, as tokens."""
    found = [EVERY_DOCUMENT, *_day_labels(document.day)]
    for label, kind in _KINDS.items():
        for value in labels_of(document, label):
            found += (label_token(kind, value),)
    for province, relevance in document.provinces.items():
        found += (_province_token(province, None), _province_token(province, relevance))
    return found


@lru_cache(maxsize=1_024)
def _day_labels(day: date) -> tuple[str, str, str]:
    digits = day.isoformat().replace("-", "")
    return f"=d.{digits[:4]}", f"=d.{digits[:6]}", f"=d.{digits}"
