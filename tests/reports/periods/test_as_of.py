"""The report of a week made again months later is the report of then, whatever was read, said and done since."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from news.analysis import OverrideField, Relevance, Tone
from news.case import CaseState
from news.digest import Period
from news.errors import UnknownId
from news.source import Health
from news.story import FactKind
from news.times import at_local
from reports import json
from tests.fakes import FakeClock, new_storage
from tests.reports.periods.months import SOURCES, WEEK, Weeks

OUTLETS = tuple(SOURCES)
TONES, LABELS = tuple(Tone), tuple(Relevance)
#: Each act takes three small numbers, which choose what it is about.
Numbers = tuple[int, int, int]
Act = Callable[[Weeks, list[int], Numbers], object]


def _publish(weeks: Weeks, ids: list[int], n: Numbers) -> None:
    day = WEEK + timedelta(days=n[1] - 8)
    original = ids[n[2] % len(ids)] if ids and n[2] % 3 == 0 else None
    ids.append(weeks.publish(OUTLETS[n[0] % 5], day, tone=TONES[n[1] % 3], story=f"k{n[2] % 4}", reprint_of=original))


def _reread(weeks: Weeks, ids: list[int], n: Numbers) -> None:
    weeks.reread(ids[n[0] % len(ids)], TONES[n[1] % 3], LABELS[n[2] % 4], f"m{n[1]}")


def _edit(weeks: Weeks, ids: list[int], n: Numbers) -> None:
    weeks.edit(ids[n[0] % len(ids)], f"Tiêu đề {n[1]}", TONES[n[2] % 3])


def _say(weeks: Weeks, ids: list[int], n: Numbers) -> None:
    field, value = (
        (OverrideField.TONE, TONES[n[2] % 3].value),
        (OverrideField.TOPIC, ("land", "land,economy", "sea")[n[2] % 3]),
        (OverrideField.RELEVANCE, LABELS[n[2] % 4].value),
    )[n[1] % 3]
    word = weeks.say(ids[n[0] % len(ids)], field, value)
    if n[2] == 0:
        weeks.clock.advance(minutes=1)
        weeks.take_back(word)


def _move(weeks: Weeks, ids: list[int], n: Numbers) -> None:
    key = ids[n[0] % len(ids)]
    other = ids[n[1] % len(ids)]
    weeks.move(key, f"k{n[2] % 4}", None if other == key or n[2] % 2 else other)


def _join(weeks: Weeks, ids: list[int], n: Numbers) -> None:
    a, b = ids[n[0] % len(ids)], ids[n[1] % len(ids)]
    if a != b:
        weeks.join(a, b, FactKind.CANNOT_LINK if n[2] % 3 == 0 else FactKind.MUST_LINK)


def _case(weeks: Weeks, ids: list[int], n: Numbers) -> None:
    now = weeks.clock()
    case = weeks.open_case(f"so-{n[0] % 3}", now, now + timedelta(days=n[1]), ids[n[2] % len(ids)])
    weeks.clock.advance(hours=n[1])
    if n[2] % 2:
        at = weeks.clock()
        answered = replace(case, state=CaseState.ANSWERED, version=2, changed_at=at, answered_at=at, reply="Đã xong.")
        weeks.step(answered, "reply")


def _close(weeks: Weeks, _ids: list[int], n: Numbers) -> None:
    with weeks.storage.read() as work:
        try:
            case = work.cases.get("ninh-binh", n[0] + 1)
        except UnknownId:
            return
    if case.state is not CaseState.CLOSED:
        at = weeks.clock()
        closed = replace(case, state=CaseState.CLOSED, version=case.version + 1, changed_at=at, result="Kết quả.")
        weeks.step(closed, "close")


def _round(weeks: Weeks, _ids: list[int], n: Numbers) -> None:
    weeks.read_round(weeks.clock(), (OUTLETS[n[0] % 5], (Health.OK, Health.BROKEN)[n[1] % 2]))


ACTS: tuple[Act, ...] = (_publish, _publish, _reread, _edit, _say, _say, _move, _join, _case, _close, _round)
steps = st.lists(st.tuples(st.sampled_from(ACTS), st.tuples(*[st.integers(0, 14)] * 3)), max_size=12)


def _play(weeks: Weeks, ids: list[int], acts: list[tuple[Act, Numbers]]) -> None:
    for act, numbers in acts:
        weeks.clock.advance(minutes=7)
        if ids or act is _publish:
            act(weeks, ids, numbers)


@given(before=steps, after=steps, hours=st.integers(-30, 30), period=st.sampled_from((Period.WEEK, Period.MONTH)))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_comes_later_changes_nothing(
    before: list[tuple[Act, Numbers]], after: list[tuple[Act, Numbers]], hours: int, period: Period
) -> None:
    name = WEEK if period is Period.WEEK else WEEK.replace(day=1)
    with tempfile.TemporaryDirectory() as folder:
        clock = FakeClock(at_local(WEEK + timedelta(days=7)) + timedelta(hours=hours))
        storage = new_storage(Path(folder), clock)
        try:
            weeks, ids = Weeks(storage, clock), list[int]()
            _publish(weeks, ids, (0, 9, 1))
            _play(weeks, ids, before)
            signed = clock()
            made = json.render(weeks.report(signed, period, name))
            clock.advance(days=90)
            _play(weeks, ids, after)
            assert json.render(weeks.report(signed, period, name)) == made
        finally:
            storage.close()
