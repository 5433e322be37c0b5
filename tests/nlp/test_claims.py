"""Sentences worth checking: facts are, wishes and questions are not; places hold in any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import transformer
from nlp.claims import find
from nlp.claims_parts import parts

TEXT = (
    "Ngày 5/6, UBND tỉnh Quảng Ngãi phê duyệt dự án kè biển Sa Cần với tổng vốn 120 tỷ đồng. "
    "Bạn có thấy nơi này đẹp không? Tôi rất yêu quê hương mình và hy vọng mọi người cũng vậy!"
)


def test_a_fact_is_worth_checking_a_question_and_a_wish_are_not() -> None:
    assert [one.is_checkworthy for one in find(TEXT)] == [True, False, False]


def test_a_record_that_is_one_sentence_stays_one() -> None:
    (one,) = find(f" {TEXT} ", is_whole=True)
    assert one.text == TEXT
    assert (one.start, one.end) == (1, 1 + len(TEXT))


def test_other_languages_are_split_but_not_judged() -> None:
    assert [(one.score, one.is_checkworthy) for one in find("The bridge is 3 km long.", language="en")] == [
        (0.0, False)
    ]


def test_the_transformer_is_asked_only_for_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def heads(texts: list[str], task: str) -> None:
        asked.append(len(texts))

    monkeypatch.setattr(transformer, "heads", heads)
    find(TEXT)
    assert asked == []
    find(TEXT, best=True)
    assert asked == [3]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300))
def test_places_hold_in_any_text(text: str) -> None:
    for one in find(text):
        assert text[one.start : one.end] == one.text
        assert 0 <= one.score <= 1


def test_a_flood_of_sentences_ends() -> None:
    assert len(find("Có 3 xã. " * 5_000)) == 5_000


def test_the_parts_of_a_claim_are_places_in_it() -> None:
    said = "Sáng 5/6, UBND tỉnh Quảng Ngãi chi 120 tỷ đồng xây kè biển tại Bình Sơn."
    found = parts(said)
    assert found.who is not None
    assert said[slice(*found.who)] == "UBND tỉnh Quảng Ngãi"
    assert [said[slice(*span)] for span in found.how_much] == ["120 tỷ đồng"]
    assert [said[slice(*span)] for span in found.when] == ["5/6"]
    assert "Bình Sơn" in [said[slice(*span)] for span in found.where]


def test_a_person_is_never_who() -> None:
    assert parts("Ông Nguyễn Văn An nợ hàng xóm 3 triệu đồng.").who is None
    assert parts("Chị Lê Thị Hoa nói xã có 12 hộ nghèo.").who is None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=150))
def test_any_text_has_parts(text: str) -> None:
    found = parts(text)
    for span in (*found.how_much, *found.where, *found.when, *filter(None, (found.who, found.what))):
        assert 0 <= span[0] < span[1] <= len(text)
