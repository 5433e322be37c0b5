"""Claim beside evidence: clear cases, spans that hold, and no text that breaks it."""

from __future__ import annotations

import sys
import time
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import transformer
from nlp.evidence import Label, Proposal, ReasonKind, compare, compare_readings, propose, read

EVIDENCE = (
    "Sáng 5/6, UBND tỉnh Quảng Ngãi phê duyệt dự án kè biển Sa Cần dài 3,2 km với tổng vốn 120 tỷ đồng. "
    "Dự án dự kiến hoàn thành vào cuối năm 2027, bảo vệ gần 400 hộ dân xã Bình Thạnh."
)
WORDS = st.sampled_from(
    [*EVIDENCE.split(), "không", "chỉ", "1.000", "tăng", "hôm", "qua", "Ông", "Nguyễn", "😍", "３", "ngày"]
)


@pytest.fixture(autouse=True)
def _light_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transformer, "pairs", lambda claims, evidences: None)


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("Dự án kè biển Sa Cần có tổng vốn 1.200 tỷ đồng.", ReasonKind.NUMBER),
        ("Ngày 7/6, UBND tỉnh Quảng Ngãi phê duyệt dự án kè biển Sa Cần.", ReasonKind.DATE),
        ("UBND tỉnh Quảng Ngãi bác bỏ dự án kè biển Sa Cần.", ReasonKind.OUTCOME),
        ("UBND tỉnh Quảng Ngãi không phê duyệt dự án kè biển Sa Cần.", ReasonKind.NEGATION),
    ],
)
def test_what_disagrees_is_a_reason_with_both_places(claim: str, kind: ReasonKind) -> None:
    proposal = compare(claim, EVIDENCE)
    reason = next(reason for reason in proposal.reasons if reason.kind is kind and not reason.agrees)
    assert reason.claim_span is not None
    assert reason.evidence_span is not None
    assert proposal.label is not Label.SUPPORTED


def test_the_same_statement_is_supported() -> None:
    proposal = compare("UBND tỉnh Quảng Ngãi phê duyệt dự án kè biển Sa Cần dài 3,2 km.", EVIDENCE)
    assert proposal.label == "SUPPORTED"
    assert any(reason.agrees and reason.kind is ReasonKind.NUMBER for reason in proposal.reasons)


def test_a_denied_statement_word_for_word_is_not_supported() -> None:
    denied = "Công an tỉnh phủ nhận tin đồn nước sông Trà Khúc bị nhiễm độc nặng."
    assert compare("Nước sông Trà Khúc bị nhiễm độc nặng.", denied).label is not Label.SUPPORTED


def test_another_matter_is_open() -> None:
    assert compare("Giá vàng trong nước lập đỉnh mới vì đồng đô la yếu đi.", EVIDENCE).label is Label.NEI


def test_yesterday_is_read_from_the_day_of_publication() -> None:
    said = compare("Hôm qua UBND tỉnh phê duyệt dự án.", EVIDENCE, claim_date=date(2026, 6, 6))
    other = compare("Hôm qua UBND tỉnh phê duyệt dự án.", EVIDENCE, claim_date=date(2026, 6, 9))
    assert [r.agrees for r in said.reasons if r.kind is ReasonKind.DATE] == [True]
    assert [r.agrees for r in other.reasons if r.kind is ReasonKind.DATE] == [False]


def test_nothing_to_compare_is_open() -> None:
    assert compare("", EVIDENCE).label is compare("Có 3 người.", " ").label is Label.NEI


def test_the_light_layer_alone_and_in_bulk_agree() -> None:
    pair = read("Dự án kè biển dài 3,2 km."), read(EVIDENCE)
    assert compare_readings(*pair) == propose([pair])[0]


def test_the_transformer_moves_the_score_but_not_the_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = read("Dự án kè biển dài 3,2 km."), read(EVIDENCE)
    alone = compare_readings(*pair)
    monkeypatch.setattr(sys.modules["nlp.evidence.compare"], "TRANSFORMER_WEIGHT", 1.0)
    monkeypatch.setattr(transformer, "pairs", lambda claims, evidences: [[0.01, 0.98, 0.01]])
    both = propose([pair])[0]
    assert both.probabilities[1] > alone.probabilities[1]
    assert both.reasons == alone.reasons


def check(proposal: Proposal, claim: str, evidence: str) -> None:
    assert sum(proposal.probabilities) == pytest.approx(1, abs=1e-3)
    for reason in proposal.reasons:
        for span, text in ((reason.claim_span, claim), (reason.evidence_span, evidence)):
            assert span is None or 0 <= span[0] < span[1] <= len(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.text(max_size=200))
def test_any_two_texts_give_a_proposal_with_places_inside(claim: str, evidence: str) -> None:
    check(compare(claim, evidence), claim, evidence)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_composed_and_decomposed_texts_say_the_same(claim: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, claim) for form in ("NFC", "NFD"))
    one, other = compare(composed, EVIDENCE), compare(decomposed, unicodedata.normalize("NFD", EVIDENCE))
    assert one.label == other.label
    assert one.score == pytest.approx(other.score, abs=1e-4)
    check(other, decomposed, unicodedata.normalize("NFD", EVIDENCE))


def test_long_texts_are_read_within_bounds() -> None:
    started = time.monotonic()
    for text in ("a" * 100_000, "1" * 100_000, "không " * 20_000, "12/5 " * 20_000, "một phần " * 12_000):
        compare(text, text)
    assert time.monotonic() - started < 20
