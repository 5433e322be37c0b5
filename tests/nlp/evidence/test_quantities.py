"""Vietnamese numbers with units: one value however they are written, and every place inside the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.evidence.numerals import value_of
from nlp.evidence.quantities import Hedge, Quantity, comparable, find, stand


def one(text: str) -> Quantity:
    found = find(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1,2 triệu đồng", "vnd", 1_200_000),
        ("12 nghìn tỷ đồng", "vnd", 12e12),
        ("1 tỷ 250 triệu đồng", "vnd", 1.25e9),
        ("36,210 triệu đồng", "vnd", 36_210_000),
        ("3.500 ha", "area", 35_000_000),
        ("hai chục km", "length", 20_000),
        ("ba mươi lăm kg", "mass", 35_000),
        ("một phần ba", "percent", 100 / 3),
        ("nửa năm", "duration", 182.5),
        ("311.192,6 tỷ đồng", "vnd", 311_192.6e9),
        ("hai trăm linh năm mét", "length", 205),
    ],
)
def test_forms_of_a_number_have_one_value(text: str, kind: str, value: float) -> None:
    found = one(text)
    assert found.kind == kind
    assert found.middle == pytest.approx(value, rel=0.03)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("gần 1.200 công nhân", "1.150 công nhân"),
        ("1.000 triệu usd", "1 tỷ usd"),
        ("năm người", "5 nạn nhân"),
        ("hơn 400 tỷ đồng", "411,754 tỷ đồng"),
        ("1.200 km²", "120.000 ha"),
        ("vài chục hộ", "45 hộ"),
        ("chưa đầy 40 ha", "38 ha"),
    ],
)
def test_the_same_amount_in_other_words_agrees(claim: str, evidence: str) -> None:
    assert comparable(one(claim), one(evidence))
    assert stand(one(claim), one(evidence)) is Hedge.AGREES


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [("40 ha", "400 ha"), ("hơn 12%", "4,12%"), ("chỉ 500 viên", "5.000 viên"), ("2.476 tỷ", "2.380 tỷ")],
)
def test_another_amount_differs(claim: str, evidence: str) -> None:
    assert stand(one(claim), one(evidence)) is not Hedge.AGREES


def test_a_father_and_a_year_are_no_numbers() -> None:
    assert find("ba mẹ em kể") == ()
    assert all(found.middle != 5 for found in find("năm nay được mùa"))


def test_ranges_have_two_ends() -> None:
    found = one("2-3 triệu đồng")
    assert (found.low, found.high) == (2e6, 3e6)


@given(st.integers(0, 10**12))
def test_figures_round_trip_through_both_separators(value: int) -> None:
    dotted = f"{value:,}".replace(",", ".")
    assert value_of(dotted, is_scaled=False) == value
    assert value_of(f"{value:,}", is_scaled=False) == value


@given(st.text(max_size=200))
def test_places_are_inside_the_text(text: str) -> None:
    low = text.lower()
    for found in find(low):
        assert 0 <= found.span[0] < found.span[1] <= len(low)
        assert found.low <= found.high
