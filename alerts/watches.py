"""Watches: a named query that every new article is held against. Pure; the index is not asked.

The query language is that of search, and a watch is its predicate, so a watch sees an article even while the index
is behind or gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from config.tables import Table
from news.errors import QueryError
from nlp.document import Document
from nlp.query import Query, parse

#: More than this and nobody reads what they find.
MOST_WATCHES = 500


@dataclass(frozen=True, slots=True)
class Watch:
    """One ``[[watch]]`` of ``watches.toml``."""

    name: str
    query: Query


@dataclass(frozen=True, slots=True)
class Finding:
    """A watch and the article that it found."""

    watch: str
    article_id: int


def read_watches(table: Table) -> tuple[Watch, ...]:
    """Check and read the table; what cannot be used is recorded in its faults and left out."""
    watches: dict[str, Watch] = {}
    for row in table.tables("watch"):
        name, text = row.text("name", pattern=r"\S.*", expected="a name"), row.text("query")
        row.finish()
        if name in watches:
            row.fault("name", "a name that no other watch has")
            continue
        try:
            watches[name] = Watch(name, parse(text))
        except QueryError as error:
            row.fault("query", f"a search query: {error.explanation} (character {error.position + 1})")
    table.finish()
    if len(watches) > MOST_WATCHES:
        table.fault("watch", f"at most {MOST_WATCHES} watches", str(len(watches)))
    return tuple(watches.values())


def findings(watches: Sequence[Watch], documents: Iterable[Document]) -> Iterator[Finding]:
    """Every watch that each document satisfies, in the order of the documents."""
    for document in documents:
        for watch in watches:
            if watch.query.matches(document):
                yield Finding(watch.name, document.id)
