"""The pages of reports: what counts first, who may see what, addresses that are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dashboards.services.desk import DeskRefusal
from dashboards.services.reports import ReportDraft, ReportLine
from news.digest import Period
from news.draft import Act
from news.errors import UnknownId
from news.people import Person, Role
from news.report import Report
from tests.dashboards.office import services, signed_in
from tests.reports.periods.samples import AS_OF, MONTH, month

LINE = ReportLine(Period.MONTH, MONTH, 2, "Trần Văn Minh", AS_OF, "ab" * 32, "cd" * 32)
PATH = f"/reports/month/{MONTH}"
HOSTILE = "<script>alert(1)</script>"


class FakeReports:
    """A month that is signed, and its draft; remembers what was asked of it."""

    formats = ("docx", "pdf", "html")

    def __init__(self, report: Report | None = None, *, is_counted: bool = True) -> None:
        self.report, self.is_counted = report or month(), is_counted
        self.asked: list[tuple[Any, ...]] = []

    def signed(self) -> Sequence[ReportLine]:
        return [LINE]

    def waiting(self) -> Sequence[ReportLine]:
        return [ReportLine(Period.WEEK, date(2026, 11, 16))]

    def newest(self) -> Sequence[Report]:
        return [self.report]

    def get(self, period: Period, day: date) -> tuple[ReportLine, Report]:
        if (period, day) != (Period.MONTH, MONTH):
            raise UnknownId("report", day)
        return LINE, self.report

    def editions(self, _period: Period, _day: date) -> Sequence[ReportLine]:
        return [LINE, replace(LINE, number=1)]

    def draft(self, _person: Person, _period: Period, _day: date) -> ReportDraft | None:
        return ReportDraft(self.report, "1-ab", LINE, ("Cập nhật sắc thái.",), None) if self.is_counted else None

    def begin(self, _person: Person, _period: Period, _day: date, next: str) -> str:
        self.asked.append(("begin", next))
        return "t1"

    def edit(self, _person: Person, _period: Period, _day: date, act: Act, article: int | None, value: str) -> None:
        self.asked.append((act, article, value))
        if act is Act.TITLE:
            raise DeskRefusal("Việc này không làm được với báo cáo.")

    def undo(self, *_asked: object) -> bool:
        self.asked.append(("undo",))
        return True

    def preview(self, *_asked: object) -> bytes:
        return b"<p>trang in</p>"

    def sign(self, _person: Person, _period: Period, _day: date, token: str) -> ReportLine:
        self.asked.append(("sign", token))
        return LINE

    def document(self, _period: Period, _day: date, format: str, number: int) -> bytes:
        return f"{format} {number}".encode()


def client(role: Role, reports: FakeReports | None = None) -> Any:
    return signed_in(services(reports=reports or FakeReports()), role)


def test_the_leader_sees_the_few_numbers_and_three_matters_first() -> None:
    page = client(Role.LEADER).get("/reports").text
    assert "1.842" in page
    assert "tăng 192" in page
    assert page.count("<li>") >= 3
    assert "Lượng khách tháng 10" not in page, "the fourth matter is on the report's own page"
    assert "<svg" not in page, "charts come after the first screen"


def test_the_leader_is_shown_no_draft() -> None:
    leader = client(Role.LEADER)
    assert "Chưa ký" not in leader.get("/reports").text
    assert leader.get(f"{PATH}/draft").status_code == 403
    assert leader.post(f"{PATH}/sign", data={"token": "1-ab"}).status_code == 403
    assert client(Role.REVIEWER).get(f"{PATH}/preview").status_code == 403


def test_every_chart_is_drawn_in_the_page_with_its_table_folded_behind_it() -> None:
    page = client(Role.LEADER).get(PATH).text
    assert page.count("<svg") == page.count('role="img"') == page.count("Bảng số liệu</summary>") == 7
    assert " style=" not in page
    assert len(page) < 100_000


def test_hostile_words_stay_words() -> None:
    report = month(lead=HOSTILE, outlets=(replace(month().outlets[0], name=HOSTILE),))
    for path in ("/reports", PATH, f"{PATH}/draft"):
        assert HOSTILE not in client(Role.EDITOR, FakeReports(report)).get(path).text


def test_a_draft_that_was_not_counted_is_counted_while_a_page_says_so() -> None:
    reports = FakeReports(is_counted=False)
    answer = client(Role.PRESS_OFFICER, reports).get(f"{PATH}/draft")
    assert (answer.status_code, answer.headers["location"]) == (303, "/tasks/t1")
    assert reports.asked == [("begin", f"{PATH}/draft")]


def test_an_officer_writes_and_an_editor_signs() -> None:
    reports = FakeReports()
    officer, editor = client(Role.PRESS_OFFICER, reports), client(Role.EDITOR, reports)
    assert "Ký duyệt và gửi" not in officer.get(f"{PATH}/draft").text
    assert 'value="1-ab"' in editor.get(f"{PATH}/draft").text
    assert officer.post(f"{PATH}/edit", data={"act": "lead", "value": "Lời"}).status_code == 303
    assert officer.post(f"{PATH}/edit", data={"act": "drop", "article": "3"}).status_code == 303
    assert officer.post(f"{PATH}/edit", data={"act": "undo"}).status_code == 303
    assert officer.post(f"{PATH}/edit", data={"act": "title", "article": "3"}).status_code == 303
    assert editor.post(f"{PATH}/sign", data={"token": "1-ab"}).headers["location"] == PATH
    assert reports.asked == [
        (Act.LEAD, None, "Lời"), (Act.DROP, 3, ""), ("undo",), (Act.TITLE, 3, ""), ("sign", "1-ab"),
    ]  # fmt: skip


def test_the_documents_are_those_that_were_sent() -> None:
    answer = client(Role.LEADER).get(f"{PATH}/2/pdf")
    assert answer.content == b"pdf 2"
    assert 'filename="bao-cao-thang-2026-10-ban-2.pdf"' in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    "path",
    ["/reports/month/2026-10-02", "/reports/week/2026-11-17", "/reports/day/2026-11-16", "/reports/year/2026-02-01",
     "/reports/month/mai", "/reports/month/2026-09-01", f"{PATH}/2/exe", f"{PATH}/x/pdf", f"{PATH}/99999/pdf"],
)  # fmt: skip
def test_what_names_no_period_is_no_address(path: str) -> None:
    assert client(Role.LEADER).get(path).status_code == 404


def test_an_act_that_does_not_exist_is_refused() -> None:
    officer = client(Role.PRESS_OFFICER)
    assert officer.post(f"{PATH}/edit", data={"act": "burn"}).status_code == 400
    assert officer.post(f"{PATH}/edit", data={"act": "drop", "article": "x"}).status_code == 400
