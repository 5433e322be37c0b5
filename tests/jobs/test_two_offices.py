"""Somebody of one province walks through every page, form and interface with the numbers of another one's office."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import dashboards.pages
from config import write_folder
from dashboards.api.openapi import ALL as ENDPOINTS
from dashboards.app import PAGES, create_app
from dashboards.cookies import SESSION, full_name
from dashboards.guard import CSRF_HEADER, csrf_of
from dashboards.public.app import create_public_app
from factcheck.tickets import ticket_hash
from jobs.desks import services_of
from jobs.public_web import public_services
from jobs.wiring import Office, open_office
from news.people import Person, Role
from storage.public_contests import ContestState
from storage.sessions import Stage
from tests.fakes import FakeClock
from tests.storage.full_office import HOUR, LAN, MARK, SECRET, THEIRS, fill
from tests.storage.samples import NOW, contents

ADDRESS = "http://127.0.0.1"
BINH = Person("binh", "Bình", THEIRS, frozenset(Role))
KEY, TICKET = "chia-khoa-cua-quang-ngai", "AAAA-BBBB-CCCC-DDDD"
#: What a path may name: all ids of the other office are among these, for it has one of everything.
GIVEN = {"day": ("2026-11-20",), "format": ("html", "json"), "form": ("csv",), "number": ("1",)}
#: Words that forms send as an act.
VERBS = ("take", "note", "close")
#: What all offices share; what the walker does to it is theirs to do.
SHARED = {"article", "article_version", "change", "office", "worker"}


@dataclass
class Two:
    """An office that is walked through by somebody of the other one."""

    full: Office
    other: Office
    numbers: tuple[str, ...]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    folder, clock = tmp_path_factory.mktemp("two"), FakeClock(NOW)
    with pytest.MonkeyPatch.context() as environment, ExitStack() as opened:
        environment.setenv("DIEMBAO_DATABASE_URL", f"sqlite:///{folder / 'diembao.db'}")
        write_folder(folder / "a", "ninh-binh", "Ninh Bình", "Tỉnh Ninh Bình")
        write_folder(folder / "b", THEIRS, "Quảng Ngãi", "Tỉnh Quảng Ngãi")
        full = opened.enter_context(open_office(folder / "a", clock))
        other = opened.enter_context(open_office(folder / "b", clock))
        found = fill(full.storage, clock)
        with full.public.begin() as public:
            public.tips.add(full.province, ticket_hash(TICKET), MARK, card=None)
            public.contests.add(full.province, 1, ticket_hash(TICKET), MARK, "")
        with other.storage.begin() as work:
            work.people.add(BINH)
            work.sessions.add(KEY, THEIRS, "binh", Stage.FULL)
        yield Two(full, other, ("1", "lan", SECRET, found["token"]))


def browser(office: Office, secret: str) -> TestClient:
    """A browser at the office's pages with the secret of a session."""
    client = TestClient(create_app(services_of(office)), ADDRESS, raise_server_exceptions=False, follow_redirects=False)
    client.cookies.set(full_name(SESSION, is_tls=False), secret)
    client.headers.update({CSRF_HEADER: csrf_of(secret), "origin": ADDRESS})
    return client


def addresses(path: str, numbers: tuple[str, ...]) -> Iterator[str]:
    """The path with everything in the place of its names that the other office has."""
    names = re.findall(r"\{(\w+)(?::\w+)?\}", path)
    for values in product(*(GIVEN.get(name, numbers) for name in names)):
        address = path
        for name, value in zip(names, values, strict=True):
            address = re.sub(rf"\{{{name}(:\w+)?\}}", value, address)
        yield address


def form_fields() -> Mapping[str, str]:
    """Every field that a form of ours may have, with a number in it."""
    source = "".join(file.read_text(encoding="utf-8") for file in Path(dashboards.pages.__file__).parent.glob("*.py"))
    return dict.fromkeys(re.findall(r'\.get\("(\w+)"', source) + re.findall(r'form\["(\w+)"\]', source), "1")


