"""Days, months, quarters and hours, absolute and from the day of publication."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.evidence.dates import Moment, agree, find, parts_differ

TODAY = date(2026, 3, 2)


def one(text: str) -> Moment:
    (found,) = find(text, TODAY)
    return found


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ngày 22-10", (None, 10, 22)),
        ("ngày 5/6/2017", (2017, 6, 5)),
        ("tháng 9/2013", (2013, 9, None)),
        ("hôm qua", (2026, 3, 1)),
        ("năm ngoái", (2025, None, None)),
        ("tháng trước", (2026, 2, None)),
        ("mùng 2 tháng 9", (None, 9, 2)),
    ],
)
def test_names_what_is_said_of_the_day(text: str, named: tuple[int | None, int | None, int | None]) -> None:
    found = one(text)
    assert (found.year, found.month, found.day) == named


def test_a_result_and_a_share_are_no_days() -> None:
    assert find("thắng 2-1") == ()
    assert find("1/4 dặm") == ()


def test_agrees_in_what_both_name() -> None:
    assert agree(one("ngày 5/6"), one("ngày 5/6/2017")) is True
    assert agree(one("tháng 4"), one("quý 2/2026")) is True
    assert agree(one("ngày 9/11"), one("ngày 2/11")) is False
    assert agree(one("năm 2013"), one("ngày 5/6")) is None
    assert agree(one("lúc 1 giờ chiều"), one("khoảng 13h")) is True


def test_morning_is_not_afternoon() -> None:
    assert parts_differ(one("sáng 6/6"), one("chiều 6/6"))
    assert not parts_differ(one("tối 6/6"), one("đêm 6/6"))


@given(st.text(max_size=200))
def test_any_text_has_its_moments_inside(text: str) -> None:
    low = text.lower()
    for found in find(low, TODAY):
        assert 0 <= found.span[0] < found.span[1] <= len(low)
