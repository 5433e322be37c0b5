"""Letters leave once, or say that they may have left before; nothing is lost; what cannot be sent says why."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from alerts.channels.email import EmailChannel
from alerts.delivery import CLAIM, FIRST_RETRY, GIVE_UP_AFTER, LONGEST_RETRY, Delivered, Delivery
from alerts.parcels import REPEATED, Parcel, Steps, Undelivered
from alerts.policy import Mail
from news.letter import Attachment, Letter
from storage import Storage, open_storage
from tests.alerts.servers import certificate, client_context, mail_server

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
PROVINCE = "ninh-binh"


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Fake:
    """A channel that does what it is told, in turn: an error to raise, or ``None``."""

    answers: list[Undelivered | None] = field(default_factory=list)
    sent: list[Parcel] = field(default_factory=list)

    def send(self, parcel: Parcel, steps: Steps) -> None:
        answer = self.answers.pop(0) if self.answers else None
        steps.about_to()
        if answer is not None:
            raise answer
        self.sent.append(parcel)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def storage(tmp_path: Path, clock: Clock) -> Iterator[Storage]:
    opened = open_storage(f"sqlite:///{tmp_path}/kho.db", clock=clock)
    yield opened
    opened.close()


def add(storage: Storage, count: int = 1, channel: str = "email", recipient: str = "an@vp.example") -> None:
    with storage.begin() as work:
        for number in range(count):
            letter = Letter(f"Cảnh báo {number}", f"Nội dung {number}.\n", f"<body><p>Nội dung {number}.</p></body>")
            work.outbox.add(PROVINCE, f"{channel}/{number}", channel, recipient, letter.encode())


def delivery(storage: Storage, clock: Clock, jitter: float = 1.0, **channels: Fake) -> Delivery:
    return Delivery(storage, channels, lambda _: None, clock, jitter=lambda: jitter)


def test_a_letter_is_sent_once_however_often_it_is_added_or_delivered(storage: Storage, clock: Clock) -> None:
    fake = Fake()
    add(storage)
    add(storage)
    assert delivery(storage, clock, email=fake).run() == Delivered(sent=1)
    assert delivery(storage, clock, email=fake).run() == Delivered()
    assert [(one.key, one.may_repeat) for one in fake.sent] == [("email/0", False)]


def test_what_may_help_is_tried_again_after_longer_and_longer_waits(storage: Storage, clock: Clock) -> None:
    fake = Fake([Undelivered("bận")] * 4)
    add(storage)
    times = []
    for _ in range(5):
        with storage.read() as work:
            clock.now = work.outbox.list(PROVINCE)[0].next_attempt_at
        times.append(clock.now)
        assert delivery(storage, clock, email=fake).run() != Delivered()
    waits = [later - earlier for earlier, later in pairwise(times)]
    assert waits == [FIRST_RETRY * 2**n for n in range(4)]
    assert len(fake.sent) == 1


def test_the_channel_says_how_long_to_wait(storage: Storage, clock: Clock) -> None:
    fake = Fake([Undelivered("quá nhanh", after=timedelta(minutes=20))])
    add(storage)
    delivery(storage, clock, email=fake).run()
    with storage.read() as work:
        (posted,) = work.outbox.list(PROVINCE)
    assert posted.next_attempt_at == NOW + timedelta(minutes=20)
    assert posted.detail == "quá nhanh"


def test_what_cannot_help_is_given_up_at_once_and_says_why(storage: Storage, clock: Clock) -> None:
    add(storage)
    assert delivery(storage, clock, email=Fake([Undelivered("không có hộp thư", helps=False)])).run().failed == 1
    with storage.read() as work:
        (posted,) = work.outbox.list(PROVINCE, state="failed")
    assert posted.detail == "không có hộp thư"
    with storage.begin() as work:
        assert work.outbox.retry(posted.id, PROVINCE)
    fake = Fake()
    assert delivery(storage, clock, email=fake).run().sent == 1


def test_a_channel_that_stays_dead_is_given_up_after_a_day(storage: Storage, clock: Clock) -> None:
    fake = Fake([Undelivered("không kết nối được", is_down=True)] * 100)
    add(storage)
    while clock.now < NOW + GIVE_UP_AFTER + 2 * LONGEST_RETRY:
        delivery(storage, clock, email=fake).run()
        clock.now += timedelta(minutes=30)
    with storage.read() as work:
        (posted,) = work.outbox.list(PROVINCE)
    assert posted.state == "failed"
    assert GIVE_UP_AFTER // LONGEST_RETRY <= posted.attempts < 40


def test_a_dead_channel_is_asked_once_a_run_and_holds_up_no_other(storage: Storage, clock: Clock) -> None:
    dead, alive = Fake([Undelivered("không kết nối được", is_down=True)] * 100), Fake()
    add(storage, 20, "telegram", "1")
    add(storage, 20, "email")
    found = delivery(storage, clock, telegram=dead, email=alive).run()
    assert found == Delivered(sent=20, later=1)
    assert len(dead.answers) == 99


def test_cut_off_while_being_sent_it_says_that_it_may_have_come_before(storage: Storage, clock: Clock) -> None:
    fake = Fake([Undelivered("mất kết nối", may_have_arrived=True), Undelivered("không kết nối được")])
    add(storage)
    for _ in range(3):
        delivery(storage, clock, email=fake).run()
        clock.now += LONGEST_RETRY
    (parcel,) = fake.sent
    assert parcel.may_repeat
    assert parcel.letter.subject == f"({REPEATED}) Cảnh báo 0"
    assert REPEATED in parcel.letter.text
    assert REPEATED in parcel.letter.html


def test_a_letter_in_other_hands_is_left_alone_until_they_are_gone(storage: Storage, clock: Clock) -> None:
    add(storage)
    with storage.begin() as work:
        (waiting,) = work.outbox.due(clock.now, 10)
        assert work.outbox.claim(waiting.id, clock.now, clock.now + CLAIM)
    fake = Fake()
    assert delivery(storage, clock, email=fake).run() == Delivered()
    clock.now += CLAIM
    assert delivery(storage, clock, email=fake).run() == Delivered(sent=1)
    assert not fake.sent[0].may_repeat


def test_a_clock_that_jumped_ahead_and_back_leaves_nothing_waiting_for_years(storage: Storage, clock: Clock) -> None:
    fake = Fake([Undelivered("bận")])
    add(storage)
    clock.now += timedelta(days=4000)
    delivery(storage, clock, email=fake).run()
    clock.now = NOW + timedelta(seconds=1)
    assert delivery(storage, clock, email=fake).run().sent == 1


def test_nothing_passes_the_border(storage: Storage, clock: Clock) -> None:
    fake = Fake()
    add(storage)
    guarded = Delivery(storage, {"email": fake}, lambda one: "của công an", clock)
    assert guarded.run() == Delivered(failed=1)
    assert fake.sent == []


def test_contents_of_old_letters_are_not_kept(storage: Storage, clock: Clock) -> None:
    add(storage)
    delivery(storage, clock, email=Fake()).run()
    clock.now += timedelta(days=31)
    delivery(storage, clock, email=Fake()).run()
    with storage.read() as work:
        assert work.outbox.list(PROVINCE)[0].state == "sent"
    storage.tidy()
    raw = b"".join(file.read_bytes() for file in Path(storage.where).parent.glob("kho.db*"))
    assert "Nội dung 0".encode() not in raw


def channel(port: int, file: Path, **more: str) -> EmailChannel:
    return EmailChannel(Mail("127.0.0.1", port, "starttls", "diembao@vp.example"), context=client_context(file), **more)


def test_mail_is_whole_for_phones_and_for_people_without_html(storage: Storage, clock: Clock, tmp_path: Path) -> None:
    file = certificate(tmp_path)
    pdf = Attachment("Điểm báo 18.11.pdf", "application/pdf", b"%PDF-1.7")
    letter = Letter(
        "[Khẩn] Lũ lên ở Hoàng Long", "Nước lên.\n.\nHết.\n", "<body>Nước <b>lên</b></body>", (pdf,), "alert-7"
    )
    with mail_server(file, password="mat khau") as box:
        with storage.begin() as work:
            work.outbox.add(PROVINCE, "k1", "email", "an@vp.example", letter.encode())
        sender = channel(box.port, file, user="diembao", password="mat khau")
        assert Delivery(storage, {"email": sender}, lambda _: None, clock).run().sent == 1
    (got,) = box.letters
    assert (got["Subject"], got["To"], got["From"]) == (letter.subject, "an@vp.example", "diembao@vp.example")
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["References"].startswith("<thread.")
    plain, html = got.get_body(("plain",)), got.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().splitlines() == ["Nước lên.", ".", "Hết."]
    assert "<b>lên</b>" in html.get_content()
    (attached,) = got.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == (pdf.name, pdf.content)


@pytest.mark.parametrize(
    ("refusal", "state"),
    [("550 no such mailbox", "failed"), ("451 greylisted, come back later", "waiting")],
)
def test_the_mail_server_decides_whether_to_try_again(
    storage: Storage, clock: Clock, tmp_path: Path, refusal: str, state: str
) -> None:
    file = certificate(tmp_path)
    with mail_server(file) as box:
        box.refusals.append(refusal)
        add(storage)
        Delivery(storage, {"email": channel(box.port, file)}, lambda _: None, clock).run()
        with storage.read() as work:
            (posted,) = work.outbox.list(PROVINCE)
        assert (posted.state, posted.may_repeat) == (state, False)
        assert refusal[:3] in posted.detail
        clock.now += timedelta(hours=1)
        Delivery(storage, {"email": channel(box.port, file)}, lambda _: None, clock).run()
    assert len(box.letters) == (state == "waiting")


def test_an_expired_certificate_sends_nothing_and_says_so(storage: Storage, clock: Clock, tmp_path: Path) -> None:
    file = certificate(tmp_path, "het-han", (-30, -1))
    add(storage, 3)
    with mail_server(file) as box:
        found = Delivery(storage, {"email": channel(box.port, file)}, lambda _: None, clock).run()
    assert (found, box.letters) == (Delivered(later=1), [])
    with storage.read() as work:
        (tried,) = [one for one in work.outbox.list(PROVINCE) if one.attempts]
    assert "chứng thư" in tried.detail
    assert "expired" in tried.detail


def test_a_wrong_password_and_a_dead_server_are_told_apart(storage: Storage, clock: Clock, tmp_path: Path) -> None:
    file = certificate(tmp_path)
    add(storage)
    with mail_server(file, password="dung") as box:
        sender = channel(box.port, file, user="diembao", password="sai")
        Delivery(storage, {"email": sender}, lambda _: None, clock).run()
    with storage.read() as work:
        assert "mật khẩu" in work.outbox.list(PROVINCE)[0].detail
    clock.now += timedelta(hours=1)
    Delivery(storage, {"email": sender}, lambda _: None, clock).run()
    with storage.read() as work:
        assert "không kết nối được" in work.outbox.list(PROVINCE)[0].detail


KILLS, LETTERS = 55, 240


def test_killed_at_any_instant_nothing_is_lost_and_what_may_be_double_says_so(tmp_path: Path) -> None:
    database, file = f"sqlite:///{tmp_path}/kho.db", certificate(tmp_path)
    storage = open_storage(database)
    add(storage, LETTERS)
    with mail_server(file) as box:
        box.delay = 0.03
        command = [sys.executable, "-m", "tests.alerts.killed", database, str(box.port), str(file), str(KILLS), "7"]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert int(ran.stdout) >= 50, "the deliverers were done before they were killed often enough"
    with storage.read() as work:
        assert work.outbox.count(PROVINCE, "sent") == LETTERS
    storage.close()
    copies = Counter(box.keys())
    assert len(copies) == LETTERS
    unmarked = Counter(str(one["Message-ID"]) for one in box.letters if REPEATED not in str(one["Subject"]))
    assert max(unmarked.values()) == 1
    assert len(box.letters) < LETTERS + KILLS
