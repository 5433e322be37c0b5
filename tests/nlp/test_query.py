from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.analysis import Relevance, Tone, Topic
from news.errors import QueryError
from nlp.document import Document, read_document
from nlp.query import Query, parse
from nlp.query_fields import UnreadableValue
from nlp.query_parser import MAX_CHARS
from tests.nlp.queries import documents, queries

ARTICLE = read_document(
    7,
    source="baomau",
    sort_at=datetime(2026, 11, 1, 17, 30, tzinfo=UTC),
    title="Ninh Bình khởi công cầu Hoà An",
    lead="Cầu nối Đak Mơ với phường Hoa Lư.",
    text="Vốn 1.200 tỷ đồng. U23 tới dự. 東京都知事も出席",
    language="vi",
    tone=Tone.POSITIVE,
    topics=[Topic.TRANSPORT],
    provinces={"ninh-binh": Relevance.ABOUT, "quang-ngai": Relevance.PASSING},
    story="S9",
)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "ninh bình",
        "ninh binh",
        "NINH BINH",
        '"ninh bình"',
        "hòa",
        "hoà",
        "hoa",
        '"dak mo"',
        "đak",
        "dak",
        "kho*",
        '"ninh bì"*',
        "u23",
        '"1200 tỷ"',
        "1.200",
        "東京都",
        "知",
        "lũ OR cầu",
        "lũ HOẶC (cầu VÀ vốn)",
        "cầu -lũ",
        "cầu KHÔNG lũ",
        "NOT lũ",
        "-(lũ bão)",
        "tieude:cầu",
        'tiêuđề:"khởi công"',
        "nguon:baomau",
        "source:BAOMAU",
        "sacthai:pos",
        'tone:"tích cực"',
        "linhvuc:transport",
        'linhvuc:"giao thông"',
        "tinh:ninh-binh",
        'tinh:"Ninh Bình"',
        "tinh:quang-ngai/passing",
        "tinh:quang-ngai/any",
        "lang:vi",
        "tieng:Việt",
        "story:S9",
        "date:2026-11-02",
        "ngay:02/11/2026",
        "date:2026-11-01..2026-11-20",
        "since:2026-11-02 until:2026-11-02",
        "ngay:2026-11",
        "date:2026..",
    ],
)
def test_finds_the_article(query: str) -> None:
    assert parse(query).matches(ARTICLE)


@pytest.mark.parametrize(
    "query",
    [
        "lũ",
        "ninh bính",
        '"bình ninh"',
        '"hòa an cầu nối"',
        "hoá",
        "đac",
        "ninh lũ",
        "tieude:vốn",
        '"ninh b"',
        "-cầu",
        "lũ OR bão",
        "nguon:khac",
        "tone:neg",
        "linhvuc:sport",
        "tinh:quang-ngai",
        "lang:en",
        "story:s9",
        "date:2026-11-01",
        "until:2026-11-01",
        "since:2026-11-03",
    ],
)
def test_leaves_the_article_out(query: str) -> None:
    assert not parse(query).matches(ARTICLE)


@pytest.mark.parametrize(
    ("query", "position", "words"),
    [
        ("(mưa", 0, "không đóng"),
        ("mưa)", 3, "không có dấu mở"),
        ('lũ "mưa', 3, "không đóng"),
        ("mưa OR", 6, "cần một từ"),
        ("OR mưa", 0, "cần một từ"),
        ("()", 1, "cần một từ"),
        ('"…"', 0, "không có từ nào"),
        ("tac-gia:an", 0, "không có trường «tac-gia»"),
        ("tieude: cầu", 0, "viết liền"),
        ("sacthai:vui", 8, "tích cực, trung tính, tiêu cực"),
        ("linhvuc:abc", 8, "kinh tế"),
        ("ngay:31/02/2026", 5, "không có ngày"),
        ("ngay:hômqua", 5, "20/11/2026"),
        ("ngay:2026-11-20..2026-11-01", 5, "sau ngày cuối"),
        ("ngay:..", 5, "còn trống"),
        ("tinh:1/2", 5, "ninh-binh"),
        ("tinh:nin-binh", 5, "có phải ý là ninh-binh"),
        ("tinh:xyz/any", 5, "không có tỉnh nào"),
        ('tinh:"Nam Định"', 5, "nay thuộc Tỉnh Ninh Bình"),
        ("lang:klingon", 5, "mã ngôn ngữ"),
        ('nguon:"a b"', 6, "viết liền"),
        ('nguon:""', 6, "thiếu giá trị"),
        ("mưa " * 101, 404, "hơn 100 điều kiện"),
        ("a" * (MAX_CHARS + 1), MAX_CHARS, "ký tự"),
        ("(" * 900, 13, "lồng nhau"),
        ("NOT " * 400, 52, "lồng nhau"),
    ],
)
def test_explains_what_is_wrong_and_where(query: str, position: int, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert caught.value.position == position
    assert words in caught.value.vi


def test_reads_a_pasted_headline_as_words() -> None:
    assert parse("Nóng: bão số 7").render() == "nóng bão số 7"
    assert parse("KHÔNG KHÍ LẠNH VÀ MƯA").render() == "không khí lạnh và mưa"
    assert parse("Xem https://bao.vn/a & 19:30 – hết").render() == 'xem "https bao vn a" "19 30" hết'


def test_and_binds_closer_than_or() -> None:
    assert parse("a b OR c d") == parse("(a b) OR (c d)")
    assert parse("a b OR c d") != parse("a (b OR c) d")


def test_the_empty_query_asks_for_everything() -> None:
    assert parse("  ") == parse("- & …") == Query()
    assert Query().render() == ""


def test_tells_the_words_asked_for() -> None:
    found = parse('cầu "khởi công" cầu -lũ -(mưa OR NOT bão) nguon:baomau').words()
    assert [words.tokens for words in found] == [("cầu",), ("khởi", "công"), ("bão",)]


def test_narrows_by_fields() -> None:
    query = parse("cầu OR lũ").narrowed([("tone", "pos"), ("since", "2026-11-01")])
    assert query == parse("(cầu OR lũ) tone:pos since:2026-11-01")
    with pytest.raises(UnreadableValue, match="sắc thái"):
        query.narrowed([("tone", "vui")])


@given(queries)
def test_rendered_and_parsed_again_is_the_same(query: Query) -> None:
    assert parse(query.render()) == query


@given(st.text(st.sampled_from('aB 水"“”«»()-*:/.…KHÔNG OR tone:title:date:2026-11..'), max_size=40))
def test_any_text_is_a_query_or_an_error_in_words(text: str) -> None:
    try:
        query = parse(text)
    except QueryError as error:
        fault = error
    else:
        assert parse(query.render()) == query
        query.matches(ARTICLE)
        return
    assert 0 <= fault.position <= len(text)
    assert fault.explanation


@given(queries, documents())
def test_not_is_the_opposite(query: Query, document: Document) -> None:
    text = query.render()
    assert parse(f"-({text})").matches(document) is not query.matches(document)


@given(documents(), documents())
def test_newest_first_is_by_second_then_by_id(a: Document, b: Document) -> None:
    assert (a.position < b.position) == ((a.sort_at, a.id) < (b.sort_at, b.id))
