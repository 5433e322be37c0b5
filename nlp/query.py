"""The query language: parsed once into a small tree that every engine and every watch shares.

    mưa lũ                   both words, accented as typed; ``mua lu`` finds every accentuation, đ = d
    "cao tốc" ninh*          words in this order; words that begin so
    lũ OR HOẶC bão -bóng đá  one of them; not; AND is meant where nothing stands
    tieude:cầu nguon:baomau sacthai:neg linhvuc:"đất đai" tinh:ninh-binh ngay:2026-11-01..2026-11-20

Field names are known in Vietnamese and English (``nlp/query_fields.py``), days are local (+07:00).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nlp.document import Document
from nlp.query_fields import read_filter
from nlp.query_parser import parse_tree
from nlp.query_tree import EVERYTHING, Node, Words, all_of, wanted_words


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the press. Equal trees are equal queries; ``parse(query.render()) == query``."""

    root: Node = EVERYTHING

    def matches(self, document: Document) -> bool:
        return self.root.matches(document)

    def render(self) -> str:
        return self.root.render()

    def words(self) -> tuple[Words, ...]:
        """The words and phrases asked for (not those denied): for ranking and highlighting."""
        return tuple(wanted_words(self.root))

    def narrowed(self, filters: Iterable[tuple[str, str]]) -> Query:
        """This and every ``(field, value)``, as ``("tone", "neg")``; raises ``query_fields.UnreadableValue``."""
        return Query(all_of((self.root, *(read_filter(field, value) for field, value in filters))))


def parse(text: str) -> Query:
    """Parse a query; raises ``QueryError``, which explains itself in Vietnamese."""
    return Query(parse_tree(text))
