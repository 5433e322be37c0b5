"""The engine for more than one machine: Elasticsearch, held to the same answers as the embedded one.

Documents carry the number of their change as external version, so a late or repeated write never overwrites a newer
one, and deletions leave tombstones. A batch is written, made visible, and only then is the place in the change log
moved, on the condition that nobody else moved it: killed anywhere in between, the batch is made again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from config.settings import ElasticSettings
from nlp.document import id_at
from nlp.query import Query
from nlp.query_tree import Words
from search.batches import parts
from search.elastic_facets import facets_body, read_facets
from search.elastic_generations import Generations
from search.elastic_names import Generation, State
from search.elastic_query import compile_query
from search.elastic_rows import FORMAT, card_of_hit
from search.elastic_server import Server
from search.elastic_writing import write
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
from search.ranking import MAX_RANKED, Card, rank

#: Hits of one request; more are read page by page from a point in time.
_PAGE = 5_000
_NEWEST_FIRST = [{"position": "desc"}]

log = logging.getLogger(__name__)


class ElasticEngine:
    """A ``search.engine.Engine`` over the indices that begin with ``prefix``; ``generation``: one being built."""

    def __init__(self, server: Server, prefix: str, generation: Generation | None = None) -> None:
        self.server = server
        self.generations = Generations(server, prefix)
        self._generation = generation
        self._target = prefix if generation is None else generation.press

    def apply(self, batch: Batch) -> bool:
        state = self._begun()
        if state.position != batch.since:
            return False
        if state.lost:
            log.warning(
                "lost from the search index: %s; it is filled from storage again", ", ".join(sorted(state.lost))
            )
        state = self._write(state, batch.documents, batch.deletions)
        return self.generations.move(state, batch.upto)

    def put(self, documents: Iterable[IndexedDocument]) -> None:
        for part in parts(documents, _PAGE):
            self._write(self._begun(), part, ())

    def delete(self, deletions: Iterable[Deletion]) -> None:
        for part in parts(deletions, _PAGE):
            self._write(self._begun(), (), part)

    def _write(self, state: State, documents: Iterable[IndexedDocument], deletions: Iterable[Deletion]) -> State:
        add_partitions = partial(self.generations.add_partitions, is_current=self._generation is None)
        return write(self.server, state, add_partitions, documents, deletions)

    def _found(self) -> State | None:
        return self.generations.current() if self._generation is None else self.generations.state(self._generation)

    def _begun(self) -> State:
        if self._generation is None:
            return self.generations.begin()
        return self.generations.found(self._generation)

    def find(self, query: Query, *, sort: Sort = "newest", limit: int = 20, before: str | None = None) -> Hits:
        if sort == "rank":
            return self._ranked(query, limit, before)
        highest = MAX_POSITION if before is None else read_cursor(before, 1)[0]
        positions = list(self._positions(query, limit + 1, highest))
        hits = tuple(Hit(id_at(position), position) for position in positions[:limit])
        return Hits(hits, len(positions), str(hits[-1].position) if len(positions) > limit and hits else None)

    def _positions(self, query: Query, limit: int, below: int) -> Iterator[int]:
        """The newest hits below a position; many are read from one state of the index."""
        body = {"query": compile_query(query.root), "sort": _NEWEST_FIRST, **_BARE}
        if limit <= _PAGE:
            yield from self._page(body, limit, below)
            return
        with self.server.point_in_time(self._target) as moment:
            while moment is not None and limit > 0:
                page = self._page({**body, "pit": moment}, min(limit, _PAGE), below)
                yield from page
                if len(page) < _PAGE:
                    return
                limit, below = limit - len(page), page[-1]

    def _page(self, body: dict[str, Any], size: int, below: int) -> list[int]:
        answer = self.server.search(self._target, {**body, "size": size, "search_after": [below]})
        return [hit["sort"][0] for hit in answer["hits"]["hits"]]

    def _ranked(self, query: Query, limit: int, before: str | None) -> Hits:
        """A page of the ranking; the cursor holds the newest hit ranked: later articles do not shift the pages."""
        newest, offset = (MAX_POSITION - 1, 0) if before is None else read_cursor(before, 2)
        ranked = rank(query.words(), self._cards(query, query.words(), newest))
        page = ranked[offset : offset + limit]
        following = offset + len(page)
        newest = max((position for _, position in ranked), default=0)
        return Hits(
            tuple(Hit(id_at(position), position, score) for score, position in page),
            len(ranked),
            f"{newest}.{following}" if page and following < len(ranked) else None,
        )

    def _cards(self, query: Query, words: Sequence[Words], newest: int) -> list[Card]:
        forms = {"card" if one.is_accented else "card_folded" for one in words}
        body = {
            "query": compile_query(query.root),
            "sort": _NEWEST_FIRST,
            "size": MAX_RANKED,
            "search_after": [newest + 1],
            **_BARE,
            "docvalue_fields": ["length", *sorted(forms)],
        }
        return list(map(card_of_hit, self.server.search(self._target, body)["hits"]["hits"]))

    def facets(self, query: Query, fields: Sequence[Facet] = tuple(Facet)) -> Facets:
        return read_facets(self.server.search(self._target, facets_body(query.root, fields)), fields)

    def count(self) -> int:
        return self.server.count(self._target)

    def position(self) -> int:
        state = self._found()
        return 0 if state is None else state.position

    def versions(self, after_id: int, limit: int) -> list[tuple[int, int]]:
        body = {
            "query": {"match_all": {}},
            "sort": [{"id": "asc"}],
            "size": min(limit, 2 * _PAGE),
            "search_after": [after_id],
            **_BARE,
            "docvalue_fields": ["version"],
        }
        hits = self.server.search(self._target, body)["hits"]["hits"]
        return [(hit["sort"][0], hit["fields"]["version"][0]) for hit in hits]

    def is_outdated(self) -> bool:
        state = self._found()
        return state is not None and state.format != FORMAT

    def settle(self) -> None:
        """Elasticsearch merges by itself."""

    def reset(self) -> None:
        if self._generation is not None:
            self.generations.delete(self._generation)
            self._generation = self.generations.add()
            self._target = self._generation.press
        else:
            self.generations.begin()
            self.generations.switch(self.generations.add())

    def successor(self) -> ElasticEngine:
        self.generations.begin()
        generation = self.generations.unfinished() or self.generations.add()
        return ElasticEngine(self.server, self.generations.prefix, generation)

    def yield_to(self, successor: Engine) -> None:
        if not isinstance(successor, ElasticEngine) or successor._generation is None:
            raise TypeError(f"{successor!r} is no successor of an index in Elasticsearch")
        self.generations.switch(successor._generation)

    def close(self) -> None:
        if self._generation is None:
            self.server.close()


def open_elastic(settings: ElasticSettings) -> ElasticEngine:
    """The engine of these settings; the server need not answer yet."""
    return ElasticEngine(Server(settings), settings.index)


#: Nothing but what sorts and is asked for; hits are not counted.
_BARE: dict[str, Any] = {"stored_fields": "_none_", "track_total_hits": False}
