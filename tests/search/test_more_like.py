from __future__ import annotations

from nlp.document import Document, read_document
from nlp.query import parse
from search.engine import Engine, IndexedDocument
from search.more_like import query_of
from tests.nlp.queries import START


def document(number: int, title: str, lead: str = "", story: str | None = None) -> Document:
    return read_document(number, source="baomau", sort_at=START, title=title, lead=lead, story=story)


LANDSLIDE = [
    document(1, "Sạt lở đê sông Hoàng Long ở Gia Viễn", "Nước lũ dâng cao, người dân sơ tán.", "s1"),
    document(2, "Gia Viễn: đê Hoàng Long sạt lở 30 mét", story="s1"),
]
OTHERS = [
    document(3, "Khẩn trương hàn khẩu đê Hoàng Long tại Gia Viễn", story="s2"),
    document(4, "Lũ trên sông Hoàng Long lên nhanh", story="s3"),
    document(5, "Giá vàng hôm nay tăng", story="s4"),
    document(6, "Đội bóng của tỉnh thắng trận mở màn", story="s5"),
]


def test_more_of_a_story_is_what_shares_its_telling_words(engine: Engine) -> None:
    engine.put([IndexedDocument(one, one.id) for one in (*LANDSLIDE, *OTHERS)])
    query = query_of(LANDSLIDE)
    assert query is not None
    found = [hit.article_id for hit in engine.find(query, sort="rank", limit=10).hits]
    assert found[:2] == [3, 4]
    assert not {1, 2, 5, 6} & set(found)


def test_what_tells_nothing_is_like_nothing() -> None:
    assert query_of([]) is None
    assert query_of([document(1, "")]) is None


def test_the_query_can_be_read_by_people() -> None:
    query = query_of(LANDSLIDE)
    assert query is not None
    assert parse(query.render()) == query
    assert '"hoàng long"' in query.render()
