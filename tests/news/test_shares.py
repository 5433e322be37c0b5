"""Shares: their denominators, Wilson's interval, and when two of them differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.shares import differ, share, shares


def test_the_interval_is_wilsons() -> None:
    found = share(7, 20)
    assert (found.value, round(found.low, 3), round(found.high, 3)) == (0.35, 0.181, 0.567)


def test_nothing_is_known_of_nothing() -> None:
    found = share(0, 0)
    assert found.value is None
    assert (found.low, found.high) == (0.0, 1.0)


@given(st.integers(0, 5_000), st.integers(0, 5_000))
def test_the_interval_holds_the_share_and_stays_within_bounds(count: int, rest: int) -> None:
    found = share(count, count + rest)
    if found.value is not None:
        assert 0 <= found.low <= found.value <= found.high <= 1


def test_each_count_has_the_same_denominator() -> None:
    found = shares({"neg": 3, "neu": 6, "pos": 1})
    assert [one.total for one in found.values()] == [10, 10, 10]
    assert sum(one.value or 0 for one in found.values()) == pytest.approx(1)


def test_a_few_articles_more_are_no_change_and_many_are() -> None:
    assert not differ(share(3, 10), share(5, 10))
    assert differ(share(300, 1000), share(400, 1000))
    assert not differ(share(0, 0), share(5, 10))


@pytest.mark.parametrize(("count", "total"), [(-1, 2), (3, 2)])
def test_more_than_all_is_refused(count: int, total: int) -> None:
    with pytest.raises(ValueError):
        share(count, total)
