"""The embedded engine: SQLite FTS5 in a file of its own, for one machine.

The row number of a document is its place in *newest first* (``Document.position``), so the newest hits of any query are
read from the end of its lists and nothing is sorted. The place in the change log stands in the same file and moves in
the same transaction as the documents: they agree after any crash.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast

from nlp.document import id_at
from nlp.query import Query
from nlp.query_tree import Words
from search.engine import (
    MAX_POSITION,
    Batch,
    Deletion,
    Engine,
    Facet,
    Facets,
    Hit,
    Hits,
    IndexedDocument,
    Sort,
    read_cursor,
)
from search.fts_file import IndexFile
from search.fts_query import Search, compile_query, label_value
from search.fts_rows import write
from search.ranking import MAX_RANKED, Card, rank

_FACET_MARKS = {"=s.": Facet.SOURCE, "=t.": Facet.TONE, "=c.": Facet.TOPIC, "=p.": Facet.PROVINCE, "=d.": Facet.DAY}
_ABOUT = "/about"
_MERGE_PAGES = 2_000


class EmbeddedEngine:
    """A ``search.engine.Engine`` over the index at ``path`` (a link, see ``fts_file``)."""

    def __init__(self, path: Path, generation: Path | None = None) -> None:
        self.file = IndexFile(path, generation)

    def apply(self, batch: Batch) -> bool:
        with self.file.writing() as connection:
            if _progress(connection) != batch.since:
                return False
            write(connection, batch.documents, batch.deletions)
            connection.execute("UPDATE progress SET seq = ?", (batch.upto,))
        return True

    def put(self, documents: Iterable[IndexedDocument]) -> None:
        with self.file.writing() as connection:
            write(connection, documents, ())

    def delete(self, deletions: Iterable[Deletion]) -> None:
        with self.file.writing() as connection:
            write(connection, (), deletions)

    def find(self, query: Query, *, sort: Sort = "newest", limit: int = 20, before: str | None = None) -> Hits:
        search = compile_query(query.root)
        with self.file.reading() as connection:
            if sort == "rank":
                return _find_ranked(connection, search, query.words(), limit, before)
            return _find_newest(connection, search, limit, before)

    def facets(self, query: Query, fields: Sequence[Facet] = tuple(Facet)) -> Facets:
        search = compile_query(query.root)
        with self.file.reading() as connection:
            labels = Counter(labels for (labels,) in connection.execute(*_selection(search, "document.labels")))
        return Facets(labels.total(), _count_labels(labels, fields))

    def count(self) -> int:
        with self.file.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM document").fetchone()[0])

    def position(self) -> int:
        with self.file.reading() as connection:
            return _progress(connection)

    def versions(self, after_id: int, limit: int) -> list[tuple[int, int]]:
        statement = "SELECT id, version FROM document WHERE id > ? ORDER BY id LIMIT ?"
        with self.file.reading() as connection:
            return [(id_, version) for id_, version in connection.execute(statement, (after_id, limit))]

    def is_outdated(self) -> bool:
        return False  # an index of another format is put aside when it is opened

    def settle(self) -> None:
        """Merge what many writes left in pieces, in steps: the log stays small and others get their turn."""
        pages = -_MERGE_PAGES  # below zero it begins with everything, whatever is due
        while True:
            with self.file.writing() as connection:
                before = connection.total_changes
                connection.execute("INSERT INTO words(words, rank) VALUES ('merge', ?)", (pages,))
                if connection.total_changes - before < 2:
                    return
            pages = _MERGE_PAGES

    def reset(self) -> None:
        self.file.begin_again(self.file.current())

    def successor(self) -> EmbeddedEngine:
        return EmbeddedEngine(self.file.link, self.file.unfinished() or self.file.new_generation())

    def yield_to(self, successor: Engine) -> None:
        if not isinstance(successor, EmbeddedEngine):
            raise TypeError(f"{successor!r} is no successor of an embedded index")
        generation = successor.file.current()
        successor.close()
        self.file.lead_to(generation)

    def close(self) -> None:
        self.file.close()


def _progress(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT seq FROM progress").fetchone()[0])


def _selection(
    search: Search, columns: str, *, highest: int = MAX_POSITION, limit: int = -1
) -> tuple[str, tuple[object, ...]]:
    """The statement for the hits, newest first, and its parameters."""
    bounds = (search.lowest, min(search.highest, highest), limit)
    if search.match is None:
        where = "FROM document WHERE position BETWEEN ? AND ? ORDER BY position DESC LIMIT ?"
        return f"SELECT {columns} {where}", bounds
    hits = "SELECT rowid AS hit FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?"
    if columns == "position":
        return hits, (search.match, *bounds)
    joined = f"SELECT {columns} FROM ({hits}) CROSS JOIN document ON position = hit"  # noqa: S608
    return joined, (search.match, *bounds)


def _find_newest(connection: sqlite3.Connection, search: Search, limit: int, before: str | None) -> Hits:
    highest = MAX_POSITION if before is None else read_cursor(before, 1)[0] - 1
    rows = connection.execute(*_selection(search, "position", highest=highest, limit=limit + 1)).fetchall()
    hits = tuple(Hit(id_at(position), position) for (position,) in rows[:limit])
    is_more = len(rows) > limit
    return Hits(hits, len(rows), str(hits[-1].position) if is_more and hits else None)


def _find_ranked(
    connection: sqlite3.Connection, search: Search, words: Sequence[Words], limit: int, before: str | None
) -> Hits:
    """A page of the ranking; the cursor holds the newest hit ranked, so that later articles do not shift the pages."""
    newest, offset = (MAX_POSITION, 0) if before is None else read_cursor(before, 2)
    ranked = rank(words, _cards(connection, search, words, newest))
    page = ranked[offset : offset + limit]
    following = offset + len(page)
    newest = max((position for _, position in ranked), default=0)
    return Hits(
        tuple(Hit(id_at(position), position, score) for score, position in page),
        len(ranked),
        f"{newest}.{following}" if page and following < len(ranked) else None,
    )


def _cards(connection: sqlite3.Connection, search: Search, words: Sequence[Words], newest: int) -> list[Card]:
    """What ranking needs of the newest hits; only the forms are read that some word asks for."""
    accented = "accented" if any(one.is_accented for one in words) else "x''"
    folded = "folded" if any(not one.is_accented for one in words) else "x''"
    statement = _selection(search, f"position, length, {accented}, {folded}", highest=newest, limit=MAX_RANKED)
    # As rows come: a thousand named tuples would take a quarter of the time of a page.
    return cast(list[Card], connection.execute(*statement).fetchall())


def _count_labels(labels: Counter[str], fields: Sequence[Facet]) -> dict[Facet, dict[str, int]]:
    tokens: Counter[str] = Counter()
    for line, times in labels.items():
        for token in line.split(" "):
            tokens[token] += times
    counts: dict[Facet, dict[str, int]] = {facet: {} for facet in fields}
    for token, times in tokens.items():
        facet = _FACET_MARKS.get(token[:3])
        if facet not in counts or (facet is Facet.PROVINCE and not token.endswith(_ABOUT)):
            continue
        value = label_value(token)
        if facet is Facet.DAY:
            if len(value) != len("20261120"):
                continue
            value = f"{value[:4]}-{value[4:6]}-{value[6:]}"
        counts[facet][value] = times
    return counts
