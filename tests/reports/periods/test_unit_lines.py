"""What was opened by mistake and taken back was asked of nobody."""

from __future__ import annotations

from datetime import timedelta

from news.case import CaseState
from news.times import Window
from reports.periods.cases import outcome_of, unit_lines
from tests.cases.samples import NOW, a_case


def test_a_case_that_was_withdrawn_is_no_answer_of_its_unit() -> None:
    window = Window(NOW - timedelta(days=1), NOW + timedelta(days=6))
    kept, withdrawn = a_case(), a_case(state=CaseState.WITHDRAWN, opened_at=NOW + timedelta(hours=1))
    (line,) = unit_lines([kept, withdrawn], window, lambda one: one.unit)
    assert line.total == 1
    assert unit_lines([withdrawn], window, lambda one: one.unit) == ()
    assert outcome_of([withdrawn], [1]) == ""
