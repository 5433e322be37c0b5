"""Both engines answer alike. The oracle is the pure predicate and ``search.ranking`` over plain documents."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.analysis import Relevance
from nlp.document import Document
from nlp.query import Query, parse
from nlp.query_parser import MAX_DEPTH
from search.elastic import ElasticEngine
from search.embedded import EmbeddedEngine
from search.engine import Batch, Deletion, Engine, Facet, Facets, IndexedDocument
from search.ranking import MAX_RANKED, card_of, rank
from tests.nlp.queries import START, documents, queries

#: First seen in one of several quarters; an article may turn out to have been seen earlier, and moves.
arrivals = st.builds(
    lambda document, days: replace(document, first_seen_at=document.sort_at - timedelta(days=days)),
    documents(),
    st.sampled_from([0, 0, 0, 100, 3000]),
)
#: What happens to an index: articles are written, written anew, deleted.
events = st.lists(st.one_of(arrivals, arrivals, st.integers(1, 40)), max_size=30)
asked = st.lists(queries, min_size=1, max_size=6)

#: Each example has ids of its own: deletions are remembered for good.
_first_ids = itertools.count(0, 64)


@settings(max_examples=60, deadline=None)
@given(events=events, asked=asked, batch_size=st.integers(1, 9))
def test_the_embedded_engine_finds_what_the_predicate_finds(
    tmp_path_factory: pytest.TempPathFactory, events: list[Document | int], asked: list[Query], batch_size: int
) -> None:
    engine = EmbeddedEngine(tmp_path_factory.mktemp("index") / "index.db")
    check(engine, events, asked, batch_size)
    engine.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=events, asked=asked, batch_size=st.integers(5, 30))
def test_elasticsearch_finds_what_the_predicate_finds(
    elastic: ElasticEngine, events: list[Document | int], asked: list[Query], batch_size: int
) -> None:
    kept = check(elastic, events, asked, batch_size)
    position = elastic.position()
    assert elastic.apply(Batch(position, position + 1, (), [Deletion(id_, position + 1) for id_ in kept]))


def check(engine: Engine, events: list[Document | int], asked: list[Query], batch_size: int) -> dict[int, Document]:
    """Write batch by batch, ask, compare; returns what is in the index."""
    first_id = next(_first_ids)
    kept: dict[int, Document] = {}
    for start in range(0, len(events), batch_size):
        since = engine.position()
        written, deleted = [], []
        for seq, event in enumerate(events[start : start + batch_size], since + 1):
            if isinstance(event, Document):
                document = replace(event, id=first_id + event.id)
                written.append(IndexedDocument(document, seq))
                kept[document.id] = document
            else:
                deleted.append(Deletion(first_id + event, seq))
                kept.pop(first_id + event, None)
        assert engine.apply(Batch(since, since + len(events[start : start + batch_size]), written, deleted))
    assert engine.count() == len(kept)
    for query in [*asked, Query()]:
        expected = [document for document in kept.values() if query.matches(document)]
        assert [hit.article_id for hit in engine.find(query, limit=50).hits] == newest(expected), query.render()
        best = engine.find(query, sort="rank", limit=10)
        assert [(hit.article_id, hit.score) for hit in best.hits] == ranked(query, expected)[:10]
        assert engine.facets(query) == facets(expected)
    return kept


def newest(found: list[Document]) -> list[int]:
    return [document.id for document in sorted(found, key=lambda document: -document.position)]


def ranked(query: Query, found: list[Document]) -> list[tuple[int, float]]:
    hits = sorted(found, key=lambda document: -document.position)[:MAX_RANKED]
    ids = {document.position: document.id for document in hits}
    return [(ids[position], score) for score, position in rank(query.words(), list(map(card_of, hits)))]


def facets(found: list[Document]) -> Facets:
    counts: dict[Facet, Counter[str]] = {facet: Counter() for facet in Facet}
    for document in found:
        counts[Facet.SOURCE][document.source] += 1
        counts[Facet.DAY][document.day.isoformat()] += 1
        counts[Facet.TONE].update([document.tone] if document.tone else [])
        counts[Facet.TOPIC].update(document.topics)
        about = [name for name, label in document.provinces.items() if label is Relevance.ABOUT]
        counts[Facet.PROVINCE].update(about)
    return Facets(len(found), {facet: dict(counter) for facet, counter in counts.items()})


@pytest.mark.parametrize(
    "query",
    [
        "a OR b (c OR d (" * (MAX_DEPTH // 2) + "x" + "))" * (MAX_DEPTH // 2),
        "-(" * (MAX_DEPTH // 2) + "a OR b" + ")" * (MAX_DEPTH // 2),
        " ".join(f"w{number}*" for number in range(100)),
        " OR ".join(f'"a b{number}"' for number in range(100)),
        '"' + "cầu " * 480 + '"',
        '"a n"*',
    ],
)
def test_the_largest_queries_are_understood(engine: Engine, query: str) -> None:
    parsed = parse(query)
    for sort in ("newest", "rank"):
        assert engine.find(parsed, sort=sort).hits == ()  # type: ignore[arg-type]
    assert engine.facets(parsed.narrowed([("source", "a"), ("date", "2026")])).total == 0


def test_ranks_alike_among_more_hits_than_are_ranked(
    elastic: ElasticEngine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    embedded = EmbeddedEngine(tmp_path_factory.mktemp("index") / "index.db")
    words = ("cầu", "đường", "ninh", "bình", "lũ", "đê", "mưa")
    written = [
        IndexedDocument(
            Document(
                number,
                "s",
                START + timedelta(minutes=number * 7919 % 3001),
                START - timedelta(days=number % 200),
                title=tuple(words[(number * k) % 7] for k in range(1, 2 + number % 4)),
                lead=tuple(words[(number * number + k) % 7] for k in range(number % 9)),
            ),
            number,
        )
        for number in range(1, MAX_RANKED + 500)
    ]
    embedded.put(written)
    elastic.put(written)
    for text in ("cau", "cầu", '"ninh bình" OR lũ', "mưa -đê", "", "c*"):
        query = parse(text)
        assert elastic.find(query, sort="rank", limit=10) == embedded.find(query, sort="rank", limit=10), text
        assert elastic.find(query, limit=1_200) == embedded.find(query, limit=1_200), text
    embedded.close()
