"""Search while the index does not answer: the newest articles of storage, read and asked one by one.

The predicate and the ranking are those of the engines, so the answer differs only in how far back it reaches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from news.analysis import Relevance
from nlp.document import Document
from nlp.query import Query
from nlp.query_tree import Label, labels_of
from search.documents import documents_of
from search.engine import MAX_POSITION, Facet, Facets, Hit, Hits, Sort, read_cursor
from search.ranking import MAX_RANKED, card_of, rank
from storage import Storage

#: So many articles are read in about a second.
REACH = 1_000
_LABELS = {Facet.SOURCE: Label.SOURCE, Facet.TONE: Label.TONE, Facet.TOPIC: Label.TOPIC}


@dataclass(frozen=True, slots=True)
class Makeshift:
    """``find`` and ``facets`` of a ``search.engine.Engine`` over the newest ``REACH`` articles."""

    storage: Storage

    def find(self, query: Query, *, sort: Sort = "newest", limit: int = 20, before: str | None = None) -> Hits:
        cursor = [MAX_POSITION, 0] if before is None else read_cursor(before, 1 if sort == "newest" else 2)
        highest = cursor[0] - (sort == "newest")
        found = [one for one in self._matching(query) if one.position <= highest][:MAX_RANKED]
        if sort == "newest":
            hits = tuple(Hit(one.id, one.position) for one in found[:limit])
            return Hits(hits, min(len(found), limit + 1), str(hits[-1].position) if len(found) > limit else None)
        ids = {one.position: one.id for one in found}
        ranked = rank(query.words(), list(map(card_of, found)))
        page = ranked[cursor[1] : cursor[1] + limit]
        following = cursor[1] + len(page)
        return Hits(
            tuple(Hit(ids[position], position, score) for score, position in page),
            len(ranked),
            f"{found[0].position}.{following}" if page and following < len(ranked) else None,
        )

    def facets(self, query: Query, fields: Sequence[Facet] = tuple(Facet)) -> Facets:
        found = list(self._matching(query))
        counts = {facet: Counter(value for one in found for value in _values(one, facet)) for facet in fields}
        return Facets(len(found), {facet: dict(counter) for facet, counter in counts.items()})

    def _matching(self, query: Query) -> Iterator[Document]:
        """Newest first."""
        with self.storage.read() as work:
            documents = documents_of(work, work.articles.newest(REACH))
        return (one for one in sorted(documents, key=lambda one: -one.position) if query.matches(one))


def _values(document: Document, facet: Facet) -> Sequence[str]:
    match facet:
        case Facet.PROVINCE:
            return [name for name, label in document.provinces.items() if label is Relevance.ABOUT]
        case Facet.DAY:
            return (document.day.isoformat(),)
        case _:
            return labels_of(document, _LABELS[facet])
