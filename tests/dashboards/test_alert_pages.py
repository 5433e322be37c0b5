"""Pages of alerts and watches: acknowledged by one press, undone by another; a link asks before it acknowledges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from dashboards.services.alerts import AlertLine, Board, DeadLetter
from dashboards.services.people import Refused
from dashboards.services.watches import Tried, WatchForm, WatchLine
from news.alert import Alert, Severity
from news.errors import UnknownId
from news.people import Person, Role
from tests.alerts.samples import finding
from tests.dashboards.office import services, signed_in, stranger

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
ALERT = Alert(7, "ninh-binh", "chung", "story:s1", "<b>Lũ</b> lên", Severity.URGENT, NOW, NOW, 2)


@dataclass
class FakeAlerts:
    alert: Alert = ALERT
    acts: list[tuple[str, object]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=lambda: {"dung-mot-lan"})

    def board(self) -> Board:
        line = self.get(7)
        new, known = ([], [line]) if self.alert.acknowledged_at else ([line], [])
        dead = DeadLetter(3, "email", "an@vp.example", NOW, 2, "550 no such mailbox")
        return Board(new, known, [], [], [dead], 1)

    def get(self, alert_id: int) -> AlertLine:
        return AlertLine(self.alert, (finding("1"),))

    def acknowledge(self, person: Person, alert_id: int) -> None:
        self.acts.append(("acknowledge", alert_id))
        self.alert = replace(self.alert, acknowledged_by=person.id, acknowledged_at=NOW)

    def undo_acknowledge(self, person: Person, alert_id: int) -> None:
        self.acts.append(("undo", alert_id))
        self.alert = ALERT

    def silence(self, person: Person, alert_id: int, reason: str, hours: int) -> int:
        if not reason:
            raise Refused("Hãy ghi lý do.")
        self.acts.append(("silence", (alert_id, reason, hours)))
        return 1

    def retry(self, person: Person, letter_id: int) -> bool:
        self.acts.append(("retry", letter_id))
        return True

    def peek(self, token: str) -> Alert | None:
        return self.alert if token in self.tokens else None

    def acknowledge_by_link(self, token: str) -> Alert | None:
        found = self.peek(token)
        self.tokens.discard(token)
        return found


def test_an_alert_is_acknowledged_and_taken_back() -> None:
    fake = FakeAlerts()
    client = signed_in(services(alerts=fake), Role.PRESS_OFFICER)
    page = client.get("/alerts").text
    assert "&lt;b&gt;Lũ&lt;/b&gt; lên" in page
    assert "550 no such mailbox" in page
    assert 'data-key="a"' in page
    assert client.post("/alerts/7/acknowledge").headers["location"] == "/alerts?undo=7"
    assert 'data-key="z"' in client.get("/alerts?undo=7").text
    client.post("/alerts/7/undo")
    client.post("/letters/3/retry")
    client.post("/alerts/7/silence", data={"reason": "đã biết", "hours": "24"})
    refused = client.post("/alerts/7/silence", data={"reason": "", "hours": "24"})
    assert refused.headers["location"] == "/alerts/7"
    assert fake.acts == [("acknowledge", 7), ("undo", 7), ("retry", 3), ("silence", (7, "đã biết", 24))]


def test_a_leader_reads_and_does_not_acknowledge() -> None:
    client = signed_in(services(alerts=FakeAlerts()), Role.LEADER)
    assert client.get("/alerts").status_code == 200
    assert client.post("/alerts/7/acknowledge").status_code == 403


def test_a_link_opened_by_a_mail_program_acknowledges_nothing() -> None:
    fake = FakeAlerts()
    client = stranger(services(alerts=fake))
    answer = client.get("/acknowledge/dung-mot-lan")
    assert answer.status_code == 200
    assert fake.tokens
    token = answer.text.partition('name="csrf" value="')[2].partition('"')[0]
    done = client.post("/acknowledge/dung-mot-lan", data={"csrf": token}, headers={"origin": "http://127.0.0.1"})
    assert "Đã ghi nhận" in done.text
    assert client.get("/acknowledge/dung-mot-lan").status_code == 404


@dataclass
class FakeWatches:
    added: list[WatchForm] = field(default_factory=list)

    def list(self) -> list[WatchLine]:
        return [WatchLine(None, "Lũ", "lũ", Severity.URGENT, ("mỗi bài mới",))]

    def units(self) -> Sequence[str]:
        return ["Sở Xây dựng"]

    def form(self, watch_id: int) -> WatchForm:
        if watch_id != 7:
            raise UnknownId("watch", watch_id)
        return WatchForm("Cầu", "cầu", silence_hours=12, silence_sources=("a", "b"), unit="Sở Xây dựng")

    def add(self, person: Person, form: WatchForm) -> None:
        if form.query.count('"') % 2:
            raise Refused("Chưa dùng được: query: cần dấu ngoặc kép thứ hai")
        self.added.append(form)

    def try_out(self, person: Person, form: WatchForm) -> str:
        self.added.append(form)
        return "abc"

    def tried(self, person: Person, task: str) -> Tried | None:
        return Tried(self.added[-1], 30, [(NOW, "Lũ lên", "Báo A")], [finding("1")]) if task == "abc" else None


def test_a_watch_is_tried_before_it_is_switched_on() -> None:
    fake = FakeWatches()
    client = signed_in(services(watches=fake), Role.EDITOR)
    typed = {"name": "Đê", "query": "đê", "severity": "urgent", "spike_hours": "3", "story_outlets": "x"}
    assert client.post("/watches", data=typed | {"act": "try"}).headers["location"] == "/tasks/abc"
    page = client.get("/watches/tried/abc").text
    assert "1 bài, 1 lần báo" in page
    assert 'value="Đê"' in page
    assert client.get("/watches/tried/khac").status_code == 404
    assert client.post("/watches", data=typed).headers["location"] == "/watches"
    assert fake.added[-1] == WatchForm("Đê", "đê", Severity.URGENT, spike_hours=3)
    refused = client.post("/watches", data=typed | {"query": '"đê'})
    assert refused.status_code == 400
    assert "dấu ngoặc kép" in refused.text


def test_a_watch_is_changed_in_the_form_that_made_it() -> None:
    fake = FakeWatches()
    client = signed_in(services(watches=fake), Role.EDITOR)
    page = client.get("/watches?edit=7").text
    assert "Sửa chủ đề “Cầu”" in page
    assert 'value="a, b"' in page
    typed = {
        "name": "Cầu",
        "silence_hours": "12",
        "silence_sources": "a, b",
        "deadline_days": "2",
        "unit": "Sở Xây dựng",
    }
    client.post("/watches", data=typed)
    changed = WatchForm("Cầu", "", silence_hours=12, silence_sources=("a", "b"), deadline_days=2, unit="Sở Xây dựng")
    assert fake.added == [changed]
    assert client.get("/watches?edit=8").status_code == 404
    assert client.get("/watches?edit=x").status_code == 404
