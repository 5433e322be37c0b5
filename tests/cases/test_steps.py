"""The life of a case: only its rules move it, and no police body ever answers one."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from cases import steps
from cases.steps import STEPS, CaseRefused, may
from news.case import Case, CaseChange, CaseKind, CaseState, Unit
from news.people import Person
from tests.cases.samples import LAN, LEADER, NOW, UNIT, a_case, opened


def take(verb: str, case: Case, seen: int, person: Person = LAN) -> CaseChange:
    step = getattr(steps, verb)
    return step(case, seen, person, NOW, *(["Đã xong."] if verb in ("reply", "close") else []))  # type: ignore[no-any-return]


@pytest.mark.parametrize("seed", range(200))
def test_whatever_is_pressed_a_case_stays_true_to_itself(seed: int) -> None:
    dice, case = random.Random(seed), a_case()
    for _ in range(12):
        verb, seen = dice.choice(list(STEPS)), case.version - (dice.random() < 0.2)
        possible = case.state in STEPS[verb] and (verb != "withdraw" or case.version == 1)
        allowed = possible and seen == case.version
        assert may(verb, case, LAN) == possible
        if not allowed:
            with pytest.raises(CaseRefused):
                take(verb, case, seen)
            continue
        step = take(verb, case, seen)
        assert (step.case.version, step.case.id, step.person) == (case.version + 1, case.id, LAN.id)
        case = step.case
        assert bool(case.reply) == (case.answered_at is not None)
        assert (case.state is CaseState.CLOSED) == bool(case.result)
        assert case.state is not CaseState.ANSWERED or case.reply
        assert case.state is not CaseState.OPEN or not case.reply
        assert (case.due_at, case.rule, case.unit) == (a_case().due_at, "unit_answer", UNIT.id)


@pytest.mark.parametrize(
    "unit",
    [
        Unit("ca", "Công an tỉnh Ninh Bình"),
        Unit("csgt", "Phòng CSGT"),
        Unit("x", "Đơn vị phối hợp", "pa03@congan.ninhbinh.gov.vn"),
    ],
)
def test_a_police_body_is_no_unit(unit: Unit) -> None:
    for kind in CaseKind:
        with pytest.raises(CaseRefused, match="police"):
            opened(unit=unit, kind=kind)


def test_who_does_not_work_the_desk_moves_no_case() -> None:
    with pytest.raises(CaseRefused):
        opened(LEADER)
    for verb in STEPS:
        for state in CaseState:
            case = a_case(state=state)
            assert not may(verb, case, LEADER)
            with pytest.raises(CaseRefused):
                take(verb, case, case.version, LEADER)
            with pytest.raises(CaseRefused):
                take(verb, a_case(state=state, province="quang-ngai"), case.version)


def test_a_case_says_what_it_lacks() -> None:
    for lack in ({"unit": None}, {"question": " "}, {"kind": CaseKind.PRESS_REQUEST, "outlet": ""}):
        with pytest.raises(CaseRefused):
            opened(**lack)  # type: ignore[arg-type]
    assert opened(unit=None, kind=CaseKind.PRESS_REQUEST, article_id=None).case.unit == ""


def test_only_a_case_that_nothing_happened_to_is_taken_back() -> None:
    case = a_case()
    taken = steps.withdraw(case, 1, LAN, NOW).case
    assert taken.state is CaseState.WITHDRAWN
    assert not taken.is_late(case.due_at + timedelta(days=1))
    assert steps.reopen(taken, 2, LAN, NOW).case.state is CaseState.OPEN
    with pytest.raises(CaseRefused, match="withdraw"):
        steps.withdraw(steps.send(case, 1, LAN, NOW).case, 2, LAN, NOW)
    with pytest.raises(CaseRefused, match="no unit"):
        steps.send(a_case(unit=""), 1, LAN, NOW)


def test_a_late_answer_stays_late_until_the_case_is_closed() -> None:
    case = a_case()
    after = case.due_at + timedelta(minutes=1)
    assert not case.is_late(NOW)
    assert case.is_late(after)
    answered = steps.reply_of_unit(case, after, "Đã sửa xong.").case
    assert answered.is_late(after)
    assert not steps.close(answered, answered.version, LAN, after, "Đã thông tin lại báo.").case.is_late(after)
    assert not steps.reply_of_unit(case, NOW, "Đã sửa xong.").case.is_late(after)
    with pytest.raises(CaseRefused):
        steps.reply_of_unit(answered, after, "Lần nữa")
