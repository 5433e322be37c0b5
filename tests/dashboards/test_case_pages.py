"""Pages of cases: the officer moves them, the leader reads, what anybody typed stays text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from cases.steps import STEPS, CaseRefused, may
from dashboards.services.cases import CaseLine, CaseView, NewCase, OpeningForm, SentLetter, UnitLine
from news.case import Case, CaseChange, CaseKind
from news.people import Person, Role
from tests.cases.samples import NOW, UNIT, a_case
from tests.dashboards.office import ADDRESS, services, signed_in, stranger

CASE = a_case(title="<b>Cầu</b> hỏng", question="<script>x</script>")


@dataclass
class FakeCases:
    acts: list[object] = field(default_factory=list)
    many: int = 1

    def line(self) -> CaseLine:
        return CaseLine(CASE, "Sở Xây dựng", "17:00 ngày 25/11/2026 (cần xác nhận)", is_late=True, unknown_tet=2027)

    def list(self, *, closed: bool = False) -> Sequence[CaseLine]:
        return [] if closed else [self.line()] * self.many

    def get(self, person: Person, case_id: int) -> CaseView:
        steps = frozenset(verb for verb in STEPS if may(verb, CASE, person))
        letters = (SentLetter("vanthu@x.example", NOW, "failed", "hộp thư đầy"),)
        history = (CaseChange(CASE, "open", "lan", NOW),)
        return CaseView(self.line(), None, history, steps, {"lan": "Lan"}, "vanthu@x.example", letters)

    def form(self, article_id: int | None) -> OpeningForm:
        return OpeningForm((UNIT,), (("unit_answer", "3 ngày"),), 2027, article_id, "Tít", "Báo Mẫu", (self.line(),))

    def open(self, person: Person, new: NewCase) -> Case:
        if not new.question:
            raise CaseRefused(0, "no words", "Hãy ghi nội dung cần trả lời.")
        self.acts.append(new)
        return CASE

    def step(self, person: Person, case_id: int, seen: int, verb: str, words: str) -> Case:
        self.acts.append((case_id, seen, verb, words))
        return CASE

    def link(self, person: Person, case_id: int) -> str:
        return "bi-mat"

    def of_link(self, secret: str) -> CaseLine | None:
        return self.line() if secret == "bi-mat" else None

    def reply_by_link(self, secret: str, words: str) -> bool:
        self.acts.append(words)
        return secret == "bi-mat"

    def units(self) -> Sequence[UnitLine]:
        return [UnitLine(UNIT.id, "Sở <Xây dựng>", 1, 1, 4, 2, timedelta(hours=50))]

    def send(self, person: Person, case_id: int, seen: int) -> Case:
        self.acts.append(("send", case_id, seen))
        return CASE

    def letter(self, person: Person, case_id: int) -> bytes:
        return b"PK"


def test_an_officer_opens_answers_and_closes() -> None:
    fake = FakeCases()
    client = signed_in(services(cases=fake), Role.PRESS_OFFICER)
    listed, page = client.get("/cases").text, client.get("/cases/7").text
    assert "&lt;b&gt;Cầu&lt;/b&gt; hỏng" in listed
    assert "quá hạn" in listed
    assert "cần xác nhận" in listed
    assert "<script>x" not in page
    assert 'value="reply"' in page
    assert 'value="reopen"' not in page
    assert "Sở Xây dựng" in client.get("/cases/new?article=1").text
    given = {"article": "1", "unit": UNIT.id, "question": "Vì sao?", "rule": "unit_answer"}
    assert client.post("/cases/new", data=given).headers["location"] == "/cases/7"
    refused = client.post("/cases/new", data=given | {"question": ""})
    assert refused.status_code == 400
    assert "Hãy ghi nội dung cần trả lời." in refused.text
    assert client.post("/cases/7/step", data={"verb": "reply", "seen": "1", "words": "Đã sửa."}).status_code == 303
    assert client.post("/cases/7/step", data={"verb": "delete", "seen": "1"}).status_code == 400
    assert client.get("/cases/7/letter").content == b"PK"
    assert fake.acts == [
        NewCase(CaseKind.ARTICLE, "", "Vì sao?", UNIT.id, "unit_answer", article_id=1),
        (7, 1, "reply", "Đã sửa."),
    ]


def test_the_unit_is_written_to_and_what_became_of_it_is_said() -> None:
    fake = FakeCases()
    client = signed_in(services(cases=fake), Role.PRESS_OFFICER)
    page = client.get("/cases/7").text
    assert "không gửi được" in page
    assert "hộp thư đầy" in page
    assert "Tết 2027" in page
    assert "Tết 2027" in client.get("/cases/new?article=1").text
    assert client.post("/cases/7/send", data={"seen": "1"}).headers["location"] == "/cases/7"
    assert fake.acts == [("send", 7, 1)]


def test_late_units_are_named_and_a_long_list_is_cut_into_pages() -> None:
    client = signed_in(services(cases=FakeCases(many=150)), Role.LEADER)
    page = client.get("/cases").text
    assert "Sở &lt;Xây dựng&gt;" in page
    assert "2 ngày" in page
    assert page.count("data-item") == 60
    assert 'href="/cases?page=2"' in page
    assert client.get("/cases?page=3").text.count("data-item") == 30
    assert client.get(f"/cases?unit={UNIT.id}&page=9").text.count("data-item") == 30
    assert client.get("/cases?unit=khac").text.count("data-item") == 0


def test_a_unit_without_an_account_answers_by_its_link() -> None:
    fake = FakeCases()
    assert f"{ADDRESS}/answer/bi-mat" in signed_in(services(cases=fake), Role.EDITOR).post("/cases/7/link").text
    unit = stranger(services(cases=fake))
    page = unit.get("/answer/bi-mat")
    assert "&lt;b&gt;Cầu&lt;/b&gt;" in page.text
    token = re.search(r'name="csrf" value="(\w+)"', page.text)
    assert token
    given = {"csrf": token[1], "words": "Đã sửa."}
    assert "Đã nhận trả lời" in unit.post("/answer/bi-mat", data=given, headers={"origin": ADDRESS}).text
    assert unit.get("/answer/khac").status_code == 404
    assert fake.acts == ["Đã sửa."]


def test_a_leader_reads_and_finds_no_form() -> None:
    client = signed_in(services(cases=FakeCases()), Role.LEADER)
    page = client.get("/cases/7").text
    assert "Sở Xây dựng" in page
    assert "/cases/7/step" not in page
    assert "/cases/new" not in client.get("/cases").text
    assert client.post("/cases/7/step", data={"verb": "close", "seen": "1", "words": "x"}).status_code == 403
    assert client.get("/cases/7/letter").status_code == 403
