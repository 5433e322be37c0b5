"""The way in, on a real office: from the first link to the last session, and what guessing brings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboards.app import create_app
from dashboards.sign_in import codes
from jobs.desks import services_of
from jobs.desks.people import SAMPLE_OFFICE
from jobs.desks.staff import StaffDesk
from jobs.wiring import Office, open_office
from news.people import Person, Role
from tests.fakes import FakeClock
from tests.jobs.office import write_office
from tests.reading_forms import fill, form_in

GOOD = "cầu mới qua sông"
ADMIN = Person("quan-tri", "Phạm Thu Hà", "ninh-binh", frozenset({Role.ADMINISTRATOR}))


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A real hash takes 64 MB and a tenth of a second, on purpose; ``test_passwords`` has one of those."""
    monkeypatch.setattr("dashboards.sign_in.passwords._hasher", PasswordHasher(1, 8, 1))


@pytest.fixture
def office(tmp_path: Path, clock: FakeClock) -> Iterator[Office]:
    with open_office(write_office(tmp_path / "province", (), {}), clock) as opened:
        yield opened


@pytest.fixture
def staff(office: Office) -> StaffDesk:
    return StaffDesk(office)


def browser(app: Starlette, address: str = "10.0.0.1") -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1", client=(address, 5000), follow_redirects=False)


