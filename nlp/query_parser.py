"""From a query's text to its tree: a scanner for words, phrases, fields and signs, and a parser of four rules.

any    = all { OR all }              OR, HOẶC, |
all    = one { [AND] one }           AND, VÀ or nothing
one    = ( NOT | - ) one | "(" any ")" | term
term   = [field:] ( word[*] | "phrase"[*] )
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from news.errors import QueryError
from nlp.query_fields import FIELDS_VI, TITLE, UnreadableValue, field_named, read_filter
from nlp.query_tree import EVERYTHING, Node, Words, all_of, any_of, none_of
from nlp.text import nfc
from nlp.tokens import is_dense, tokens

MAX_CHARS = 2_000
#: Deeper than anybody writes, and what both engines can nest.
MAX_DEPTH = 12
MAX_TERMS = 100

_QUOTES = {'"': '"', "“": '”“"', "”": '”"', "„": '“”"', "«": "»"}
_SPECIAL = "()" + "".join(_QUOTES) + "»"
_FIELD = re.compile(r"([^\W\d_](?:[^\W\d_]|[-_](?=[^\W\d_]))*):(?!//)")
_WORD = re.compile(rf"[^\s{re.escape(_SPECIAL)}]+")


class Sign(Enum):
    OR = auto()
    AND = auto()
    NOT = auto()
    OPEN = auto()
    CLOSE = auto()
    TERM = auto()


_ENGLISH = {"OR": Sign.OR, "|": Sign.OR, "AND": Sign.AND, "NOT": Sign.NOT}
_VIETNAMESE = {"HOẶC": Sign.OR, "VÀ": Sign.AND, "KHÔNG": Sign.NOT}


@dataclass(frozen=True, slots=True)
class Lexeme:
    sign: Sign
    position: int
    term: Node = EVERYTHING


def parse_tree(query: str) -> Node:
    """Parse a query; raises ``QueryError`` with the character at fault. The empty query asks for everything."""
    query = nfc(query)
    if len(query) > MAX_CHARS:
        raise QueryError(query, MAX_CHARS, f"câu tìm dài hơn {MAX_CHARS} ký tự")
    lexemes = _scan(query)
    if sum(lexeme.sign is Sign.TERM for lexeme in lexemes) > MAX_TERMS:
        raise QueryError(query, len(query), f"câu tìm có hơn {MAX_TERMS} điều kiện")
    if not lexemes:
        return EVERYTHING
    return _Parser(query, lexemes).parse()


def _scan(query: str) -> list[Lexeme]:
    # In a headline pasted in capitals KHÔNG and VÀ are words.
    operators = _ENGLISH | _VIETNAMESE if any(letter.islower() for letter in query) else _ENGLISH
    lexemes: list[Lexeme] = []
    place = 0
    while place < len(query):
        letter = query[place]
        if letter in "()":
            lexemes.append(Lexeme(Sign.OPEN if letter == "(" else Sign.CLOSE, place))
            place += 1
        elif letter == "-" and place + 1 < len(query) and (query[place + 1].isalnum() or query[place + 1] in _SPECIAL):
            lexemes.append(Lexeme(Sign.NOT, place))
            place += 1
        elif letter in _QUOTES or (word := _WORD.match(query, place)) is None:
            place = _scan_phrase(query, place, lexemes) if letter in _QUOTES else place + 1
        elif word[0] in operators:
            lexemes.append(Lexeme(operators[word[0]], place))
            place = word.end()
        else:
            place = _scan_word(query, word, lexemes)
    return lexemes


def _scan_phrase(query: str, start: int, lexemes: list[Lexeme], *, in_title: bool = False) -> int:
    text, end = _quoted(query, start)
    is_prefix = query.startswith("*", end)
    found = tuple(tokens(text))
    if not found:
        raise QueryError(query, start, "trong ngoặc kép không có từ nào")
    lexemes.append(Lexeme(Sign.TERM, start, _words(found, in_title=in_title, is_prefix=is_prefix)))
    return end + is_prefix


def _quoted(query: str, start: int) -> tuple[str, int]:
    """The text in quotes and the place after them."""
    closers = _QUOTES[query[start]]
    ends = [place for closer in closers if (place := query.find(closer, start + 1)) >= 0]
    if not ends:
        raise QueryError(query, start, "dấu ngoặc kép mở ở đây mà không đóng")
    return query[start + 1 : min(ends)], min(ends) + 1


def _scan_word(query: str, word: re.Match[str], lexemes: list[Lexeme]) -> int:
    start = word.start()
    field_match = _FIELD.match(query, start)
    if field_match is None or (field_match.end() >= word.end() and query[word.end() : word.end() + 1] not in _QUOTES):
        # "Nóng: bão số 7" is a headline; "tieude: bão" is a slip.
        if field_match is not None and field_named(field_match[1]) is not None:
            raise QueryError(query, start, f"sau «{field_match[0]}» cần viết liền một giá trị hoặc mở ngoặc kép")
        found = tuple(tokens(word[0]))
        if found:
            lexemes.append(Lexeme(Sign.TERM, start, _words(found, is_prefix=word[0].endswith("*"))))
        return word.end()
    field = field_named(field_match[1])
    if field is None:
        advice = (
            f"không có trường «{field_match[1]}»; các trường là {FIELDS_VI} Nếu là lời văn, hãy đặt trong ngoặc kép"
        )
        raise QueryError(query, start, advice)
    return _scan_field(query, start, field, field_match.end(), word.end(), lexemes)


def _scan_field(query: str, start: int, field: str, value_start: int, word_end: int, lexemes: list[Lexeme]) -> int:
    is_quoted = value_start < len(query) and query[value_start] in _QUOTES
    if field == TITLE:
        if is_quoted:
            return _scan_phrase(query, value_start, lexemes, in_title=True)
        found = tuple(tokens(query[value_start:word_end]))
        if not found:
            raise QueryError(query, value_start, "sau «tieude:» không có từ nào")
        is_prefix = query[word_end - 1] == "*"
        lexemes.append(Lexeme(Sign.TERM, start, _words(found, in_title=True, is_prefix=is_prefix)))
        return word_end
    value, end = _quoted(query, value_start) if is_quoted else (query[value_start:word_end], word_end)
    try:
        lexemes.append(Lexeme(Sign.TERM, start, read_filter(field, value)))
    except UnreadableValue as error:
        raise QueryError(query, value_start, str(error)) from None
    return end


def _words(found: tuple[str, ...], *, in_title: bool = False, is_prefix: bool = False) -> Words:
    # Texts are cut into pairs there: a character asked for alone is the beginning of some pair.
    is_single = len(found) == 1 and len(found[0]) == 1 and is_dense(found[0])
    return Words(found, in_title, is_prefix or is_single)


class _Parser:
    def __init__(self, query: str, lexemes: list[Lexeme]) -> None:
        self._query, self._lexemes, self._next = query, lexemes, 0

    def parse(self) -> Node:
        node = self._any(0)
        if self._next < len(self._lexemes):
            raise self._fault("dấu ngoặc đóng này không có dấu mở")
        return node

    def _peek(self) -> Sign | None:
        return self._lexemes[self._next].sign if self._next < len(self._lexemes) else None

    def _accept(self, sign: Sign) -> bool:
        if self._peek() is not sign:
            return False
        self._next += 1
        return True

    def _fault(self, explanation: str) -> QueryError:
        at_end = self._next >= len(self._lexemes)
        position = len(self._query) if at_end else self._lexemes[self._next].position
        return QueryError(self._query, position, explanation)

    def _any(self, depth: int) -> Node:
        parts = [self._all(depth)]
        while self._accept(Sign.OR):
            parts.append(self._all(depth))
        return any_of(parts)

    def _all(self, depth: int) -> Node:
        parts = [self._one(depth)]
        while self._accept(Sign.AND) or self._peek() in (Sign.TERM, Sign.OPEN, Sign.NOT):
            parts.append(self._one(depth))
        return all_of(parts)

    def _one(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self._fault(f"các ngoặc và phủ định lồng nhau quá {MAX_DEPTH} lớp")
        if self._accept(Sign.NOT):
            return none_of(self._one(depth + 1))
        if self._accept(Sign.OPEN):
            opened = self._lexemes[self._next - 1].position
            node = self._any(depth + 1)
            if not self._accept(Sign.CLOSE):
                raise QueryError(self._query, opened, "dấu ngoặc mở ở đây mà không đóng")
            return node
        if self._peek() is Sign.TERM:
            self._next += 1
            return self._lexemes[self._next - 1].term
        raise self._fault("ở đây cần một từ, một cụm từ hoặc một điều kiện")
