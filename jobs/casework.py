"""Cases as the office's folder explains them, and what other parts hear of them: the watches what is due, the digest
what needs an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alerts.others import Due
from cases.deadlines import due_words, is_confirmed, rule_on, unknown_tet
from dashboards.services.cases import CaseLine
from jobs.wiring import Office
from news.case import CASE_STATE_VI, Case, CaseKind, CaseState, DeadlineRule, Unit
from news.edition import Matter
from news.times import Window, local_date
from storage import Work

WAITING = (CaseState.OPEN, CaseState.ANSWERED)
_MOST_CHARS = 200


@dataclass(frozen=True, slots=True)
class Register:
    """Units and rules of an office, as its folder says them."""

    office: Office

    def unit(self, id: str) -> Unit | None:
        return next((one for one in self.office.configuration.units if one.id == id), None)

    def unit_name(self, case: Case) -> str:
        return self.name_of(case.unit)

    def name_of(self, id: str) -> str:
        """Of a unit that left the list its id; of a case that the office itself answers the office."""
        if not id:
            return self.office.configuration.province.office
        unit = self.unit(id)
        return id if unit is None else unit.name

    def rule(self, case: Case) -> DeadlineRule | None:
        return rule_on(self.office.configuration.deadlines, case.rule, local_date(case.opened_at))

    def line(self, case: Case) -> CaseLine:
        """The case as pages list it."""
        due = due_words(case, is_confirmed=self.is_confirmed(case))
        tet = unknown_tet(case, self.office.configuration.schedule.calendar)
        return CaseLine(case, self.unit_name(case), due, case.is_late(self.office.clock()), tet)

    def is_confirmed(self, case: Case) -> bool:
        configuration = self.office.configuration
        return is_confirmed(case, configuration.deadlines, configuration.schedule.calendar)


def due_cases(office: Office) -> Callable[[Work], Sequence[Due]]:
    """What the watches are to remind of: every case that waits for its answer."""
    register = Register(office)

    def due(work: Work) -> Sequence[Due]:
        return [
            Due(str(one.id), one.title, register.unit_name(one), one.due_at)
            for one in work.cases.list(office.province, (CaseState.OPEN,))
        ]

    return due


def matters(office: Office, work: Work, window: Window) -> list[Matter]:
    """What the digest says: all that is not closed, and what was closed within its window, with its result."""
    register, now = Register(office), office.clock()
    cases = [*work.cases.list(office.province, WAITING), *work.cases.closed_within(office.province, window)]
    return [
        Matter(
            title=one.title if one.kind is CaseKind.ARTICLE else f"{one.outlet} hỏi: {one.title}",
            url=one.url,
            unit=register.unit_name(one),
            due=local_date(one.due_at),
            is_confirmed=register.is_confirmed(one),
            state=_state(one, is_late=one.is_late(now)),
        )
        for one in cases
    ]


def _state(case: Case, *, is_late: bool) -> str:
    if case.state is CaseState.CLOSED:
        result = " ".join(case.result.split())
        return f"đã xong: {result if len(result) <= _MOST_CHARS else result[:_MOST_CHARS] + '…'}"
    if is_late:
        return "quá hạn" if case.state is CaseState.OPEN else "đã trả lời, quá hạn"
    return CASE_STATE_VI[case.state]
