"""The desk on a real store: several officers, one signature, nothing lost, nobody overwritten."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from cases.steps import CaseRefused
from dashboards.services.cases import NewCase
from dashboards.services.desk import Brought, DeskRefusal, Overwrites
from jobs.desks.cases import CasesDesk
from jobs.desks.desk import DeskDesk
from jobs.desks.digest import DigestDesk
from jobs.desks.making import Making
from jobs.desks.posting import Posting
from jobs.desks.tasks import TasksDesk
from jobs.wiring import Office
from news.analysis import OverrideField
from news.case import CaseKind
from news.digest import Period
from news.draft import Act
from news.errors import UnknownId
from news.letter import Letter
from news.times import UNKNOWN_TIME, Precision, Published, at_local, local
from reports.frozen import thaw
from tests.fakes import FakeClock
from tests.jobs.desks.morning import DAY, HOA, LAN, MINH, morning

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(at_local(DAY, 5, 40))


@pytest.fixture
def office(tmp_path: Path, clock: FakeClock) -> Iterator[Office]:
    with morning(tmp_path / "province", clock, digest_on_days_off="false") as opened:
        yield opened


@pytest.fixture
def desk(office: Office) -> DeskDesk:
    return DeskDesk(office)


def ids(desk: DeskDesk) -> list[int]:
    return [line.entry.leading.article_id for line in desk.look(DAY, LAN).draft.lines]


def version(desk: DeskDesk) -> int:
    return desk.look(DAY, LAN).draft.version


def sign(desk: DeskDesk) -> int:
    return desk.sign(MINH, DAY, desk.look(DAY, MINH).token).number


def letters(office: Office) -> list[tuple[str, Letter]]:
    with office.storage.read() as work:
        return [(one.recipient, Letter.decode(one.payload)) for one in work.outbox.due(office.clock(), 100)]


def test_before_the_hour_the_coming_digest_is_on_the_desk(desk: DeskDesk, clock: FakeClock) -> None:
    assert desk.day() == DAY
    clock.now = at_local(DAY, 9, 0)
    assert desk.day() == DAY
    clock.now = at_local(DAY, 19, 0)
    # The next day is a Saturday: Monday's digest covers it.
    assert desk.day() == DAY + timedelta(days=3)


def test_an_office_that_follows_the_press_every_day_has_a_digest_on_saturday_too(tmp_path: Path) -> None:
    clock = FakeClock(at_local(DAY, 19, 0))
    with morning(tmp_path / "province", clock) as office:
        assert DeskDesk(office).day() == DAY + timedelta(days=1)


def test_two_officers_edit_different_things_at_once(desk: DeskDesk) -> None:
    first, second, _ = ids(desk)
    seen = version(desk)
    desk.edit(LAN, DAY, Act.NOTE, first, "Đã hỏi xã.", seen=seen)
    desk.edit(HOA, DAY, Act.DROP, second, "", seen=seen)
    desk.edit(HOA, DAY, Act.TITLE, first, "Cầu hỏng", seen=seen)
    view = desk.look(DAY, LAN)
    assert view.draft.digest.stories[0].title == "Cầu hỏng"
    assert view.draft.digest.stories[0].note == "Đã hỏi xã."
    assert len(view.draft.digest.stories) == 2


def test_the_second_to_edit_the_same_is_told_in_words_and_nothing_is_overwritten(desk: DeskDesk) -> None:
    first = ids(desk)[0]
    seen = version(desk)
    desk.edit(LAN, DAY, Act.NOTE, first, "Đã hỏi xã.", seen=seen)
    with pytest.raises(Overwrites) as refused:
        desk.edit(HOA, DAY, Act.NOTE, first, "Chưa rõ.", seen=seen)
    assert "Nguyễn Thị Lan vừa ghi chú lúc 05:40: “Đã hỏi xã.”" in refused.value.vi
    assert desk.look(DAY, HOA).draft.digest.stories[0].note == "Đã hỏi xã."
    desk.edit(HOA, DAY, Act.NOTE, first, "Chưa rõ.", seen=version(desk))
    assert desk.look(DAY, HOA).draft.digest.stories[0].note == "Chưa rõ."


def test_a_tone_is_a_correction_that_an_undo_takes_back(office: Office, desk: DeskDesk) -> None:
    first = ids(desk)[0]
    before = desk.look(DAY, LAN).draft.digest
    desk.edit(LAN, DAY, Act.TONE, first, "pos", seen=0)
    assert desk.look(DAY, LAN).draft.digest.stories != before.stories
    with office.storage.read() as work:
        assert work.overrides.list("ninh-binh", [first])[first][0].field is OverrideField.TONE
    undone = desk.undo(LAN, DAY)
    assert undone is not None
    assert undone.act is Act.TONE
    assert desk.look(DAY, LAN).draft.digest == before
    with office.storage.read() as work:
        assert work.overrides.list("ninh-binh", [first]) == {}


def test_stories_are_merged_and_split_and_both_can_be_undone(desk: DeskDesk, clock: FakeClock) -> None:
    first, second, third = ids(desk)
    desk.edit(LAN, DAY, Act.MERGE, first, str(second), seen=0)
    assert len(ids(desk)) == 2
    clock.advance(seconds=1)
    desk.edit(LAN, DAY, Act.SPLIT, first, str(second), seen=0)
    assert sorted(ids(desk)) == sorted((first, second, third))
    clock.advance(seconds=1)
    desk.edit(LAN, DAY, Act.MERGE, first, str(second), seen=0)
    assert len(ids(desk)) == 2
    desk.undo(LAN, DAY)
    assert len(ids(desk)) == 3
    desk.undo(LAN, DAY)
    assert len(ids(desk)) == 2
    desk.undo(LAN, DAY)
    assert len(ids(desk)) == 3
    assert desk.undo(LAN, DAY) is None


def test_what_is_not_about_the_province_leaves_the_draft(desk: DeskDesk) -> None:
    first = ids(desk)[0]
    desk.edit(LAN, DAY, Act.RELEVANCE, first, "none", seen=0)
    assert first not in ids(desk)
    desk.undo(LAN, DAY)
    assert first in ids(desk)


@pytest.mark.parametrize(
    ("act", "value"),
    [
        (Act.TONE, "buồn"), (Act.TOPIC, ""), (Act.TOPIC, "critics"), (Act.MERGE, "7000"), (Act.SPLIT, "x"),
        (Act.AFTER, "7000"), (Act.NOTE, "n" * 1_001),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_in_words_and_writes_nothing(desk: DeskDesk, act: Act, value: str) -> None:
    with pytest.raises(DeskRefusal) as refused:
        desk.edit(LAN, DAY, act, ids(desk)[0], value, seen=0)
    assert refused.value.vi
    assert version(desk) == 0


def to_unit(article: int, unit: str = "so-xay-dung") -> NewCase:
    return NewCase(CaseKind.ARTICLE, "", "Nguyên nhân?", unit, "unit_answer", article_id=article)


def test_giving_an_entry_to_a_unit_opens_a_case_and_undoing_it_takes_it_back(office: Office, desk: DeskDesk) -> None:
    first = ids(desk)[0]
    case = desk.assign(LAN, DAY, to_unit(first), seen=0)
    view = desk.look(DAY, LAN)
    assert [one.case.id for one in view.cases[first]] == [case.id]
    assert [one.unit for one in view.draft.digest.matters] == ["Sở Xây dựng"]
    with pytest.raises(Overwrites, match="giao đơn vị"):
        desk.assign(HOA, DAY, to_unit(first, "ubnd-hoa-lu"), seen=0)
    with pytest.raises(CaseRefused, match="open already"):
        desk.assign(LAN, DAY, to_unit(first), seen=1)
    assert desk.undo(LAN, DAY)
    view = desk.look(DAY, LAN)
    assert view.cases == {}
    assert view.draft.digest.matters == ()
    assert CasesDesk(office).list() == []
    again = desk.assign(LAN, DAY, to_unit(first), seen=view.draft.version)
    CasesDesk(office).send(LAN, again.id, 1)
    with pytest.raises(CaseRefused, match="withdraw"):
        desk.undo(LAN, DAY)
    assert len(desk.look(DAY, LAN).draft.digest.matters) == 1


def test_only_an_editor_signs_and_only_what_they_saw(desk: DeskDesk) -> None:
    token = desk.look(DAY, MINH).token
    with pytest.raises(DeskRefusal):
        desk.sign(LAN, DAY, token)
    desk.edit(LAN, DAY, Act.LEAD, None, "Mở đầu.", seen=0)
    with pytest.raises(DeskRefusal, match="thay đổi"):
        desk.sign(MINH, DAY, token)
    assert sign(desk) == 1


def test_a_signature_freezes_seals_keeps_and_posts(office: Office, desk: DeskDesk, clock: FakeClock) -> None:
    desk.assign(LAN, DAY, to_unit(ids(desk)[0]), seen=0)
    assert sign(desk) == 1
    with office.storage.read() as work:
        (edition,) = work.editions.of_day("ninh-binh", Period.DAY, DAY)
        assert work.audit.verify() == []
    assert edition.window.end == clock.now
    assert thaw(edition.content).matters[0].unit == "Sở Xây dựng"
    sent = letters(office)
    assert sorted(recipient for recipient, _ in sent) == ["lanh-dao@tinh.example", "van-phong@tinh.example"]
    letter = sent[0][1]
    assert letter.subject == "Điểm báo Ninh Bình ngày 20/11/2026"
    facts = dict(letter.facts)
    assert (facts["event"], facts["day"], facts["edition"]) == ("digest_signed", "2026-11-20", "1")
    assert facts["sha256"] == edition.sha256
    assert "VẤN ĐỀ CẦN TRẢ LỜI" in letter.text
    assert "<script" not in letter.html
    docx, pdf = letter.attachments
    words = zipfile.ZipFile(io.BytesIO(docx.content)).read("word/document.xml").decode()
    assert edition.audit_head[:8] in words
    assert edition.sha256[:8] in words
    assert pdf.content.startswith(b"%PDF-")
    assert DigestDesk(office).document(DAY, "docx") == docx.content
    clock.advance(hours=5)
    assert DigestDesk(office).document(DAY, "pdf") == pdf.content


def test_what_is_seen_after_an_early_signature_is_in_the_next_digest(desk: DeskDesk, clock: FakeClock) -> None:
    sign(desk)
    signed_at = clock.now
    clock.now = at_local(DAY + timedelta(days=3), 5, 0)
    assert desk.day() == DAY + timedelta(days=3)
    assert desk.look(desk.day(), LAN).draft.digest.window.begin == signed_at


def test_a_later_fix_is_a_new_edition_that_says_what_changed(office: Office, desk: DeskDesk, clock: FakeClock) -> None:
    sign(desk)
    assert desk.look(DAY, MINH).changes == ()
    with pytest.raises(DeskRefusal, match="không khác"):
        sign(desk)
    clock.advance(minutes=20)
    desk.edit(LAN, DAY, Act.TITLE, ids(desk)[0], "Cầu tạm sông Vạc hỏng", seen=0)
    assert sign(desk) == 2
    with office.storage.read() as work:
        first, second = work.editions.of_day("ninh-binh", Period.DAY, DAY)
    assert thaw(first.content).stories[0].title != "Cầu tạm sông Vạc hỏng"
    line = thaw(second.content).edition
    assert line is not None
    assert any("sửa thành “Cầu tạm sông Vạc hỏng”" in one for one in line.changes)
    assert line.replaces == first.signed_at
    assert first.window == second.window
    assert "(bản thứ 2)" in letters(office)[-1][1].subject
    with pytest.raises(UnknownId):
        DigestDesk(office).document(DAY, "pdf", 3)


def test_the_deputy_is_told_and_the_office_s_choice_goes_out(tmp_path: Path, clock: FakeClock) -> None:
    with morning(tmp_path / "province", clock, without_signature='"edition"') as office:
        posting, desk = Posting(office, Making(office)), DeskDesk(office)
        clock.now = at_local(DAY, 6, 25)
        assert posting.remind(DAY)
        assert [recipient for recipient, _ in letters(office)] == ["pho@tinh.example"]
        clock.now = at_local(DAY, 6, 30)
        assert posting.send_unsigned(DAY)
        unsigned = [letter for recipient, letter in letters(office) if recipient == "lanh-dao@tinh.example"]
        assert unsigned[0].subject.endswith("(CHƯA KÝ DUYỆT)")
        assert "CHƯA ĐƯỢC KÝ DUYỆT" in unsigned[0].text
        assert desk.signed() == []
        # Signed after all: the signed one goes out too, and the next window begins where it ended.
        assert sign(desk) == 1
        assert not posting.send_unsigned(DAY)


def test_a_word_goes_out_instead_and_nothing_on_a_day_off(office: Office, clock: FakeClock) -> None:
    posting = Posting(office, Making(office))
    clock.now = at_local(DAY, 6, 30)
    assert posting.send_unsigned(DAY)
    assert {letter.subject for _, letter in letters(office)} == {"Chưa có điểm báo ngày 20/11/2026"}
    assert not posting.send_unsigned(date(2026, 11, 21))
    assert not posting.remind(date(2026, 11, 22))


def test_tet_has_no_digest_and_the_first_day_after_covers_it(tmp_path: Path) -> None:
    tet = '[[holiday]]\nname = "Tết Đinh Mùi"\nfrom = 2027-02-05\nto = 2027-02-11\n'
    clock = FakeClock(at_local(date(2027, 2, 8), 9, 0))
    with morning(tmp_path / "province", clock, tet, digest_on_days_off="false") as office:
        desk = DeskDesk(office)
        assert desk.day() == date(2027, 2, 12)
        assert local(desk.look(desk.day(), LAN).draft.digest.window.begin).date() == date(2027, 2, 4)


def brought(**changes: object) -> Brought:
    fields: dict[str, object] = {
        "source": "thoi-luan",
        "url": "",
        "title": "Ninh Bình: chợ Rồng mở lại sau sửa chữa",
        "text": "Sáng nay, chợ Rồng ở tỉnh Ninh Bình mở lại sau ba tháng sửa chữa.\nNguyễn Văn Mẫu",
        "published": Published(at_local(DAY, 0, 0), Precision.DAY),
        "where": "báo in, trang 3",
        "scan": ("trang-3.png", PNG),
    }
    return Brought(**(fields | changes))  # type: ignore[arg-type]


def test_an_article_brought_by_hand_is_in_the_draft_and_says_so(office: Office, desk: DeskDesk) -> None:
    key = desk.add(LAN, brought())
    office.advance.run()
    line = desk.look(DAY, LAN).draft.line_of(key)
    assert line is not None
    assert line.entry.leading.where == "báo in, trang 3"
    assert "Nguyễn Văn Mẫu" not in " ".join(line.entry.sentences)
    with office.storage.read() as work:
        assert "Mẫu" not in work.articles.get(key).article.text
        (scan,) = work.scans.list("ninh-binh", key)
    assert "trang-3" not in scan.name
    assert desk.scan(LAN, scan.id)[1:] == ("image/png", PNG)
    assert b"b\xc3\xa1o in, trang 3 (c\xc3\xa1n b\xe1\xbb\x99 nh\xe1\xba\xadp)" in desk.preview(DAY)


def test_what_was_brought_is_read_while_its_page_says_so(office: Office) -> None:
    tasks = TasksDesk()
    desk = DeskDesk(office, tasks)
    key = desk.add(LAN, brought())
    task = desk.read(LAN, f"/articles/{key}")
    while not (seen := tasks.get(LAN, task)) or not seen.is_done:
        time.sleep(0.01)
    assert (seen.failure, seen.next) == (None, f"/articles/{key}")
    assert key in ids(desk)


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "https://www.facebook.com/bao/posts/1"}, {"url": "https://khac.example/1"}, {"url": "ftp://a/b"},
        {"source": "khong-co"}, {"title": " "}, {"text": "", "scan": None}, {"where": "Nguyễn Văn Mẫu"},
        {"scan": ("x.svg", b"<svg onload=alert(1)>")}, {"scan": ("x.png", PNG + b"0" * 10_000_000)},
    ],
)  # fmt: skip
def test_what_is_no_publication_or_no_scan_is_refused(desk: DeskDesk, changes: dict[str, object]) -> None:
    with pytest.raises(DeskRefusal):
        desk.add(LAN, brought(**changes))
    assert len(ids(desk)) == 3


def test_a_page_of_the_outlet_is_known_by_its_address_and_not_taken_twice(desk: DeskDesk) -> None:
    one = brought(url="https://thoi-luan.example/9.htm", published=UNKNOWN_TIME)
    assert desk.add(LAN, one)
    with pytest.raises(DeskRefusal, match="đã có trong kho"):
        desk.add(LAN, one)


def test_the_log_has_every_act_and_no_text(office: Office, desk: DeskDesk) -> None:
    desk.edit(LAN, DAY, Act.NOTE, ids(desk)[0], "Bí mật nội bộ", seen=0)
    desk.undo(LAN, DAY)
    sign(desk)
    with office.storage.read() as work:
        rows = work.audit._connection.exec_driver_sql("SELECT person, verb, noun, key FROM audit").fetchall()
    assert [(row[0], row[1]) for row in rows][-3:] == [("lan", "note"), ("lan", "undo"), ("minh", "sign")]
    assert "Bí mật" not in str(rows)


def test_what_was_made_is_kept_until_something_changes(office: Office, desk: DeskDesk, clock: FakeClock) -> None:
    making, made = Making(office), []

    def drafted() -> int:
        """How many stories the draft has, remembering whether it was made anew."""
        with office.storage.read() as work:
            draft = making.draft(work, DAY)
        made.append(draft.digest.made_at)
        return len(draft.lines)

    assert drafted() == 3
    clock.advance(seconds=10)
    assert drafted() == 3
    assert made[0] == made[1]
    desk.edit(LAN, DAY, Act.RELEVANCE, ids(desk)[0], "none", seen=0)
    assert drafted() == 2
    clock.advance(minutes=1)
    drafted()
    with office.storage.begin() as work:
        work.rounds.start(clock())
    clock.advance(seconds=1)
    drafted()
    assert len(set(made)) == 4
