from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.query import Query, parse
from search.highlight import find_spans, marked, snippet
from tests.nlp.queries import queries


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("ninh", "Ninh Bình, ninh", ["Ninh", "ninh"]),
        ('"ninh binh"', "Về Ninh Bình, bình ninh", ["Ninh Bình"]),
        ("bính OR hoa", "Bình hoà Hoa", ["hoà", "Hoa"]),
        ("hòa", "Giao Hoà, hoa", ["Hoà"]),
        ("kho*", "Khởi công", ["Khởi"]),
        ("cầu -lũ", "Cầu qua lũ", ["Cầu"]),
        ("u23", "Đội U23 và U 23", ["U23", "U 23"]),
        ("東京都", "前東京都知事", ["東京都"]),
        ("tieude:cầu đường", "Cầu đường", ["đường"]),
        ("1.200", "1200 và 1.200 tỷ", ["1200", "1.200"]),
        ("source:a", "a", []),
    ],
)
def test_marks_what_was_asked_for(query: str, text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in find_spans(text, parse(query))] == expected


def test_marks_in_decomposed_text_as_it_stands() -> None:
    text = "Bi\u0300nh yên"
    assert marked(text, parse("binh")) == (("Bi\u0300nh", True), (" yên", False))


def test_a_word_asked_for_in_titles_is_marked_there_only() -> None:
    query = parse("tieude:cầu")
    assert marked("Cầu", query) == (("Cầu", True),)
    assert snippet("Cầu", query) == (("Cầu", False),)


def test_the_snippet_shows_where_it_is_said() -> None:
    text = "Mở đầu dài dòng. " * 40 + "Sáng nay lũ lên nhanh ở Hoa Đông. " + "Kết thúc. " * 30
    pieces = snippet(text, parse("lũ Hoa Đông"))
    shown = "".join(piece for piece, _ in pieces)
    assert shown.startswith("… ")
    assert "Sáng nay lũ lên nhanh ở Hoa Đông." in shown
    assert shown.endswith(" …")
    assert len(shown) <= 244
    assert [piece for piece, is_match in pieces if is_match] == ["lũ", "Hoa", "Đông"]


def test_without_a_match_the_snippet_is_the_beginning() -> None:
    assert snippet("Một câu ngắn.", Query()) == (("Một câu ngắn.", False),)
    assert snippet("", parse("a")) == ()


@given(queries, st.text(st.sampled_from("ninh bìđ東京1. \n"), max_size=400))
def test_pieces_make_up_the_text(query: Query, text: str) -> None:
    assert "".join(piece for piece, _ in marked(text, query)) == text
    shown = "".join(piece for piece, _ in snippet(text, query, 60))
    assert len(shown) <= 64
    assert shown.removeprefix("… ").removesuffix(" …") in text
