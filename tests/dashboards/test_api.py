"""The interface for programs: the roles of the pages, shapes as described, nothing to a stranger."""

from __future__ import annotations

import base64
from datetime import date
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from starlette.testclient import TestClient

from dashboards.api.openapi import ALL, describe
from dashboards.app import create_app
from dashboards.routing import READERS
from dashboards.services.desk import SignedLine
from news.people import Person, Role
from tests.dashboards.office import ADDRESS, FakeAudit, person, services, signed_in
from tests.dashboards.test_guard import address
from tests.dashboards.test_pages import DAY, NOON, FakeDigest, FakeSearch, FakeSources

LINE = SignedLine(DAY, 2, "Trần Văn Minh", NOON, "ab" * 32, "cd" * 32, 7)


class FakeOwn:
    """The token is the role's name."""

    def holder(self, token: str) -> Person | None:
        return person(Role(token)) if token in set(Role) else None


def asking(token: str | None, **given: Any) -> TestClient:
    app = create_app(services(own=FakeOwn(), **given))
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return TestClient(app, base_url=ADDRESS, headers=headers, raise_server_exceptions=False, follow_redirects=False)


class Signed(FakeDigest):
    def line(self, day: date) -> SignedLine | None:
        return LINE


GIVEN = {
    "digest": Signed(),
    "desk": SimpleNamespace(signed=lambda limit: [LINE][:limit]),
    "search": FakeSearch(),
    "sources": FakeSources(),
}


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.page.name)
@pytest.mark.parametrize("token", [None, "stolen", *Role])
def test_a_token_reads_what_its_role_may(one: Any, token: str | None) -> None:
    status = asking(token).get(address(one.page)).status_code
    if token is None or token == "stolen":
        assert status == 401
    elif one.page.is_for(frozenset({Role(token)})):
        assert status not in (401, 403)
    else:
        assert status == 403


def test_content_is_not_for_the_administrator() -> None:
    for one in ALL:
        if any(word in one.page.name for word in ("digest", "search", "article", "edition")):
            assert one.page.roles == READERS


def test_the_interface_only_reads() -> None:
    client = asking(Role.PRESS_OFFICER, **GIVEN)
    for one in ALL:
        assert client.post(address(one.page)).status_code == 405


@pytest.mark.parametrize(
    "path",
    ["/api/v1/me", "/api/v1/digests", "/api/v1/digests/2026-11-22", "/api/v1/search?q=c%E1%BA%A7u", "/api/v1/sources"],
)
def test_answers_have_the_shape_that_is_described(path: str) -> None:
    answer = asking(Role.EDITOR, **GIVEN).get(path)
    assert answer.status_code == 200, answer.text
    known = {one.page.path.split("{")[0]: one for one in ALL}
    place = path.split("?")[0]
    one = known.get(place) or known[place.rsplit("/", 1)[0] + "/"]
    jsonschema.validate(answer.json(), one.answer)


@pytest.mark.parametrize("path", ["/api/v1/search", "/api/v1/search?q=a&limit=0", "/api/v1/search?q=a&sort=x"])
def test_a_faulty_question_is_told_so(path: str) -> None:
    answer = asking(Role.EDITOR, **GIVEN).get(path)
    assert answer.status_code == 400
    assert answer.json()["error"]["status"] == 400


@pytest.mark.parametrize("path", ["/api/v1/digests/gestern", "/api/v1/digests/2026-11-23", "/api/v1/nothing"])
def test_what_is_not_there_is_said_in_json(path: str) -> None:
    answer = asking(Role.EDITOR, **GIVEN).get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["status"] == 404


def test_a_feed_reader_brings_the_token_as_password() -> None:
    word = base64.b64encode(f"reader:{Role.LEADER}".encode()).decode()
    answer = asking(None, **GIVEN).get("/feeds/digests.rss", headers={"authorization": f"Basic {word}"})
    assert answer.headers["content-type"].startswith("application/rss+xml")
    feed = ElementTree.fromstring(answer.text)
    assert [item.findtext("guid") for item in feed.iter("item")] == ["ninh-binh/2026-11-22/2"]
    assert "Điểm báo ngày 22/11/2026 (bản thứ 2)" in answer.text


@pytest.mark.parametrize("header", ["Basic !!!", "Basic /w==", "Bearer", "Digest x", "Basic " + "A" * 4000])
def test_nonsense_is_no_token(header: str) -> None:
    assert asking(None, **GIVEN).get("/api/v1/me", headers={"authorization": header}).status_code == 401


def test_a_wrong_token_does_not_fall_back_on_the_browser() -> None:
    client = signed_in(services(own=FakeOwn(), **GIVEN), Role.EDITOR)
    assert client.get("/api/v1/me").status_code == 200
    assert client.get("/api/v1/me", headers={"authorization": "Bearer wrong"}).status_code == 401


def test_each_look_of_a_program_is_logged() -> None:
    audit = FakeAudit()
    asking(Role.EDITOR, **GIVEN, audit=audit).get("/api/v1/digests/2026-11-22")
    assert audit.looks == [("lan", "api_digest", "2026-11-22")]


def test_the_description_is_whole() -> None:
    document = describe(ALL)
    assert set(document["paths"]) == {one.page.path for one in ALL}
    for operations in document["paths"].values():
        assert operations["get"]["summary"]
        assert {"200", "401", "403"} <= operations["get"]["responses"].keys()


def test_a_draft_is_told_from_a_signed_edition() -> None:
    unsigned = SimpleNamespace(today=lambda: DAY, get=FakeDigest().get, line=lambda _day: None)
    found = asking(Role.EDITOR, **{**GIVEN, "digest": unsigned}).get("/api/v1/digests/2026-11-22").json()
    assert found["edition"] is None
    assert found["sha256"] is None
