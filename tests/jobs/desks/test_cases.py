"""A case on a real store: from an article to a unit, its reminder, its letter, the next digest; and the verbs."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import docx
import icalendar
import pytest
from click.testing import CliRunner

from cases.steps import CaseRefused
from config.web import WebSettings
from dashboards.services.cases import NewCase
from jobs.casework import due_cases
from jobs.commands.cases_ import command
from jobs.desks.cases import CasesDesk
from jobs.desks.desk import DeskDesk
from jobs.wiring import Office
from news.case import CaseKind, CaseState
from news.errors import UnknownId
from news.letter import Letter
from news.times import at_local
from tests.fakes import FakeClock
from tests.jobs.desks.morning import DAY, HOA, LAN, morning


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(at_local(DAY, 5, 40))


@pytest.fixture
def office(tmp_path: Path, clock: FakeClock) -> Iterator[Office]:
    with morning(tmp_path / "province", clock) as opened:
        yield opened


def new(article: int = 1, **changes: object) -> NewCase:
    given = NewCase(CaseKind.ARTICLE, "", "Nguyên nhân?", unit="so-xay-dung", rule="unit_answer", article_id=article)
    return replace(given, **changes)  # type: ignore[arg-type]


def test_a_case_reaches_the_digest_and_the_watches(office: Office) -> None:
    desk = CasesDesk(office)
    case = desk.open(LAN, new())
    assert case.due_at == at_local(DAY + timedelta(days=5), 17)  # Friday and three working days
    with office.storage.read() as work:
        (due,) = due_cases(office)(work)
    assert (due.case_id, due.unit, due.due_at) == (str(case.id), "Sở Xây dựng", case.due_at)
    (matter,) = DeskDesk(office).look(DAY, LAN).draft.digest.matters
    assert (matter.title, matter.unit, matter.is_confirmed, matter.state) == (
        case.title, "Sở Xây dựng", False, "chờ trả lời"
    )  # fmt: skip
    answered = desk.step(LAN, case.id, 1, "reply", "Đang sửa.")
    desk.step(HOA, case.id, answered.version, "close", "Đã báo lại.")
    (matter,) = DeskDesk(office).look(DAY, LAN).draft.digest.matters
    assert matter.state == "đã xong: Đã báo lại."
    with office.storage.read() as work:
        assert due_cases(office)(work) == []
        entries = [(one.verb, one.key) for one in work.audit.list("ninh-binh") if one.noun == "case"]
    assert sorted(entries) == sorted((verb, str(case.id)) for verb in ("open", "reply", "close"))


def test_the_late_stand_first_and_say_so(office: Office, clock: FakeClock) -> None:
    desk = CasesDesk(office)
    long = desk.open(LAN, new(1, due_on=DAY + timedelta(days=60)))
    request = NewCase(CaseKind.PRESS_REQUEST, "Cầu tạm", "Khi nào xong?", rule="answer_press", outlet="Báo Sông Mẫu")
    asked = desk.open(LAN, request)
    clock.now = asked.due_at + timedelta(minutes=1)
    assert [(one.case.id, one.is_late) for one in desk.list()] == [(asked.id, True), (long.id, False)]
    assert [one.due.endswith("(cần xác nhận)") for one in desk.list()] == [True, False]
    assert desk.list()[0].unit == office.configuration.province.office
    with pytest.raises(UnknownId):
        desk.letter(LAN, asked.id)


def test_what_cannot_be_is_refused_in_words(office: Office) -> None:
    desk = CasesDesk(office)
    desk.open(LAN, new())
    for wrong in (new(), new(2, unit="cong-an"), new(2, rule="khong-co"), new(2, due_on=DAY - timedelta(days=1))):
        with pytest.raises(CaseRefused) as caught:
            desk.open(LAN, wrong)
        assert caught.value.vi
    with pytest.raises(UnknownId):
        desk.open(LAN, new(999))


def test_the_letter_asks_the_unit_and_leaves_the_number_empty(office: Office) -> None:
    desk = CasesDesk(office)
    letter = docx.Document(io.BytesIO(desk.letter(LAN, desk.open(LAN, new()).id)))
    heading = "\n".join(cell.text for table in letter.tables for row in table.rows for cell in row.cells)
    text = "\n".join(paragraph.text for paragraph in letter.paragraphs)
    assert "Số:            " in heading
    for needed in ("Kính gửi: Sở Xây dựng", "Nguyên nhân?", "17:00 ngày 25/11/2026 (cần xác nhận)"):
        assert needed in text
    assert "phóng viên" not in text


def test_the_unit_is_written_to_through_the_outbox_and_reminded(office: Office) -> None:
    office.configuration = replace(office.configuration, web=WebSettings(address="https://diembao.example"))
    desk = CasesDesk(office)
    case = desk.open(LAN, new())
    sent = desk.send(LAN, case.id, 1)
    desk.send(LAN, case.id, sent.version)
    with office.storage.read() as work:
        waiting = work.outbox.due(office.clock(), 10)
    letter, reminder = (Letter.decode(one.payload) for one in waiting)
    assert {(one.channel, one.recipient) for one in waiting} == {("email", "vanthu@soxaydung.example")}
    assert "Kính gửi: Sở Xây dựng" in letter.text
    assert reminder.subject.startswith("Nhắc: ")
    (file,) = letter.attachments
    assert docx.Document(io.BytesIO(file.content)).paragraphs
    links = [re.search(r"https://diembao.example/answer/(\S+)", one.text) for one in (letter, reminder)]
    assert [bool(one and desk.of_link(one[1])) for one in links] == [False, True], "the newest form counts"
    view = desk.get(LAN, case.id)
    assert [one.state for one in view.letters] == ["waiting", "waiting"]
    assert view.email == "vanthu@soxaydung.example"
    assert [one.verb for one in view.history] == ["open", "send", "send"]
    with pytest.raises(CaseRefused):
        desk.send(LAN, case.id, 1)
    without = desk.open(LAN, new(unit="ubnd-hoa-lu"))
    with pytest.raises(CaseRefused, match="no address"):
        desk.send(LAN, without.id, 1)


def test_the_calendar_holds_what_waits(office: Office, clock: FakeClock) -> None:
    desk = CasesDesk(office)
    late, answered = desk.open(LAN, new()), desk.open(LAN, new(2))
    desk.step(LAN, answered.id, 1, "reply", "Đang sửa.")
    clock.now = late.due_at + timedelta(minutes=1)
    (entry,) = icalendar.Calendar.from_ical(desk.calendar(LAN)).walk("VEVENT")
    assert entry["SUMMARY"] == f"QUÁ HẠN: Sở Xây dựng: {late.title}"
    assert entry["DTEND"].dt == late.due_at


def test_late_units_stand_first_with_their_numbers(office: Office, clock: FakeClock) -> None:
    desk = CasesDesk(office)
    quick, slow = desk.open(LAN, new()), desk.open(LAN, new(unit="ubnd-hoa-lu"))
    clock.advance(hours=2)
    desk.step(LAN, quick.id, 1, "reply", "Đang sửa.")
    clock.now = slow.due_at + timedelta(minutes=1)
    assert [(one.name, one.waiting, one.late, one.answered, one.usual) for one in desk.units()] == [
        ("UBND phường Hoa Lư", 1, 1, 0, None),
        ("Sở Xây dựng", 0, 0, 1, timedelta(hours=2)),
    ]


def test_a_unit_without_an_account_answers_once(office: Office) -> None:
    desk = CasesDesk(office)
    case = desk.open(LAN, new())
    old, secret = (desk.link(LAN, case.id) for _ in range(2))
    assert desk.of_link(old) is None
    line = desk.of_link(secret)
    assert line is not None
    assert (line.case, line.unit) == (case, "Sở Xây dựng")
    with pytest.raises(CaseRefused):
        desk.reply_by_link(secret, " ")
    assert desk.reply_by_link(secret, "Đã khắc phục.")
    assert not desk.reply_by_link(secret, "Lần nữa.")
    view = desk.get(LAN, case.id)
    assert (view.line.case.reply, view.names[""]) == ("Đã khắc phục.", "đơn vị")
    with pytest.raises(CaseRefused):
        desk.link(LAN, case.id)


def test_a_form_ends_a_month_after_the_deadline(office: Office, clock: FakeClock) -> None:
    desk = CasesDesk(office)
    case = desk.open(LAN, new())
    secret = desk.link(LAN, case.id)
    clock.now = case.due_at + timedelta(days=31)
    assert desk.of_link(secret) is None


def test_the_verbs_say_what_the_pages_say(office: Office) -> None:
    folder = ["--config", str(office.configuration.folder), "--json"]

    def run(*arguments: str) -> list[dict[str, object]]:
        done = CliRunner().invoke(command, [*arguments, *folder], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return [json.loads(line) for line in done.stdout.splitlines()]

    (opened,) = run(
        "open", "--article", "1", "--unit", "so-xay-dung", "--question", "Vì sao?", "--rule", "unit_answer",
        "--person", "lan",
    )  # fmt: skip
    assert run("list") == [opened]
    assert [(one["unit"], one["waiting"]) for one in run("units")] == [("so-xay-dung", 1)]
    (sent,) = run("send", str(opened["id"]), "--person", "lan")
    assert sent["state"] == CaseState.OPEN
    (answered,) = run("reply", str(opened["id"]), "Đã sửa.", "--person", "lan")
    assert (answered["state"], answered["reply"]) == (CaseState.ANSWERED, "Đã sửa.")
    run("close", str(opened["id"]), "Xong.", "--person", "lan")
    assert run("list") == []
    assert [one["result"] for one in run("list", "--closed")] == ["Xong."]