class Somebody:
    """A person with a password and a phone."""

    def __init__(self, office: Office, id: str = "lan", *roles: Role) -> None:
        self.office, self.id = office, id
        link = StaffDesk(office).add(ADMIN, id, "Nguyễn Thị Lan", frozenset(roles or {Role.PRESS_OFFICER}))
        self.app = create_app(services_of(office))
        client = browser(self.app)
        page = fill(client, f"/welcome/{link}", password=GOOD, again=GOOD)
        assert page.headers["location"] == "/sign-in/enrol"
        shown = client.get("/sign-in/enrol").text
        self.key = shown.split('<code class="secret">')[1].split("<")[0]
        assert client.get("/sign-in/enrol.svg").headers["content-type"] == "image/svg+xml"
        told = fill(client, "/sign-in/enrol", code=self.code())
        self.recovery_codes = [part.split("<")[0] for part in told.text.split("<li><code>")[1:]]
        self.first_browser = client

    def code(self) -> str:
        """What the phone shows; the clock goes on, for no code counts twice."""
        clock = self.office.clock
        assert isinstance(clock, FakeClock)
        return codes.code_at(self.key, int(clock.advance(seconds=30).timestamp()) // 30)

    def sign_in(self, client: TestClient, password: str = GOOD) -> None:
        fill(client, "/sign-in", name=self.id, password=password)
        fill(client, "/sign-in/code", code=self.code())


def is_in(client: TestClient) -> bool:
    return client.get("/me").status_code == 200


def test_a_link_a_password_and_a_phone_let_somebody_in(office: Office) -> None:
    lan = Somebody(office)
    assert is_in(lan.first_browser)
    assert len(lan.recovery_codes) == 10
    client = browser(lan.app)
    lan.sign_in(client)
    assert is_in(client)


def test_the_password_alone_is_not_enough(office: Office) -> None:
    lan = Somebody(office)
    client = browser(lan.app)
    assert fill(client, "/sign-in", name="lan", password=GOOD).headers["location"] == "/sign-in/code"
    assert not is_in(client)
    assert fill(client, "/sign-in/code", code="000000").status_code == 403
    assert not is_in(client)


def test_a_link_counts_once_and_not_for_ever(office: Office, staff: StaffDesk, clock: FakeClock) -> None:
    lan = Somebody(office)
    link = staff.invite(ADMIN, "lan")
    assert fill(browser(lan.app), f"/welcome/{link}", password=GOOD, again=GOOD).status_code == 303
    assert browser(lan.app).get(f"/welcome/{link}").status_code == 404
    link = staff.invite(ADMIN, "lan")
    clock.advance(hours=73)
    assert browser(lan.app).get(f"/welcome/{link}").status_code == 404


@pytest.mark.parametrize("password", ["ngắn quá", "aaaaaaaaaaaaaaaa", "lan-hoang-lan-hoang-lan-hoang"])
def test_a_poor_password_is_told_in_words(office: Office, staff: StaffDesk, password: str) -> None:
    link = staff.add(ADMIN, "lan-hoang", "Lan", frozenset({Role.LEADER}))
    client = browser(create_app(services_of(office)))
    answer = fill(client, f"/welcome/{link}", password=password, again=password)
    assert answer.status_code == 403
    assert "Mật khẩu" in answer.text


def test_no_code_counts_twice(office: Office) -> None:
    lan = Somebody(office)
    code = lan.code()
    for expected in (303, 403):
        client = browser(lan.app)
        fill(client, "/sign-in", name="lan", password=GOOD)
        assert fill(client, "/sign-in/code", code=code).status_code == expected


def test_a_recovery_code_counts_once_however_it_is_typed(office: Office) -> None:
    lan = Somebody(office)
    typed = lan.recovery_codes[0].upper().replace("-", " ")
    for expected in (303, 403):
        client = browser(lan.app)
        fill(client, "/sign-in", name="lan", password=GOOD)
        assert fill(client, "/sign-in/code", code=typed).status_code == expected


def test_each_step_has_a_secret_of_its_own(office: Office) -> None:
    lan = Somebody(office)
    client = browser(lan.app)
    secrets = []
    fill(client, "/sign-in", name="lan", password=GOOD)
    secrets.append(client.cookies["diembao-session"])
    fill(client, "/sign-in/code", code=lan.code())
    secrets.append(client.cookies["diembao-session"])
    assert len(set(secrets)) == 2
    stale = browser(lan.app)
    stale.cookies.set("diembao-session", secrets[0])
    assert not is_in(stale)


def test_a_session_ends_when_unused_and_in_any_case(office: Office, clock: FakeClock) -> None:
    lan = Somebody(office)
    clock.advance(hours=1, minutes=59)
    assert is_in(lan.first_browser)
    clock.advance(hours=2, minutes=1)
    assert not is_in(lan.first_browser)
    client = browser(lan.app)
    lan.sign_in(client)
    for _ in range(12):
        assert is_in(client)
        clock.advance(hours=1)
    clock.advance(minutes=1)
    assert not is_in(client)


def test_signing_out_ends_the_session_itself(office: Office) -> None:
    lan = Somebody(office)
    kept = lan.first_browser.cookies["diembao-session"]
    page = lan.first_browser.get("/me").text
    lan.first_browser.post("/sign-out", data=form_in(page))
    thief = browser(lan.app)
    thief.cookies.set("diembao-session", kept)
    assert not is_in(thief)


def test_no_name_and_a_wrong_password_look_alike(office: Office) -> None:
    lan = Somebody(office)
    answers = [
        fill(browser(lan.app, f"10.0.1.{number}"), "/sign-in", name=name, password="sai mật khẩu rồi").text
        for number, name in enumerate(["lan", "khong-co-ai"])
    ]
    assert form_less(answers[0]) == form_less(answers[1])


def form_less(page: str) -> str:
    """The page without the tokens of its forms."""
    return "\n".join(line for line in page.splitlines() if 'name="csrf"' not in line)


def test_guessing_makes_the_guesser_wait_and_hammering_no_longer(office: Office, clock: FakeClock) -> None:
    lan = Somebody(office)
    thief = browser(lan.app, "203.0.113.9")
    statuses = [fill(thief, "/sign-in", name="lan", password=f"đoán lần {n}").status_code for n in range(8)]
    assert statuses == [403] * 5 + [429] * 3
    clock.advance(seconds=2)
    assert fill(thief, "/sign-in", name="lan", password="đoán nữa").status_code == 403


def test_nobody_is_locked_out_by_another(office: Office) -> None:
    lan = Somebody(office)
    thief = browser(lan.app, "203.0.113.9")
    for n in range(40):
        fill(thief, "/sign-in", name="lan", password=f"đoán lần {n}")
    elsewhere = browser(lan.app, "198.51.100.7")
    lan.sign_in(elsewhere)
    assert is_in(elsewhere), "another address does not wait"
    own = lan.first_browser
    own.cookies.delete("diembao-session")
    own_behind_the_same_address = TestClient(
        lan.app, base_url="http://127.0.0.1", client=("203.0.113.9", 1), follow_redirects=False, cookies=own.cookies
    )
    lan.sign_in(own_behind_the_same_address)
    assert is_in(own_behind_the_same_address), "the person's own browser does not wait for a neighbour"


def test_guessing_codes_makes_wait_from_every_address(office: Office) -> None:
    lan = Somebody(office)
    statuses = []
    for number in range(7):
        thief = browser(lan.app, f"203.0.113.{number}")
        fill(thief, "/sign-in", name="lan", password=GOOD)
        statuses.append(fill(thief, "/sign-in/code", code=f"00000{number}").status_code)
    assert statuses == [403] * 5 + [429] * 2


def test_a_leaver_is_out_at_once(office: Office, staff: StaffDesk) -> None:
    Somebody(office, "ha", Role.ADMINISTRATOR)
    lan = Somebody(office)
    assert is_in(lan.first_browser)
    staff.disable(ADMIN, "lan")
    assert not is_in(lan.first_browser)
    again = browser(lan.app)
    assert fill(again, "/sign-in", name="lan", password=GOOD).status_code == 403


def test_a_lost_phone_is_replaced_and_ends_what_was_open(office: Office, staff: StaffDesk) -> None:
    lan = Somebody(office)
    staff.reset_second_factor(ADMIN, "lan")
    assert not is_in(lan.first_browser)
    client = browser(lan.app)
    assert fill(client, "/sign-in", name="lan", password=GOOD).headers["location"] == "/sign-in/enrol"


def test_an_office_keeps_one_administrator(office: Office, staff: StaffDesk) -> None:
    Somebody(office, "ha", Role.ADMINISTRATOR)
    for act in (lambda: staff.disable(ADMIN, "ha"), lambda: staff.set_roles(ADMIN, "ha", frozenset({Role.LEADER}))):
        with pytest.raises(Exception, match="refused"):
            act()


def test_an_id_is_never_given_again(office: Office, staff: StaffDesk) -> None:
    Somebody(office)
    staff.disable(ADMIN, "lan")
    with pytest.raises(Exception, match="refused"):
        staff.add(ADMIN, "lan", "Ai khác", frozenset({Role.LEADER}))


def test_roles_count_at_once(office: Office, staff: StaffDesk) -> None:
    lan = Somebody(office)
    assert lan.first_browser.get("/search").status_code == 200
    staff.set_roles(ADMIN, "lan", frozenset({Role.ADMINISTRATOR}))
    assert lan.first_browser.get("/search").status_code == 403


def test_one_way_in_leads_nowhere_else(office: Office) -> None:
    lan = Somebody(office)
    for wanted in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        client = browser(lan.app)
        fill(client, "/sign-in", name="lan", password=GOOD, next=wanted)
        assert fill(client, "/sign-in/code", code=lan.code()).headers["location"] == "/"
    client = browser(lan.app)
    fill(client, "/sign-in", name="lan", password=GOOD, next="/search?q=lũ")
    assert fill(client, "/sign-in/code", code=lan.code()).headers["location"].startswith("/search")


def test_the_store_holds_no_secret_that_opens_a_door(office: Office) -> None:
    lan = Somebody(office)
    kept = Path(office.storage.where).read_bytes() + Path(f"{office.storage.where}-wal").read_bytes()
    for secret in (lan.first_browser.cookies["diembao-session"], GOOD, *lan.recovery_codes):
        assert secret.encode() not in kept


def test_sign_ins_are_in_the_audit_log(office: Office) -> None:
    Somebody(office)
    with office.storage.read() as work:
        assert work.audit.verify() == []
        assert {"add", "set_password", "set_second_factor", "sign_in"} <= {
            one.verb for one in work.audit.list("ninh-binh", limit=100)
        }


def test_before_the_first_person_the_door_says_what_to_do(office: Office) -> None:
    page = browser(create_app(services_of(office))).get("/sign-in").text
    assert "diembao users add" in page
    assert 'type="password"' not in page


def test_the_sample_press_is_entered_without_a_password_and_says_so(office: Office) -> None:
    sample = replace(office, configuration=replace(office.configuration, is_sample=True))
    client = browser(create_app(services_of(sample)))
    first = client.get("/me")
    assert first.status_code == 200
    assert "hư cấu" in first.text
    assert SAMPLE_OFFICE[0][1] in first.text
    fill(client, "/sign-in", guest="dung")
    assert "lãnh đạo" in client.get("/me").text


def test_no_guest_in_an_office_of_its_own(office: Office) -> None:
    lan = Somebody(office)
    client = browser(lan.app)
    assert client.get("/me").status_code == 303
    assert fill(client, "/sign-in", guest="lan").status_code == 403
