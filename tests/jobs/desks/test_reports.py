"""Reports on a real store: counted, edited, signed, sent; made again later they say the same."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from dashboards.services.desk import DeskRefusal
from jobs.cli import command
from jobs.desks.report_posting import ReportPosting
from jobs.desks.reports import ReportsDesk
from jobs.desks.tasks import TasksDesk
from jobs.reporting import Reporting
from jobs.wiring import Office
from news.analysis import Override, OverrideField
from news.digest import Period
from news.draft import Act
from news.errors import UnknownId
from news.letter import Letter
from news.times import at_local
from reports.frozen import freeze, thaw_report
from reports.periods.draft import apply
from tests.fakes import FakeClock
from tests.jobs.desks.morning import DAY, LAN, MINH, morning
from tests.reports.decree30 import faults

WEEK = DAY - timedelta(days=DAY.weekday())
MONDAY = at_local(WEEK + timedelta(days=7), 7, 30)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(at_local(DAY, 5, 40))


@pytest.fixture
def office(tmp_path: Path, clock: FakeClock) -> Iterator[Office]:
    with morning(tmp_path / "province", clock) as opened:
        clock.now = MONDAY
        yield opened


@pytest.fixture
def desk(office: Office) -> ReportsDesk:
    made = ReportsDesk(office, TasksDesk())
    made.count(Period.WEEK, WEEK)
    return made


def sign(desk: ReportsDesk) -> int:
    draft = desk.draft(MINH, Period.WEEK, WEEK)
    assert draft is not None
    return desk.sign(MINH, Period.WEEK, WEEK, draft.token).number


def letters(office: Office) -> list[tuple[str, Letter]]:
    with office.storage.read() as work:
        return [(one.recipient, Letter.decode(one.payload)) for one in work.outbox.due(office.clock(), 100)]


def say(office: Office, tone: str) -> None:
    with office.storage.begin() as work:
        work.overrides.add(Override("ninh-binh", 1, OverrideField.TONE, tone, "lan", office.clock()))


def test_a_report_is_counted_before_it_is_looked_at(office: Office) -> None:
    desk = ReportsDesk(office, TasksDesk())
    assert desk.draft(LAN, Period.WEEK, WEEK) is None
    with pytest.raises(UnknownId):
        desk.preview(Period.WEEK, WEEK)
    report = desk.count(Period.WEEK, WEEK)
    assert report.now.articles == 3
    assert report.is_whole
    assert desk.draft(LAN, Period.WEEK, WEEK) is not None


def test_the_signed_report_goes_out_with_its_documents(office: Office, desk: ReportsDesk) -> None:
    desk.edit(LAN, Period.WEEK, WEEK, Act.LEAD, None, "Tuần yên ổn.")
    assert sign(desk) == 1
    (first, letter), (second, _) = letters(office)
    assert {first, second} == {"lanh-dao@tinh.example", "van-phong@tinh.example"}
    assert "Báo cáo tuần 47" in letter.subject
    assert "Tuần yên ổn." in letter.text
    content = desk.document(Period.WEEK, WEEK, "docx", 1)
    assert faults(content) == []
    assert letter.attachments[0].content == content
    words = "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
    assert "ký duyệt trên hệ thống" in words
    assert "SHA-256" in words


def test_made_again_months_later_it_has_the_same_content_and_an_edition_line(
    office: Office, desk: ReportsDesk, clock: FakeClock, tmp_path: Path
) -> None:
    desk.edit(LAN, Period.WEEK, WEEK, Act.LEAD, None, "Tuần yên ổn.")
    sign(desk)
    signed = desk.get(Period.WEEK, WEEK)[1]
    clock.now += timedelta(days=90)
    say(office, "neu")
    with office.storage.read() as work:
        edition = work.editions.of_day("ninh-binh", Period.WEEK, WEEK)[0]
        recounted = Reporting(office).count(work, Period.WEEK, WEEK, signed.as_of)
        again = apply(recounted, work.drafts.list("ninh-binh", Period.WEEK, WEEK))
        now = Reporting(office).count(work, Period.WEEK, WEEK, clock())
    assert freeze(replace(again, edition=signed.edition)) == edition.content
    assert now.now.tones != signed.now.tones
    assert thaw_report(edition.content).edition is not None
    # What the command writes for a signed period is what was signed, byte for byte.
    made = CliRunner().invoke(
        command, ["digest", "week", "--date", WEEK.isoformat(), "--format", "json", "--out", str(tmp_path),
                  "--config", str(office.configuration.folder)],
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    assert (tmp_path / "bao-cao-tuan-2026-47.json").read_bytes() == edition.content


def test_a_new_edition_says_what_it_changes(office: Office, desk: ReportsDesk, clock: FakeClock) -> None:
    sign(desk)
    desk.count(Period.WEEK, WEEK)
    with pytest.raises(DeskRefusal, match="không khác"):
        sign(desk)
    clock.advance(hours=1)
    say(office, "neu")
    desk.count(Period.WEEK, WEEK)
    assert sign(desk) == 2
    line, report = desk.get(Period.WEEK, WEEK)
    assert line.number == 2
    assert report.edition is not None
    assert report.edition.changes == ("Cập nhật sắc thái.",)
    assert [one.number for one in desk.editions(Period.WEEK, WEEK)] == [2, 1]
    assert desk.document(Period.WEEK, WEEK, "pdf", 1).startswith(b"%PDF")


def test_what_was_not_seen_is_not_signed(desk: ReportsDesk) -> None:
    draft = desk.draft(MINH, Period.WEEK, WEEK)
    assert draft is not None
    desk.edit(LAN, Period.WEEK, WEEK, Act.LEAD, None, "Viết thêm.")
    with pytest.raises(DeskRefusal, match="đã thay đổi"):
        desk.sign(MINH, Period.WEEK, WEEK, draft.token)
    with pytest.raises(DeskRefusal, match="Chỉ người ký duyệt"):
        desk.sign(LAN, Period.WEEK, WEEK, draft.token)


def test_a_process_that_forgot_the_figures_signs_what_the_editor_saw(
    office: Office, desk: ReportsDesk, clock: FakeClock
) -> None:
    draft = desk.draft(MINH, Period.WEEK, WEEK)
    assert draft is not None
    clock.advance(minutes=5)
    say(office, "neu")
    ReportsDesk(office, TasksDesk()).sign(MINH, Period.WEEK, WEEK, draft.token)
    signed = desk.get(Period.WEEK, WEEK)[1]
    assert signed.as_of == draft.report.as_of
    assert signed.now == draft.report.now


def test_an_officer_marks_and_leaves_out_matters_and_takes_it_back(desk: ReportsDesk) -> None:
    report = desk.count(Period.WEEK, WEEK)
    first, second, third = (one.article_id for one in report.matters)
    desk.edit(LAN, Period.WEEK, WEEK, Act.IMPORTANT, third, "yes")
    desk.edit(LAN, Period.WEEK, WEEK, Act.DROP, first, "")
    assert _matters(desk) == [third, second]
    assert desk.undo(LAN, Period.WEEK, WEEK)
    assert _matters(desk) == [third, first, second]
    assert not desk.undo(MINH, Period.WEEK, WEEK)


def _matters(desk: ReportsDesk) -> list[int]:
    draft = desk.draft(LAN, Period.WEEK, WEEK)
    assert draft is not None
    return [one.article_id for one in draft.report.matters]


@pytest.mark.parametrize("act", [Act.TITLE, Act.UNDO, Act.MERGE])
def test_figures_and_words_of_the_press_are_not_edited_here(desk: ReportsDesk, act: Act) -> None:
    with pytest.raises(DeskRefusal):
        desk.edit(LAN, Period.WEEK, WEEK, act, 1, "x")


def test_old_figures_are_counted_anew(desk: ReportsDesk, clock: FakeClock) -> None:
    clock.advance(hours=13)
    assert desk.draft(LAN, Period.WEEK, WEEK) is None


def test_every_act_is_in_the_log_without_a_word_of_it(office: Office, desk: ReportsDesk) -> None:
    desk.edit(LAN, Period.WEEK, WEEK, Act.LEAD, None, "Lời riêng.")
    sign(desk)
    with office.storage.read() as work:
        rows = [one for one in work.audit.list("ninh-binh") if one.noun == "report"]
    assert {(one.verb, one.key) for one in rows} == {
        ("lead", f"week/{WEEK}/lead"),
        ("sign", f"week/{WEEK}/1"),
    }


def test_when_a_report_is_due_its_draft_is_written_and_the_deputy_is_told_once(office: Office) -> None:
    with office.storage.begin() as work:
        number = work.rounds.start(at_local(DAY, 5))
        work.rounds.finish(number, at_local(DAY, 5, 1), {})
    posting = ReportPosting(office)
    assert posting.prepare(Period.WEEK)
    assert not posting.prepare(Period.WEEK)
    ((recipient, letter),) = letters(office)
    assert recipient == "pho@tinh.example"
    assert "tuần 47" in letter.subject
    folder = office.configuration.digests_folder
    assert {one.name for one in folder.iterdir()} == {
        f"bao-cao-tuan-2026-47.{kind}" for kind in ("html", "docx", "pdf")
    }
    # Nothing is due of a month in which the office was not at work yet.
    assert not posting.prepare(Period.MONTH)


def test_a_signed_report_is_not_asked_for(office: Office, desk: ReportsDesk) -> None:
    with office.storage.begin() as work:
        work.rounds.finish(work.rounds.start(at_local(DAY, 5)), at_local(DAY, 5, 1), {})
    sign(desk)
    assert not ReportPosting(office).prepare(Period.WEEK)


def test_the_list_names_what_is_signed_and_what_waits(desk: ReportsDesk) -> None:
    assert (Period.WEEK, WEEK) in {(one.period, one.day) for one in desk.waiting()}
    sign(desk)
    assert [(one.period, one.day, one.person) for one in desk.signed()] == [(Period.WEEK, WEEK, "Trần Văn Minh")]
    assert (Period.WEEK, WEEK) not in {(one.period, one.day) for one in desk.waiting()}
    assert [one.day for one in desk.newest()] == [WEEK]
    with pytest.raises(UnknownId):
        desk.get(Period.MONTH, date(2026, 10, 1))
