"""Watches made by form: the form comes back as it was, and a watch is tried over what was before it is switched on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.watches import read_definition
from dashboards.services.people import Refused
from dashboards.services.watches import Tried, WatchForm
from jobs.desks.tasks import TasksDesk
from jobs.desks.watches import WatchesDesk, definition_of, form_of
from jobs.wiring import Office
from news.alert import Condition, Severity
from news.errors import UnknownId
from news.people import Person, Role
from tests.fakes import FakeClock
from tests.jobs.desks.morning import morning

LAN = Person("lan", "Trần Thị Lan", "ninh-binh", frozenset({Role.PRESS_OFFICER}))
_some = st.none() | st.integers(1, 20)


@given(
    st.builds(
        WatchForm,
        st.text('abc "\\’đ', min_size=1).filter(str.strip).map(lambda text: " ".join(text.split())),
        st.sampled_from(["lũ", "lũ OR đê", '"cầu Gián Khẩu" tone:neg']),
        st.sampled_from(Severity),
        st.just(True),
        st.booleans(),
        st.booleans(),
        _some,
        st.integers(1, 48),
        _some,
        st.integers(2, 9),
        st.none() | st.integers(2, 9),
        _some,
        _some,
        _some,
        st.just(("bao-a", "bao-b")) | st.just(()),
        _some,
        st.sampled_from(["", "Sở Y tế"]),
    )
)
def test_the_form_of_a_watch_is_the_form_that_made_it(form: WatchForm) -> None:
    back = form_of(read_definition(definition_of(form)))
    assert definition_of(back) == definition_of(replace(form, query=back.query))


@pytest.fixture
def office(tmp_path: Path, clock: FakeClock) -> Iterator[Office]:
    with morning(tmp_path / "tinh", clock) as opened:
        yield opened


def test_a_watch_is_changed_by_its_name_and_its_number_stays(office: Office) -> None:
    desk = WatchesDesk(office, TasksDesk())
    desk.add(LAN, WatchForm("Cầu", "cầu", any=True))
    (made,) = [one for one in desk.list() if one.name == "Cầu"]
    assert made.id is not None
    desk.add(LAN, WatchForm("Cầu", "", silence_hours=12))
    (changed,) = [one for one in desk.list() if one.name == "Cầu"]
    assert (changed.id, changed.conditions) == (made.id, ("nguồn im lặng 12 giờ",))
    assert desk.form(made.id).silence_hours == 12
    with pytest.raises(UnknownId):
        desk.form(made.id + 1)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (WatchForm("A", "", any=True), "câu tìm"),
        (WatchForm("A", ""), "câu tìm"),
        (WatchForm("A", '"lũ'), "dấu ngoặc kép"),
        (WatchForm("A", "", silence_hours=1, silence_sources=("không-có",)), "không-có"),
        (WatchForm("A", "lũ", unit="Sở Không Có"), "units.csv"),
    ],
)
def test_what_cannot_be_watched_is_said_in_words(office: Office, form: WatchForm, words: str) -> None:
    with pytest.raises(Refused) as refused:
        WatchesDesk(office, TasksDesk()).add(LAN, form)
    assert words in refused.value.vi


def test_a_silence_of_the_past_is_found_before_the_watch_is_switched_on(office: Office, clock: FakeClock) -> None:
    clock.advance(days=20)
    tasks = TasksDesk()
    desk = WatchesDesk(office, tasks)
    begun = desk.try_out(LAN, WatchForm("Im", "", silence_hours=48))
    while not (task := tasks.get(LAN, begun)) or not task.is_done:
        time.sleep(0.02)
    found = desk.tried(LAN, begun)
    assert isinstance(found, Tried)
    assert {one.condition for one in found.findings} == {Condition.SILENCE}
