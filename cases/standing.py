"""How the units answer: of each unit what waits, what is late, what was answered in time. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from news.case import Case, CaseState


@dataclass(frozen=True, slots=True)
class Standing:
    """``unit``: its id, empty for the office itself. ``late`` of ``waiting``; ``answered_late`` of ``answered``.

    ``usual``: the median time to an answer; ``None`` without one.
    """

    unit: str
    waiting: int
    late: int
    answered: int
    answered_late: int
    usual: timedelta | None


def standings(cases: Iterable[Case], now: datetime) -> list[Standing]:
    """One for each unit, the one with the most late cases first. What was withdrawn was never asked."""
    grouped: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.state is not CaseState.WITHDRAWN:
            grouped[case.unit].append(case)
    found = [_standing(unit, theirs, now) for unit, theirs in grouped.items()]
    return sorted(found, key=lambda one: (-one.late, -one.waiting, -one.answered, one.unit))


def _standing(unit: str, cases: list[Case], now: datetime) -> Standing:
    waiting = [one for one in cases if one.state is CaseState.OPEN]
    took = [(one.answered_at - one.opened_at).total_seconds() for one in cases if one.answered_at is not None]
    return Standing(
        unit=unit,
        waiting=len(waiting),
        late=sum(one.is_late(now) for one in waiting),
        answered=len(took),
        answered_late=sum(one.answered_at is not None and one.answered_at > one.due_at for one in cases),
        usual=timedelta(seconds=median(took)) if took else None,
    )
