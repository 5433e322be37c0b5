"""What units did with their cases in a period, as it stood at its end. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from news.case import CASE_STATE_VI, Case, CaseState
from news.report import UnitLine
from news.times import Window, local
from reports.plain import shortened

_MOST_CHARS = 160


def unit_lines(cases: Iterable[Case], window: Window, unit_name: Callable[[Case], str]) -> tuple[UnitLine, ...]:
    """``cases``: as they stood at the window's end. A unit's answer may be late and still be an answer."""
    lines: dict[str, UnitLine] = {}
    for one in cases:
        if not _was_on_the_desk(one, window):
            continue
        name = unit_name(one)
        line = lines.get(name) or UnitLine(name)
        state = _state(one, window.end)
        lines[name] = replace(line, **{state: getattr(line, state) + 1})
    return tuple(sorted(lines.values(), key=lambda one: (-one.overdue, -one.late, -one.total, one.unit)))


def outcome_of(cases: Sequence[Case], articles: Collection[int]) -> str:
    """What came of a matter, in words: of the case opened last about one of its articles."""
    about = [one for one in cases if one.article_id in articles and one.state is not CaseState.WITHDRAWN]
    if not about:
        return ""
    newest = max(about, key=lambda one: (one.opened_at, one.id))
    if newest.state is CaseState.CLOSED:
        return f"đã xong: {shortened(newest.result, _MOST_CHARS)}"
    if newest.answered_at is not None:
        return f"{CASE_STATE_VI[newest.state]} {local(newest.answered_at):%d/%m}"
    return f"{CASE_STATE_VI[newest.state]}, hạn {local(newest.due_at):%d/%m}"


def _was_on_the_desk(one: Case, window: Window) -> bool:
    if one.opened_at >= window.end or one.state is CaseState.WITHDRAWN:
        return False
    if one.state is CaseState.OPEN:
        return True
    done_at = one.answered_at or one.changed_at
    return done_at >= window.begin


def _state(one: Case, end: datetime) -> str:
    if one.state is CaseState.OPEN:
        return "overdue" if one.due_at < end else "waiting"
    return "late" if (one.answered_at or one.changed_at) > one.due_at else "on_time"
