"""Signing in through the office's identity provider, with a real one on loopback; and what is not believed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from httpx2 import Response
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from config.web import ProviderSettings
from dashboards.app import create_app
from jobs.desks import services_of
from jobs.desks.staff import StaffDesk
from jobs.wiring import Office, open_office
from news.people import Person, Role
from tests.fakes import FakeClock
from tests.jobs.desks.identity_provider import CLIENT, SECRET, IdentityProvider
from tests.jobs.office import write_office
from tests.reading_forms import form_in

ADMIN = Person("quan-tri", "", "ninh-binh", frozenset({Role.ADMINISTRATOR}))
HERE = "http://127.0.0.1"


@pytest.fixture(scope="module")
def running() -> Iterator[IdentityProvider]:
    provider = IdentityProvider(FakeClock())
    with provider.running():
        yield provider


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, running: IdentityProvider) -> Iterator[Office]:
    folder = write_office(tmp_path_factory.mktemp("office") / "province", (), {})
    with open_office(folder, running.clock) as opened:
        staff = StaffDesk(opened)
        staff.add(ADMIN, "lan", "Nguyễn Thị Lan", frozenset({Role.LEADER}), "u-17")
        staff.add(ADMIN, "minh", "Trần Văn Minh", frozenset({Role.EDITOR}), "minh@tinh.example")
        staff.add(ADMIN, "ha", "Phạm Thu Hà", frozenset({Role.EDITOR}), "u-20")
        staff.disable(ADMIN, "ha")
        yield opened


@pytest.fixture
def provider(running: IdentityProvider) -> IdentityProvider:
    running.somebody, running.lies, running.signing_key = {"sub": "u-17"}, {}, running.key
    return running


@pytest.fixture
def office(opened: Office, provider: IdentityProvider) -> Office:
    opened.configuration = _with(opened, provider)
    return opened


def _with(office: Office, provider: IdentityProvider, claim: str = "sub") -> Any:
    settings = ProviderSettings(provider.issuer, CLIENT, SECRET, claim, "tài khoản tỉnh")
    return replace(office.configuration, web=replace(office.configuration.web, provider=settings))


def browser(office: Office) -> TestClient:
    return TestClient(create_app(services_of(office)), base_url=HERE, follow_redirects=False)


def begin(client: TestClient) -> str:
    """Press the button; where the provider is."""
    token = form_in(client.get("/sign-in").text)["csrf"]
    answer = client.post("/sign-in/provider", data={"csrf": token}, headers={"origin": HERE})
    assert answer.status_code == 303
    return answer.headers["location"]


def come_back(client: TestClient, there: str) -> Response:
    """The provider signs the person in and sends the browser back."""
    back = urlsplit(httpx2.get(there).headers["location"])
    return client.get(f"{back.path}?{back.query}")


def is_in(client: TestClient) -> bool:
    return client.get("/me").status_code == 200


def test_somebody_the_provider_vouches_for_is_in(office: Office) -> None:
    client = browser(office)
    come_back(client, begin(client))
    assert is_in(client)
    assert "Nguyễn Thị Lan" in client.get("/me").text


def test_who_is_linked_with_nobody_stays_out_and_is_told_why(office: Office, provider: IdentityProvider) -> None:
    provider.somebody = {"sub": "u-99"}
    client = browser(office)
    answer = come_back(client, begin(client))
    assert answer.status_code == 403
    assert "u-99" in answer.text
    assert not is_in(client)


def test_a_leaver_stays_out_though_the_provider_knows_them(office: Office, provider: IdentityProvider) -> None:
    provider.somebody = {"sub": "u-20"}
    client = browser(office)
    come_back(client, begin(client))
    assert not is_in(client)


@pytest.mark.parametrize(
    "lie",
    [
        {"iss": "https://evil.example"},
        {"aud": "another-application"},
        {"aud": [CLIENT, "another-application"]},
        {"nonce": "of-another-sign-in"},
        {"exp": 1_000_000_000},
        {"sub": ""},
        {"sub": 17},
    ],
)
def test_a_word_that_is_not_whole_is_not_believed(
    office: Office, provider: IdentityProvider, lie: dict[str, Any]
) -> None:
    provider.lies = lie
    client = browser(office)
    assert come_back(client, begin(client)).status_code == 403
    assert not is_in(client)


def test_a_word_signed_by_another_is_not_believed(office: Office, provider: IdentityProvider) -> None:
    provider.signing_key = RSAKey.generate_key(2048, auto_kid=True)
    client = browser(office)
    assert come_back(client, begin(client)).status_code == 403
    assert not is_in(client)


def test_another_browser_cannot_be_signed_in_with_my_answer(office: Office) -> None:
    mine, theirs = browser(office), browser(office)
    there = begin(mine)
    assert come_back(theirs, there).status_code == 403
    begin(theirs)
    assert come_back(theirs, begin(mine)).status_code == 403
    assert not is_in(theirs)


def test_an_answer_counts_once(office: Office) -> None:
    client = browser(office)
    back = urlsplit(httpx2.get(begin(client)).headers["location"])
    remembered = client.cookies["diembao-provider"]
    client.get(f"{back.path}?{back.query}")
    again = browser(office)
    again.cookies.set("diembao-provider", remembered)
    assert again.get(f"{back.path}?{back.query}").status_code == 403


def test_an_address_counts_only_when_the_provider_vouches_for_it(office: Office, provider: IdentityProvider) -> None:
    office.configuration = _with(office, provider, "email")
    for is_verified, gets_in in ((False, False), (True, True)):
        provider.somebody = {"sub": "x", "email": "minh@tinh.example", "email_verified": is_verified}
        client = browser(office)
        come_back(client, begin(client))
        assert is_in(client) is gets_in


def test_a_provider_that_is_away_is_told_in_words(office: Office) -> None:
    away = ProviderSettings("http://127.0.0.1:9", CLIENT, SECRET, "sub", "tài khoản tỉnh")
    office.configuration = replace(office.configuration, web=replace(office.configuration.web, provider=away))
    client = browser(office)
    token = form_in(client.get("/sign-in").text)["csrf"]
    answer = client.post("/sign-in/provider", data={"csrf": token}, headers={"origin": HERE})
    assert answer.status_code == 403
    assert "tài khoản cơ quan" in answer.text


def test_the_code_goes_with_the_proof_of_who_began(office: Office) -> None:
    asked = parse_qs(urlsplit(begin(browser(office))).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid"]
    assert asked["redirect_uri"] == [f"{HERE}/sign-in/provider/back"]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
