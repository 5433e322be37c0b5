"""What every engine must do. The oracle is ``Query.matches`` and ``search.ranking`` over plain documents."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.analysis import Relevance
from nlp.document import Document
from nlp.query import Query, parse
from search.embedded import EmbeddedEngine
from search.engine import BadCursor, Batch, Deletion, Engine, Facet, Facets, IndexedDocument
from search.ranking import MAX_RANKED, card_of, rank
from tests.nlp.queries import documents, queries


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


#: What happens to an index: articles are written, written anew, deleted.
events = st.lists(st.one_of(documents(), documents(), st.integers(1, 40)), max_size=30)


@settings(max_examples=60, deadline=None)
@given(events=events, asked=st.lists(queries, min_size=1, max_size=8), batch_size=st.integers(1, 9))
def test_finds_what_the_predicate_finds(
    tmp_path_factory: pytest.TempPathFactory, events: list[Document | int], asked: list[Query], batch_size: int
) -> None:
    engine = EmbeddedEngine(tmp_path_factory.mktemp("index") / "index.db")
    kept: dict[int, Document] = {}
    for start in range(0, len(events), batch_size):
        numbered = list(enumerate(events, 1))[start : start + batch_size]
        written = [IndexedDocument(event, seq) for seq, event in numbered if isinstance(event, Document)]
        deleted = [Deletion(event, seq) for seq, event in numbered if isinstance(event, int)]
        assert engine.apply(Batch(start, start + len(numbered), written, deleted))
        for _, event in numbered:
            if isinstance(event, Document):
                kept[event.id] = event
            else:
                kept.pop(event, None)
    assert engine.count() == len(kept)
    for query in [*asked, Query()]:
        expected = [document for document in kept.values() if query.matches(document)]
        assert [hit.article_id for hit in engine.find(query, limit=50).hits] == newest(expected), query.render()
        best = engine.find(query, sort="rank", limit=10)
        assert [(hit.article_id, hit.score) for hit in best.hits] == ranked(query, expected)[:10]
        assert engine.facets(query) == facets(expected)
    engine.close()


def sample(count: int, *, version: int = 1) -> list[IndexedDocument]:
    from datetime import timedelta

    from nlp.document import read_document
    from tests.nlp.queries import START

    # Older and older: publication order is not the order of arrival.
    return [
        IndexedDocument(
            read_document(
                number,
                source="baomau",
                sort_at=START - timedelta(minutes=number // 3),
                title="cầu " * (1 + number % 3),
                text="đường " * number,
            ),
            version,
        )
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize("sort", ["newest", "rank"])
def test_pages_follow_each_other_without_gap_or_double(engine: Engine, sort: str) -> None:
    engine.put(sample(45))
    seen: list[int] = []
    before = None
    while True:
        page = engine.find(parse("cau"), sort="rank" if sort == "rank" else "newest", limit=10, before=before)
        seen += [hit.article_id for hit in page.hits]
        # What arrives between two pages does not shift them.
        engine.put([IndexedDocument(Document(99, "s", page_time(), page_time(), title=("cầu",)), 9)])
        before = page.next
        if before is None:
            break
    assert sorted(seen) == list(range(1, 46))


def page_time():
    from tests.nlp.queries import START

    return START.replace(year=2027)


def test_refuses_a_foreign_cursor(engine: Engine) -> None:
    for cursor in ("x", "1.2.3", "", "-1", "9" * 30):
        with pytest.raises(BadCursor):
            engine.find(parse("cau"), before=cursor)


def test_a_late_write_never_replaces_a_newer_one(engine: Engine) -> None:
    (old,) = sample(1, version=4)
    new = IndexedDocument(Document(1, "s", old.document.sort_at, old.document.sort_at, title=("mới",)), 7)
    engine.put([new])
    engine.put([old])
    assert engine.find(parse("mới")).hits
    engine.delete([Deletion(1, 9)])
    engine.put([new])
    assert engine.count() == 0


def test_moves_in_the_log_and_writes_as_one(engine: Engine) -> None:
    assert engine.apply(Batch(0, 5, sample(3, version=5)))
    assert engine.position() == 5
    assert not engine.apply(Batch(0, 9, sample(9, version=9)))
    assert (engine.position(), engine.count()) == (5, 3)
    assert engine.versions(1, 5) == [(2, 5), (3, 5)]


def test_finds_words_beyond_the_opening_and_forgets_them_again(engine: Engine) -> None:
    text = ("đường",) * 400 + ("cuối", "cùng")
    at = page_time()
    engine.put([IndexedDocument(Document(1, "s", at, at, text=text), 1)])
    assert engine.find(parse('"cuối cùng"')).hits
    assert engine.find(parse('"duong cuoi"')).hits
    engine.put([IndexedDocument(Document(1, "s", at, at, text=("khác",)), 2)])
    assert not engine.find(parse("cuoi OR duong OR đường OR cuối")).hits


def test_says_how_many_there_are_at_least(engine: Engine) -> None:
    engine.put(sample(30))
    assert engine.find(parse("cau"), limit=10).total_at_least == 11
    assert engine.find(parse("cau"), limit=50).total_at_least == 30
    assert engine.find(parse("cau"), sort="rank", limit=10).total_at_least == 30
    assert engine.facets(parse("cau"), [Facet.SOURCE]) == Facets(30, {Facet.SOURCE: {"baomau": 30}})
