"""From an article to the mailbox: watches look, the plan is made, letters wait in the outbox and leave."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from alerts.channels.email import EmailChannel
from alerts.delivery import Delivery
from alerts.policy import Mail
from jobs.alerting import Alerter
from jobs.rehearsals import rehearse_all
from jobs.watch_lists import all_watches
from jobs.watching import Watcher
from jobs.wiring import Office, open_office
from news.alert import Condition, Finding, Severity
from news.article import Article
from news.letter import Letter
from news.source import Source, SourceClass
from news.times import Precision, Published
from tests.alerts.samples import finding
from tests.alerts.servers import Mailbox, certificate, client_context, mail_server
from tests.jobs.office import write_office

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

WATCHES = """
[[watch]]
name = "Lũ"
query = 'lũ'
severity = "chú ý"

[[watch]]
name = "Nước ngoài"
query = 'ninh bình'
foreign = true

[[watch]]
name = "Đột biến"
query = 'lũ'
severity = "khẩn"
spike = { within = "3h" }
"""
RECIPIENTS = """
[mail]
host = "127.0.0.1"
from = "diembao@vp.example"

[[recipient]]
name = "truc-ban"
email = "truc@vp.example"
hours = "always"
gap = "0s"

[[route]]
name = "chung"
to = ["truc-ban"]
wait = "0s"
interval = "1m"
"""


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def outlet(name: str, country: str = "VN") -> Source:
    home = f"https://{name}.example/"
    return Source(name, f"Báo {name}", SourceClass.LOCAL, country, ("vi",), home, feeds=(f"{home}rss",))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    sources = [*(outlet(f"bao{n}") for n in range(1, 6)), outlet("abroad", "US")]
    folder = write_office(tmp_path / "office", sources, {}, "")
    (folder / "watches.toml").write_text(WATCHES, encoding="utf-8")
    (folder / "recipients.toml").write_text(RECIPIENTS, encoding="utf-8")
    province = folder / "province.toml"
    text = province.read_text(encoding="utf-8")
    province.write_text(
        re.sub(r'(\[web\][^\[]*?\naddress = )""', r'\1"https://diembao.vp.example"', text), encoding="utf-8"
    )
    with open_office(folder, clock) as opened:
        yield opened


def publish(
    office: Office, clock: Clock, count: int = 1, title: str = "Lũ lên ở Ninh Bình", sources: Sequence[str] = ("bao1",)
) -> None:
    """So many articles of different events appear now in each of these outlets."""
    with office.storage.begin() as work:
        for source in sources:
            for number in range(count):
                key = f"{clock.now:%d%H%M%S}-{number}"
                article = Article(
                    f"https://{source}.example/{key}",
                    source,
                    f"{title} ngày {key}",
                    text=f"Sáng {key}, nước sông Hoàng Long dâng cao tại xã {key}.",
                    published=Published(clock.now, Precision.SECOND),
                )
                work.articles.add(article, first_seen_at=clock.now)
    office.advance.run()


def round_(office: Office) -> list[Letter]:
    """A round: watches look, alerts are routed; the letters that are new in the outbox."""
    with office.storage.read() as work:
        before = {one.key for one in work.outbox.due(office.clock(), 10_000)}
    Watcher(office).look()
    Alerter(office).route()
    with office.storage.read() as work:
        return [Letter.decode(one.payload) for one in work.outbox.due(office.clock(), 10_000) if one.key not in before]


def begin(office: Office, clock: Clock) -> None:
    """The first round, and one article of every outlet, so that none of them is new any more."""
    publish(office, clock, 1, "Nắng đẹp", list(office.sources))
    assert round_(office) == []
    clock.now += HOUR
    publish(office, clock, 1, "Trời quang", list(office.sources))
    round_(office)
    clock.now += HOUR


def test_the_first_round_alerts_on_nothing_old(office: Office, clock: Clock) -> None:
    publish(office, clock, 5)
    assert round_(office) == []
    clock.now += HOUR
    publish(office, clock, 2, sources=["bao2"])
    assert round_(office) == [], "an outlet read for the first time"
    clock.now += HOUR
    publish(office, clock, 1, sources=["bao2"])
    (letter,) = round_(office)
    assert letter.subject.startswith("[Chú ý] Lũ lên ở Ninh Bình")
    assert "https://bao2.example/" in letter.text


def test_a_new_watch_speaks_of_nothing_that_was_there_before(office: Office, clock: Clock) -> None:
    begin(office, clock)
    publish(office, clock, 3, "Bão số 9")
    with office.storage.begin() as work:
        work.watching.put("ninh-binh", "Bão", '[[watch]]\nname = "Bão"\nquery = "bão"\n', "an")
    assert round_(office) == []
    clock.now += HOUR
    publish(office, clock, 1, "Bão số 10")
    (letter,) = round_(office)
    assert "Bão số 10" in letter.subject


def test_an_event_is_one_message_that_grows_and_nothing_is_told_twice(office: Office, clock: Clock) -> None:
    begin(office, clock)
    publish(office, clock)
    first = round_(office)
    assert (len(first), round_(office)) == (1, [])
    assert first[0].thread
    with office.storage.read() as work:
        (alert,) = work.alerts.open("ninh-binh")
    more = finding("thêm", alert.event)
    with office.storage.begin() as work:
        work.findings.add_many([more])
    clock.now += 2 * MINUTE
    (second,) = round_(office)
    assert second.thread == first[0].thread
    assert second.subject.endswith("(+1)")


def test_killed_between_finding_and_telling_nothing_is_lost(office: Office, clock: Clock) -> None:
    begin(office, clock)
    publish(office, clock)
    Watcher(office).look()
    assert len(round_(office)) == 1


def test_foreign_press_is_told_by_its_country(office: Office, clock: Clock) -> None:
    begin(office, clock)
    publish(office, clock, 1, "Ninh Bình in the world: Ninh Bình", ["abroad"])
    (letter,) = round_(office)
    assert "Báo nước ngoài: Báo abroad." in letter.text


def test_a_spike_is_explained_by_what_is_usual(office: Office, clock: Clock) -> None:
    begin(office, clock)
    start = clock.now
    for week in range(8, 0, -1):
        clock.now = start - 7 * week * DAY - HOUR
        publish(office, clock, 2 + week % 3)
    clock.now = start
    with office.storage.begin() as work:  # the watch begins anew and counts what was there
        work.watching.put("ninh-binh", "x", '[[watch]]\nname = "x"\nquery = "lũ"\nspike = { within = "3h" }\n', "an")
    round_(office)
    clock.now += MINUTE
    publish(office, clock, 17)
    round_(office)
    with office.storage.read() as work:
        spikes = [one.finding for one in work.findings.list("ninh-binh") if one.finding.condition is Condition.SPIKE]
    assert {one.watch for one in spikes} >= {"x"}
    assert spikes[0].words == "17 bài trong 3 giờ, thường 3–4 (cùng thứ, cùng giờ, 8 tuần trước)."


def test_a_rehearsal_shows_what_would_have_been_told(office: Office, clock: Clock) -> None:
    begin(office, clock)
    publish(office, clock, 3)
    clock.now += 2 * DAY
    with office.storage.read() as work:
        watches = all_watches(office, work)
    found = {one.watch.name: one for one in rehearse_all(office, watches, 30)}
    assert len(found["Lũ"].articles) == 3
    assert [one.condition for one in found["Lũ"].findings] == [Condition.MATCH] * 3
    assert found["Nước ngoài"].findings == ()
    with office.storage.read() as work:
        assert work.findings.list("ninh-binh") == []


def test_a_link_acknowledges_once(office: Office, clock: Clock) -> None:
    begin(office, clock)
    publish(office, clock)
    (letter,) = round_(office)
    link = next(line for line in letter.text.splitlines() if line.startswith("Đã nhận: "))
    token = link.rpartition("/")[2]
    with office.storage.begin() as work:
        found = work.alerts.use_token(token, clock.now)
        assert found is not None
        alert, recipient = found
        assert recipient == "truc-ban"
        assert work.alerts.use_token(token, clock.now) is None
        assert work.alerts.use_token("khác", clock.now) is None
        work.alerts.mark_acknowledged("ninh-binh", alert.id, recipient, clock.now)
    with office.storage.read() as work:
        assert work.alerts.get("ninh-binh", alert.id).acknowledged_by == "truc-ban"


def test_ten_thousand_findings_in_a_minute_are_few_letters_and_all_are_kept(
    office: Office, clock: Clock, tmp_path: Path
) -> None:
    storm = [
        finding(f"s{n}", f"story:{n % 300}", Severity.URGENT if n % 50 == 0 else Severity.INFO) for n in range(10_000)
    ]
    began = time.monotonic()
    letters = 0
    for second in range(10):
        with office.storage.begin() as work:
            work.findings.add_many(storm[second * 1000 : (second + 1) * 1000])
        Alerter(office).route()
        clock.now += timedelta(seconds=6)
    for _ in range(10):
        clock.now += MINUTE
        Alerter(office).route()
    with office.storage.read() as work:
        due = work.outbox.due(clock.now, 10_000)
        letters = len(due)
        alerts = work.alerts.open("ninh-binh")
        told = sum(one.told[0].count for one in alerts)
        muted = sum(one.muted_by is not None for one in work.findings.list("ninh-binh", limit=20_000))
        assert len(work.findings.list("ninh-binh", limit=20_000)) == 10_000
    assert letters <= 12
    assert told + muted == 10_000
    assert time.monotonic() - began < 60
    file = certificate(tmp_path)
    with mail_server(file) as box:
        assert delivered(office, box, file) == letters
    assert "300 sự kiện" in str(max(box.letters, key=size)["Subject"]) or letters > 1


def delivered(office: Office, box: Mailbox, file: Path) -> int:
    mail = EmailChannel(Mail("127.0.0.1", box.port, "starttls", "diembao@vp.example"), context=client_context(file))
    return Delivery(office.storage, {"email": mail}, lambda _: None, office.clock).run().sent


def size(letter: EmailMessage) -> int:
    return len(letter.as_bytes())


def test_findings_are_stored_once_by_their_key(office: Office) -> None:
    one: Finding = finding("k")
    with office.storage.begin() as work:
        assert len(work.findings.add_many([one, one])) == 1
        assert work.findings.add_many([one]) == []