def owned(two_: Two) -> dict[str, list[Any]]:
    with two_.full.public.read() as public:
        tips = [(one.state, one.claim_id, one.text) for one in public.tips.cards("ninh-binh")]
        contests = [(one.text, one.answer) for one in public.contests.list("ninh-binh", ContestState.OPEN)]
    rows = {name: list(rows) for name, rows in contents(two_.full.storage).items() if name not in SHARED}
    return {**rows, "tips": tips, "contests": contests}


def test_every_page_shows_nothing_of_the_other_office(two: Two) -> None:
    client = browser(two.other, KEY)
    shown = 0
    for page in PAGES:
        if "GET" in page.methods:
            for address in addresses(page.path, two.numbers):
                answer = client.get(address)
                assert MARK not in answer.text, address
                assert answer.status_code < 500, address
                shown += answer.status_code == 200
    assert shown > 15, "the walker is somebody who sees pages"


def test_the_interface_for_programs_shows_nothing_of_the_other_office(two: Two) -> None:
    services = services_of(two.other)
    ours = services.own.add_token(BINH, "chương trình", Role.REVIEWER, 30)
    theirs = services_of(two.full).own.add_token(LAN, "chương trình", Role.PRESS_OFFICER, 30)
    client = TestClient(create_app(services), ADDRESS, raise_server_exceptions=False)
    shown = 0
    for endpoint in ENDPOINTS:
        for address in addresses(endpoint.page.path, two.numbers):
            answer = client.get(address, headers={"authorization": f"Bearer {ours}"})
            assert MARK not in answer.text, address
            shown += answer.status_code == 200
            strange = client.get(address, headers={"authorization": f"Bearer {theirs}"})
            assert strange.status_code == 401 or endpoint.page.is_open, address
    assert shown > 3, "the program is somebody who is answered"


def test_somebody_signed_in_at_one_office_is_a_stranger_at_the_other(two: Two) -> None:
    client = browser(two.other, SECRET)
    for page in PAGES:
        if not page.is_open and "GET" in page.methods:
            address = next(addresses(page.path, two.numbers))
            assert client.get(address).status_code == 303, address
            assert client.get(address).headers["location"].startswith("/sign-in"), address


def test_the_public_pages_of_one_province_know_no_ticket_and_no_correction_of_another(two: Two) -> None:
    def public_of(office: Office) -> TestClient:
        services = public_services(office.configuration, office.public, office.clock)
        return TestClient(create_public_app(services), ADDRESS, raise_server_exceptions=False)

    full, other = public_of(two.full), public_of(two.other)
    for path in ("/", "/rss.xml", "/dinh-chinh/1", "/dinh-chinh/1-x", "/hoi-tin", "/tra-loi"):
        assert MARK not in other.get(path).text, path
    asked = full.get("/tra-loi")
    stamp = re.search(r'name="(\w+)" value="([^"]+)"', asked.text)
    given = {"ticket": TICKET, **({stamp[1]: stamp[2]} if stamp else {})}
    assert other.post("/tra-loi", data=given).text != full.post("/tra-loi", data=given).text


def test_letters_of_an_office_leave_with_its_own_post(two: Two) -> None:
    with two.other.storage.read() as work:
        assert work.outbox.due(NOW + HOUR, 9) == []
    with two.full.storage.read() as work:
        assert [one.payload for one in work.outbox.due(NOW + HOUR, 9)] == [MARK.encode()]


def test_every_form_changes_nothing_of_the_other_office(two: Two) -> None:
    client, before = browser(two.other, KEY), owned(two)
    fields = form_fields()
    words = {"closing": "opinion", "verdict": "refuted", "role": "editor"}
    tries = [fields, *(fields | words | {"verb": verb, "act": verb} for verb in VERBS)]
    for page in PAGES:
        # What names nothing of the other office cannot touch it; there one may have a page fetched from the web.
        if "POST" in page.methods and "{" in page.path and not page.path.startswith(("/sources", "/welcome")):
            for address, given in product(addresses(page.path, two.numbers), tries):
                answer = client.post(address, data=dict(given))
                assert MARK not in answer.text, address
                assert answer.status_code < 500, address
    after = owned(two)
    for table, rows in before.items():
        lost = [row for row in rows if row not in after[table]]
        assert not lost, table
