"""How units answer is counted from their cases alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cases.standing import Standing, standings
from news.case import CaseState
from tests.cases.samples import NOW, a_case

HOUR = timedelta(hours=1)


def test_the_unit_with_the_most_late_cases_stands_first() -> None:
    due = a_case().due_at
    cases = [
        a_case(unit="nhanh", state=CaseState.ANSWERED, answered_at=NOW + HOUR),
        a_case(unit="nhanh", state=CaseState.CLOSED, answered_at=due + HOUR),
        a_case(unit="nhanh", state=CaseState.CLOSED, result="Không cần trả lời."),
        a_case(unit="cham"),
        a_case(unit="cham", due_at=due + 9 * HOUR),
        a_case(unit="cham", state=CaseState.WITHDRAWN),
    ]
    cases = [replace(one, id=number) for number, one in enumerate(cases)]
    assert standings(cases, due + HOUR) == [
        Standing("cham", 2, 1, 0, 0, None),
        Standing("nhanh", 0, 0, 2, 1, (due + 2 * HOUR - NOW) / 2),
    ]
    assert standings([], NOW) == []
