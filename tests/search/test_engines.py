"""What every engine must do. The oracle is ``Query.matches`` and ``search.ranking`` over plain documents."""

from __future__ import annotations

import pytest

from nlp.document import Document
from nlp.query import parse
from search.engine import BadCursor, Batch, Deletion, Engine, Facet, Facets, IndexedDocument


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
