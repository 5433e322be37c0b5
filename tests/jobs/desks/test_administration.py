"""What the administrator's pages stand on: people at the machine, sources, settings, the log, work that takes long."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from config import read_sources
from config.tables import Faults
from dashboards.services.people import Refused
from jobs.commands.users_ import command as users
from jobs.desks import services_of
from jobs.desks.tasks import TasksDesk
from jobs.wiring import Office, open_office
from news.errors import NewsError
from news.people import Person, Role
from news.source import Source, SourceClass
from storage.pointers import Pointer, PointerState
from tests.fakes import FakeClock
from tests.jobs.office import write_office

ADMIN = Person("ha", "Phạm Thu Hà", "ninh-binh", frozenset({Role.ADMINISTRATOR}))
SOURCE = Source(
    "song-mau", "Báo Sông Mẫu", SourceClass.LOCAL, "VN", ("vi",), "https://song-mau.example",
    feeds=("https://song-mau.example/rss",),
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_office(tmp_path_factory.mktemp("office") / "province", (SOURCE,), {})


@pytest.fixture(scope="module")
def office(folder: Path) -> Iterator[Office]:
    with open_office(folder, FakeClock()) as opened:
        yield opened


def finished(tasks: TasksDesk, id: str) -> None:
    """Wait until the task is done."""
    for _ in range(2_000):
        task = tasks.get(ADMIN, id)
        assert task is not None
        if task.is_done:
            return
        time.sleep(0.01)
    raise AssertionError("the task never ended")


def test_the_machine_adds_people_and_tells_a_link_but_never_a_password(folder: Path) -> None:
    told = CliRunner().invoke(users, ["add", "ha", "--name", "Hà", "--role", "administrator", "--config", str(folder)])
    assert told.exit_code == 0, told.output
    listed = CliRunner().invoke(users, ["list", "--json", "--config", str(folder)])
    assert '"roles":["administrator"]' in listed.output
    last = CliRunner().invoke(users, ["disable", "ha", "--config", str(folder)])
    assert isinstance(last.exception, Refused), "the last administrator stays"


def test_a_source_turned_off_is_off_in_the_file_and_in_the_log(office: Office) -> None:
    services = services_of(office)
    services.sources.enable(ADMIN, "song-mau", is_on=False)
    faults = Faults()
    (kept,) = read_sources(office.configuration.sources_file, faults, lambda _url: None)
    assert (kept.enabled, faults.errors) == (False, [])
    assert [line.enabled for line in services.sources.list()] == [False]
    with office.storage.read() as work:
        assert ("disable", "source", "song-mau") in {
            (one.verb, one.noun, one.key) for one in work.audit.list("ninh-binh")
        }
    with pytest.raises(NewsError):
        services.sources.enable(ADMIN, "khong-co", is_on=True)


def test_outlets_that_discovery_points_at_are_offered(office: Office) -> None:
    at = office.clock()
    hints = [
        Pointer(f"https://tin.example/{n}", "gdelt", host, name, f"Tin {n}", None, at)
        for n, (host, name) in enumerate([("la.example", "Báo Lạ"), ("moi.example", ""), ("la.example", "Báo Lạ")])
    ]
    with office.storage.begin() as work:
        work.pointers.add(hints)
        for one in hints:
            work.pointers.mark(one.url, PointerState.STRANGER)
    found = services_of(office).sources.strangers()
    assert [(one.host, one.name, one.hints, one.title) for one in found] == [
        ("la.example", "Báo Lạ", 2, "Tin 2"), ("moi.example", "moi.example", 1, "Tin 1")
    ]  # fmt: skip


def test_a_calendar_s_key_opens_the_calendar_only(office: Office) -> None:
    leader = Person("dung", "Dũng", "ninh-binh", frozenset({Role.LEADER}))
    with office.storage.begin() as work:
        work.people.add(leader)
    own = services_of(office).own
    calendar, program = own.add_calendar(leader), own.add_token(leader, "máy", Role.LEADER, 7)
    assert [one and one.id for one in (own.calendar_holder(calendar), own.holder(program))] == ["dung", "dung"]
    assert (own.holder(calendar), own.calendar_holder(program)) == (None, None)
    own.delete_token(leader, next(one.id for one in own.get(leader).tokens if one.name == "Lịch hạn trả lời"))
    assert own.calendar_holder(calendar) is None
    with pytest.raises(Refused):
        own.add_calendar(ADMIN)


def test_settings_are_shown_with_their_line_and_without_secrets(office: Office) -> None:
    (office.configuration.folder / "extra.toml").write_text('# Khóa\n[a]\napi_key = "s3cret"\n', encoding="utf-8")
    files = {one.name: one.settings for one in services_of(office).settings.files()}
    lines = (office.configuration.folder / "province.toml").read_text(encoding="utf-8").splitlines()
    listen = next(one for one in files["province.toml"] if (one.table, one.key) == ("web", "listen"))
    assert lines[listen.line - 1].startswith("listen")
    assert "s3cret" not in {one.value for one in files["extra.toml"]}


def test_the_first_day_has_five_steps_that_look_for_themselves(office: Office) -> None:
    steps = services_of(office).settings.steps()
    assert len(steps) == 5
    assert all(step.words and step.title for step in steps)


def test_looks_are_written_in_order_and_none_is_lost_at_the_end(office: Office) -> None:
    audit = services_of(office).audit
    for number in range(300):
        audit.look(ADMIN, "digest", str(number))
    audit.look(ADMIN, "tip", "t1", at_once=True)
    audit.close()
    with office.storage.read() as work:
        rows = [one.key for one in work.audit.list("ninh-binh", limit=500) if one.noun == "digest"]
        assert work.audit.verify() == []
    assert rows == [str(number) for number in reversed(range(300))]


def test_the_whole_log_is_read_again_as_a_task(office: Office) -> None:
    services = services_of(office)
    id = services.audit.verify(ADMIN)
    assert isinstance(services.tasks, TasksDesk)
    finished(services.tasks, id)
    assert services.audit.problems(ADMIN, id) == []


def test_a_task_is_its_persons_own_and_a_failure_is_told_in_words() -> None:
    tasks = TasksDesk()

    def fails() -> None:
        raise Refused("Không được.")

    id = tasks.begin(ADMIN, "Đang thử", "/x/{id}", fails)
    finished(tasks, id)
    task = tasks.get(ADMIN, id)
    assert task is not None
    assert (task.failure, task.next) == ("Không được.", f"/x/{id}")
    stranger = Person("lan", "", "ninh-binh", frozenset())
    assert tasks.get(stranger, id) is None
    assert tasks.result(ADMIN, id) is None


def test_too_much_work_at_once_is_refused() -> None:
    tasks, gate = TasksDesk(), threading.Event()
    for _ in range(20):
        tasks.begin(ADMIN, "Đang chờ", "/", gate.wait)
    with pytest.raises(Refused):
        tasks.begin(ADMIN, "Đang chờ", "/", gate.wait)
    gate.set()
