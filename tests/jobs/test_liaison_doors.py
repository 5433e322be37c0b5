"""The liaison reads the public pages and nothing else: every other door of a whole office is tried and stays shut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from alerts.parcels import Parcel, Steps
from dashboards.services.people import Refused
from dashboards.services.watches import WatchForm
from jobs.alerting import Alerter
from jobs.delivering import channels_of, delivery_of
from jobs.desks.alerts import AlertsDesk
from jobs.desks.own import OwnDesk
from jobs.desks.staff import StaffDesk
from jobs.desks.tasks import TasksDesk
from jobs.desks.watches import WatchesDesk
from jobs.wiring import Office, open_office
from news.errors import ConfigErrors
from news.letter import Letter
from news.people import Person, Role
from tests.alerts.samples import finding
from tests.fakes import FakeClock
from tests.jobs.office import write_office

ADMIN = Person("ha", "Phạm Thu Hà", "ninh-binh", frozenset({Role.ADMINISTRATOR, Role.EDITOR, Role.PRESS_OFFICER}))
RECIPIENTS = """
[[recipient]]
name = "truc"
email = "truc@vp.example"
hours = "always"
gap = "0s"
digest = true

[[route]]
name = "chung"
to = ["truc"]
wait = "0s"

[liaison]
name = "Đầu mối an toàn"
email = "daumoi@lienhe.example"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = write_office(tmp_path_factory.mktemp("office") / "tinh", (), {})
    (made / "recipients.toml").write_text(RECIPIENTS, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def office(folder: Path) -> Iterator[Office]:
    with open_office(folder, FakeClock()) as opened:
        with opened.storage.begin() as work:
            work.people.add(ADMIN)
        yield opened


@pytest.mark.parametrize(
    "name",
    [
        "Công an tỉnh đọc cảnh báo",
        "máy chủ lienhe.example",
        "gửi về daumoi@lienhe.example hằng ngày",
        "https://may.lienhe.example/nhan",
        "pa05@ninhbinh.gov.vn",
        "Đầu mối an toàn",
        "API for the police",
    ],
)
def test_no_program_s_key_is_made_for_it(office: Office, name: str) -> None:
    with pytest.raises(Refused, match="refused"):
        OwnDesk(office).add_token(ADMIN, name, Role.PRESS_OFFICER, 30)
    with office.storage.read() as work:
        assert work.tokens.list("ninh-binh") == []


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("Công an phường Hoa Lư", None),
        ("Đầu mối an toàn", None),
        ("Nguyễn Văn Tí", "daumoi@lienhe.example"),
        ("Nguyễn Văn Tí", "ti@lienhe.example"),
        ("Nguyễn Văn Tí", "ti@congan.ninhbinh.gov.vn"),
    ],
)
def test_it_has_no_account_even_by_the_administrator(office: Office, name: str, subject: str | None) -> None:
    with pytest.raises(Refused):
        StaffDesk(office).add(ADMIN, "ti", name, frozenset({Role.LEADER}), subject)
    if subject is not None:
        with pytest.raises(Refused):
            StaffDesk(office).set_subject(ADMIN, "ha", subject)
    with office.storage.read() as work:
        assert [one.person.id for one in work.people.list("ninh-binh")] == ["ha"]


def test_a_name_that_only_sounds_so_is_let_in(office: Office) -> None:
    assert OwnDesk(office).add_token(ADMIN, "Bảng công khai ở phòng họp", Role.EDITOR, 30)
    with office.storage.read() as work:
        (token,) = work.tokens.list("ninh-binh")
    OwnDesk(office).delete_token(ADMIN, token.id)


def test_a_letter_to_it_stays_dead_though_an_administrator_sends_it_again(office: Office) -> None:
    with office.storage.begin() as work:
        work.outbox.add(
            "ninh-binh", "điểm-báo", "email", "daumoi@lienhe.example", Letter("Điểm báo", "mọi bài").encode()
        )
    for _ in range(2):
        delivery_of(office).run()
        (dead,) = AlertsDesk(office).board().dead
        assert "không được phép gửi" in dead.reason
        assert AlertsDesk(office).retry(ADMIN, dead.id)


def test_alerts_and_watches_know_no_way_to_it(office: Office) -> None:
    with office.storage.begin() as work:
        work.findings.add_many([finding("1")])
    Alerter(office).route()
    with office.storage.read() as work:
        letters = work.outbox.list("ninh-binh")
    assert {(one.channel, one.recipient) for one in letters if "/alert/" in one.key} == {("email", "truc@vp.example")}
    assert AlertsDesk(office).board().on_call == ()
    assert {way.address for way in office.digest_readers()} == {"truc@vp.example"}
    with pytest.raises(Refused):
        WatchesDesk(office, TasksDesk()).add(ADMIN, WatchForm("A", "lũ", any=True, unit="Công an tỉnh"))


def test_its_channel_speaks_of_a_public_page_at_the_public_address(office: Office) -> None:
    channel = channels_of(office)["liaison"]
    assert getattr(channel, "public", None) == office.configuration.public.address
    parcel = Parcel("k", "ninh-binh", "liaison", Letter("Danh sách bài", "…").encode())
    with pytest.raises(Exception, match="thông báo an toàn công cộng"):
        channel.send(parcel, Steps(lambda: None, lambda _: None))


@pytest.mark.parametrize(
    "more",
    [
        '[[recipient]]\nname = "lien-he"\nwebhook = "https://lienhe.example/x"\n',
        '[[recipient]]\nname = "an-ninh"\nemail = "x@congan.gov.vn"\n',
        '[[route]]\nname = "tới đầu mối"\nto = ["liaison"]\n',
    ],
)
def test_an_office_that_tries_does_not_open(folder: Path, tmp_path: Path, more: str) -> None:
    other = write_office(tmp_path / "tinh", (), {})
    (other / "recipients.toml").write_text(RECIPIENTS.replace("[liaison]", f"{more}\n[liaison]"), encoding="utf-8")
    with pytest.raises(ConfigErrors), open_office(other):
        pass
