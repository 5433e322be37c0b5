"""Raw pages and scans are shown so that nothing in them runs, is fetched, or passes for a page of ours."""

from __future__ import annotations

import pytest

from news.errors import UnknownId
from news.people import Person, Role
from tests.dashboards.office import services, signed_in

HOSTILE = b"<script>alert(1)</script><form action=/sign-out method=post><button>x</button></form>"


class FakeArticles:
    def snapshot(self, person: Person, article_id: int, snapshot_id: int) -> bytes:
        if snapshot_id != 7:
            raise UnknownId("snapshot", snapshot_id)
        return HOSTILE

    def evidence(self, person: Person, article_id: int, snapshot_id: int) -> bytes:
        return b"PK"


class FakeDesk:
    def scan(self, person: Person, scan_id: int) -> tuple[str, str, bytes]:
        return "ban-chup-1.png", "image/png", b"\x89PNG"


OFFICE = services(articles=FakeArticles(), desk=FakeDesk())


def test_a_raw_page_is_inert() -> None:
    answer = signed_in(OFFICE, Role.PRESS_OFFICER).get("/articles/1/snapshots/7")
    policy = answer.headers["content-security-policy"]
    assert answer.content == HOSTILE
    assert policy.startswith("default-src 'none'")
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "allow-" not in policy


def test_evidence_and_scans_are_files_to_save() -> None:
    client = signed_in(OFFICE, Role.EDITOR)
    for path in ("/articles/1/evidence/7", "/scans/1"):
        assert client.get(path).headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize("path", ["/articles/1/snapshots/7", "/articles/1/evidence/7", "/scans/1"])
def test_a_leader_and_an_administrator_see_no_evidence_here(path: str) -> None:
    assert signed_in(OFFICE, Role.LEADER).get(path).status_code == 403
    assert signed_in(OFFICE, Role.ADMINISTRATOR).get(path).status_code == 403


@pytest.mark.parametrize("path", ["/articles/1/snapshots/8", "/articles/x/snapshots/7", "/articles/1/evidence/-1"])
def test_what_is_not_there_is_not_there(path: str) -> None:
    assert signed_in(OFFICE, Role.REVIEWER).get(path).status_code == 404
