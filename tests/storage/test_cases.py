"""Promises on cases: every step is kept, and an office sees its own only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases import steps
from news.case import CaseState
from news.errors import UnknownId
from news.people import Person, Role
from news.times import Window
from storage import Storage
from storage.cases import StaleCase
from tests.cases.samples import LAN, NOW, opened


def test_every_step_is_kept_and_none_overwrites_another(storage: Storage) -> None:
    with storage.begin() as work:
        case = work.cases.add(opened())
        answered = steps.reply(case, 1, LAN, NOW, "Đã sửa.")
        work.cases.change(answered)
        with pytest.raises(StaleCase):
            work.cases.change(steps.close(case, 1, LAN, NOW, "Bỏ."))
        closed = steps.close(answered.case, 2, LAN, NOW, "Đã báo lại.")
        work.cases.change(closed)
        assert work.cases.get("ninh-binh", case.id) == closed.case
        assert [(one.verb, one.case) for one in work.cases.history(case.id)] == [
            ("open", case), ("reply", answered.case), ("close", closed.case)
        ]  # fmt: skip
        assert work.cases.closed_within("ninh-binh", Window(NOW, NOW + timedelta(days=1))) == [closed.case]
        assert work.cases.list("ninh-binh", (CaseState.OPEN,)) == []


def test_two_offices_do_not_see_each_other(storage: Storage) -> None:
    other = Person("hoa", "Hoa", "quang-ngai", frozenset({Role.PRESS_OFFICER}))
    with storage.begin() as work:
        ours, theirs = work.cases.add(opened()), work.cases.add(opened(other))
        assert work.cases.list("ninh-binh") == [ours]
        assert work.cases.of_articles("quang-ngai", [1, 2]) == [theirs]
        assert work.cases.of_articles("quang-ngai", []) == []
        assert work.cases.opened_since("quang-ngai", NOW) == [theirs]
        assert work.cases.opened_since("quang-ngai", NOW + timedelta(seconds=1)) == []
        with pytest.raises(UnknownId):
            work.cases.get("ninh-binh", theirs.id)
