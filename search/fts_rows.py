"""Documents as rows of the embedded index, and back to what ranking needs of them."""

from __future__ import annotations

import itertools
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from nlp.document import Document
from nlp.text import folded_word
from search.batches import newest_deletions, newest_documents
from search.engine import Deletion, IndexedDocument
from search.frequent import pairs_of_both
from search.fts_query import FOLDED_MARK, label_tokens
from search.ranking import OPENING_TOKENS, fields_of, make_card


class Row(NamedTuple):
    """A row of ``document``. ``rest`` is the text after its opening, compressed: deleting needs all the words again."""

    position: int
    id: int
    version: int
    length: int
    accented: bytes
    folded: bytes
    labels: str
    rest: bytes | None


_COLUMNS = ", ".join(Row._fields)
_SLOTS = ", ".join("?" * len(Row._fields))
_INSERT = f"INSERT INTO document ({_COLUMNS}) VALUES ({_SLOTS})"  # noqa: S608
_SELECT = f"SELECT {_COLUMNS} FROM document WHERE id = ?"  # noqa: S608
_WORDS = "title, lead, text, folded_title, folded_lead, folded_text, pairs, labels"
_INSERT_WORDS = f"INSERT INTO words (rowid, {_WORDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_DELETE_WORDS = f"INSERT INTO words (words, rowid, {_WORDS}) VALUES ('delete', ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608


#: A row of ``words``: its position and its columns.
_WordsRow = tuple[int, str, str, str, str, str, str, str, str]


def rows_of(indexed: IndexedDocument) -> tuple[Row, _WordsRow]:
    """A document's row of each table."""
    document = indexed.document
    fields = document.title, document.lead, document.text
    plain = _folded(fields)
    position, length, accented, folded = make_card(document.position, fields, plain)
    labels = " ".join(label_tokens(document))
    row = Row(position, document.id, indexed.version, length, accented, folded, labels, _packed(document))
    return row, _words_row(position, fields, plain, labels)


def _packed(document: Document) -> bytes | None:
    rest = document.text[OPENING_TOKENS:]
    return zlib.compress(" ".join(rest).encode(), 1) if rest else None


def _folded(fields: Iterable[Sequence[str]]) -> list[list[str]]:
    return [list(map(folded_word, field)) for field in fields]


def _words_row(
    position: int, fields: Sequence[Sequence[str]], plain: Sequence[Sequence[str]], labels: str
) -> _WordsRow:
    found = map(pairs_of_both, fields, plain, itertools.repeat(FOLDED_MARK))
    pairs = " ".join(dict.fromkeys(itertools.chain.from_iterable(found)))
    title, lead, text = map(" ".join, fields)
    folded_title, folded_lead, folded_text = map(_marked, plain)
    return position, title, lead, text, folded_title, folded_lead, folded_text, pairs, labels


def _marked(words: Sequence[str]) -> str:
    return FOLDED_MARK + f" {FOLDED_MARK}".join(words) if words else ""


def _words_row_again(row: Row) -> _WordsRow:
    """What ``_words_row`` made when the row was written: FTS5 deletes only what it is told."""
    title, lead, opening = fields_of(row.accented)
    rest = zlib.decompress(row.rest).decode().split(" ") if row.rest else []
    fields = title, lead, [*opening, *rest]
    return _words_row(row.position, fields, _folded(fields), row.labels)


def write(connection: sqlite3.Connection, documents: Iterable[IndexedDocument], deletions: Iterable[Deletion]) -> None:
    """Make the changes that are newer than what the index holds of their articles."""
    incoming = newest_documents(documents)
    buried = newest_deletions(deletions)
    known = _known_versions(connection, [*incoming, *buried])
    rows = sorted(
        rows_of(one) for id_, one in incoming.items() if one.version >= max(known.get(id_, 0), buried.get(id_, 0))
    )
    gone = [id_ for id_, version in buried.items() if version >= known.get(id_, 0)]
    _remove(connection, known.keys() & {*gone, *(row.id for row, _ in rows)})
    connection.executemany(_INSERT, [row for row, _ in rows])
    # FTS5 likes ascending ids: going back costs a flush.
    connection.executemany(_INSERT_WORDS, [words for _, words in rows])
    connection.executemany(
        "INSERT INTO deletion VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET version = max(version, excluded.version)",
        [(id_, buried[id_]) for id_ in gone],
    )


def _known_versions(connection: sqlite3.Connection, ids: Sequence[int]) -> Mapping[int, int]:
    """The newest version, of a document or of its deletion, that the index has seen of each article."""
    known: dict[int, int] = {}
    for table in ("document", "deletion"):
        query = f"SELECT id, version FROM {table} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
        for id_, version in connection.execute(query, (str(list(ids)),)):
            known[id_] = max(version, known.get(id_, 0))
    return known


def _remove(connection: sqlite3.Connection, ids: Iterable[int]) -> None:
    rows = sorted(Row(*found) for id_ in ids if (found := connection.execute(_SELECT, (id_,)).fetchone()) is not None)
    connection.executemany(_DELETE_WORDS, map(_words_row_again, rows))
    connection.executemany("DELETE FROM document WHERE position = ?", [(row.position,) for row in rows])
