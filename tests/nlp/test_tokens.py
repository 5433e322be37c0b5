from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text import fold, lower, nfc, place_tones
from nlp.tokens import MAX_TOKEN_CHARS, folded, spans, tokens

LETTERS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "aăâeêioôơuưyđAĐOUYqghnt àáảãạýỷỹỵỳòóỏõọèéẻẽẹ\u0300\u0301\u0309\u0303\u0323\u0302"
            ".,0123456789²東京がﾊ国ไทย한국ខ្ម\u00ad\u200d"
        ),
    ),
    max_size=40,
)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hòa Bình, hoà bình", ["hòa", "bình", "hòa", "bình"]),
        ("THUỶ điện Thủy", ["thủy", "điện", "thủy"]),
        ("khoẻ loã quý quà hoàn huỳnh", ["khỏe", "lõa", "quý", "quà", "hoàn", "huỳnh"]),
        ("qúy qủa gìa gía gỉai", ["quý", "quả", "già", "giá", "giải"]),
        ("U23 QL1A 12km 5G", ["u", "23", "ql", "1", "a", "12", "km", "5", "g"]),
        ("1.200 tỷ, 1,200, 2.500.000đ", ["1200", "tỷ", "1200", "2500000", "đ"]),
        ("12,5% ngày 12/5/2026, 0.125", ["12", "5", "ngày", "12", "5", "2026", "0", "125"]),
        ("1.2000 192.168.1.1", ["1", "2000", "192168", "1", "1"]),
        ("100 m² và 100 m2", ["100", "m", "2", "và", "100", "m", "2"]),
        ("H'Mông T.Ư snake_case", ["h", "mông", "t", "ư", "snake", "case"]),
        (
            "toasoan@bao.vn https://bao.vn/a-1",
            ["toasoan", "bao", "vn", "https", "bao", "vn", "a", "1"],
        ),
        ("東京都の空", ["東京", "京都", "都の", "の空"]),
        ("AI技術と水", ["ai", "技術", "術と", "と水"]),
        ("水", ["水"]),
        ("２０２６年 ＡＢ", ["2026", "年", "ab"]),
        ("ก็ดี", ["ก็ดี"]),
        ("한국 경제", ["한국", "경제"]),
        ("so\u00adft hy\u200dphen", ["soft", "hyphen"]),
        ("\u0301 … “” 🙂", []),
        ("", []),
    ],
)
def test_cuts_text_into_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@given(LETTERS)
def test_composed_and_decomposed_text_are_one(text: str) -> None:
    assert tokens(nfd(text)) == tokens(text)


@given(LETTERS)
def test_tokens_are_stable_and_clean(text: str) -> None:
    found = tokens(text)
    assert tokens(" ".join(found)) == found
    for token in found:
        assert 0 < len(token) <= MAX_TOKEN_CHARS
        assert not any(sign.isspace() or (sign.isascii() and not sign.isalnum()) for sign in token)
        assert not any("A" <= sign <= "Z" for sign in token)


@given(LETTERS)
def test_spans_tell_where_each_token_stands(text: str) -> None:
    for form in (text, nfd(text)):
        found = spans(form)
        assert [span.token for span in found] == tokens(form)
        assert all(0 <= span.start < span.end <= len(form) for span in found)
        assert [span.start for span in found] == sorted(span.start for span in found)
    for span in spans(nfc(text)):
        assert set(tokens(nfc(text)[span.start : span.end])) >= {span.token} or len(span.token) == MAX_TOKEN_CHARS


@given(LETTERS)
def test_folding_is_final_and_ignores_composition(text: str) -> None:
    assert fold(fold(text)) == fold(text) == fold(nfd(text))
    assert [folded(token) for token in tokens(text)] == [folded(folded(token)) for token in tokens(text)]


@given(LETTERS)
def test_tone_placement_is_final_and_keeps_length(text: str) -> None:
    placed = place_tones(nfc(text))
    assert place_tones(placed) == placed
    assert len(placed) == len(nfc(text))
    assert fold(placed) == fold(text)


@given(LETTERS)
def test_lower_case_is_final(text: str) -> None:
    assert lower(lower(text)) == lower(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đường Hồ Chí Minh", "duong ho chi minh"),
        ("HUẾ ẵm Đắk Lắk", "hue am dak lak"),
        ("Élysée façade", "elysee facade"),
        ("мой ёлка", "мой елка"),
        ("がぎぐ 東京", "がぎぐ 東京"),
        ("대한민국", "대한민국"),
    ],
)
def test_folds_latin_accents_only(text: str, expected: str) -> None:
    assert fold(text) == expected


def test_keeps_case_when_placing_tones() -> None:
    assert place_tones("HOÀ Hoà Thuỷ UỶ QÚY Gìa") == "HÒA Hòa Thủy ỦY QUÝ Già"
