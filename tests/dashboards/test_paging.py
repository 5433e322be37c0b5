"""A list in sheets loses nothing and repeats nothing, whatever is asked for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboards.paging import Sheets, sheet_of


@given(st.integers(0, 300), st.integers(1, 60))
def test_all_sheets_together_are_the_list(many: int, size: int) -> None:
    last = Sheets(range(many), None, size).last
    found = [one for number in range(1, last + 1) for one in Sheets(range(many), str(number), size)]
    assert found == list(range(many))
    assert all(place in Sheets(range(many), str(sheet_of(place, size)), size).items for place in range(many))


@given(st.text(max_size=12))
def test_nonsense_gives_a_sheet_that_exists(asked: str) -> None:
    sheets = Sheets(range(95), asked, 10)
    assert 1 <= sheets.number <= 10
    assert len(sheets) > 0
