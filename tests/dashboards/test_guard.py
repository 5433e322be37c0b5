"""Every route, as every role and as a stranger: nobody sees or does what is not theirs."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from dashboards.api.openapi import ALL as ENDPOINTS
from dashboards.app import PAGES, create_app
from dashboards.cookies import SESSION, VISIT, full_name
from dashboards.guard import CSRF_HEADER, csrf_of
from dashboards.routing import Page
from news.people import Role
from tests.dashboards.office import FakeAudit, FakePeople, person, services, signed_in, stranger

CLOSED = [page for page in PAGES if not page.is_open]
#: Acts that change nothing but what the person keeps for themselves.
OWN = {"search_save", "search_forget", "add_calendar"}
ROLES: list[Role | None] = [*Role, None]

EMPTY = SimpleNamespace(list=list)


def address(page: Page) -> str:
    """The page's path with a plausible id or day in it."""
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: "2026-11-22" if found[1] == "day" else "7", page.path)


@cache
def browser(*roles: Role) -> TestClient:
    """Somebody with these roles; kept, for no test here changes anything."""
    return signed_in(services(), *roles)


def ask(client: TestClient, page: Page, **options: object) -> int:
    return client.request(page.methods[0], address(page), **options).status_code  # type: ignore[arg-type]


def test_every_route_is_a_guarded_page_or_a_static_file() -> None:
    app = create_app(services())
    names = {route.name for route in app.routes}  # type: ignore[attr-defined]
    assert names == {page.name for page in PAGES} | {one.page.name for one in ENDPOINTS} | {"static"}
    assert len({page.name for page in PAGES}) == len(PAGES)


@pytest.mark.parametrize("page", CLOSED, ids=lambda page: page.name)
def test_a_stranger_is_led_to_the_door(page: Page) -> None:
    client = stranger(services())
    answer = client.request(page.methods[0], address(page))
    if page.methods[0] == "GET":
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in?next=%2F")
    else:
        assert answer.status_code == 401


@pytest.mark.parametrize("page", CLOSED, ids=lambda page: page.name)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_its_pages_and_no_others(page: Page, role: Role | None) -> None:
    roles = frozenset({role} if role else ())
    status = ask(browser(*roles), page)
    if page.roles is None or page.roles & roles:
        # The page was reached: it asked for a service that this test does not give, or answered from what it knows.
        assert status not in (401, 403), page.name
    else:
        # The front page leads those for whom it is not to one that is.
        assert status == (303 if page.path == "/" else 403), page.name


@pytest.mark.parametrize("page", [page for page in CLOSED if page.methods != ("GET",)], ids=lambda page: page.name)
def test_no_form_from_elsewhere_is_taken(page: Page) -> None:
    client = signed_in(services(), *Role)
    assert ask(client, page, headers={"origin": "https://evil.example"}) == 403
    assert ask(client, page, headers={"sec-fetch-site": "cross-site"}) == 403
    assert ask(client, page, headers={CSRF_HEADER: "0" * 64}) == 403
    client.headers.pop(CSRF_HEADER)
    assert ask(client, page) == 403
    assert ask(client, page, data={"csrf": csrf_of("somebody else")}) == 403


def test_the_administrator_has_no_rights_over_content() -> None:
    about_content = {"today", "digest", "search", "download"}
    assert about_content <= {page.name for page in PAGES if page.roles and Role.ADMINISTRATOR not in page.roles}


def test_the_leader_changes_nothing_but_their_own() -> None:
    acts = {
        page.name
        for page in CLOSED
        if page.methods != ("GET",) and page.roles is not None and Role.LEADER in page.roles
    }
    assert acts <= OWN


def test_pages_that_share_an_address_differ_in_method() -> None:
    for path, pages in groupby(sorted(PAGES, key=lambda page: page.path), key=lambda page: page.path):
        methods = [method for page in pages for method in page.methods]
        assert len(methods) == len(set(methods)), path


def test_every_look_is_logged_with_ids_only() -> None:
    audit = FakeAudit()
    client = signed_in(services(audit=audit, sources=EMPTY), Role.LEADER)
    client.get("/sources?q=chữ gõ vào")
    assert audit.looks == [("lan", "sources", "-")]


def test_a_refused_look_is_no_look() -> None:
    audit = FakeAudit()
    signed_in(services(audit=audit), Role.ADMINISTRATOR).get("/search")
    assert audit.looks == []


def test_the_tabs_are_those_of_the_role() -> None:
    page = signed_in(services(sources=EMPTY), Role.LEADER).get("/sources").text
    for tab in (page for page in PAGES if page.tab and not page.is_for(frozenset({Role.LEADER}))):
        assert f'href="{tab.path}"' not in page, tab.name
    assert "Tìm kiếm" in page


def test_the_token_of_a_form_does_not_tell_the_session() -> None:
    assert "lan" not in csrf_of("lan")
    assert csrf_of("a") != csrf_of("b")


def test_cookies_are_bound_to_the_host_under_tls() -> None:
    somebody = person(Role.LEADER)
    client = TestClient(
        create_app(services(people=FakePeople(somebody), sources=EMPTY), "https://bao.example"),
        base_url="https://bao.example",
    )
    client.cookies.set(full_name(SESSION, is_tls=False), somebody.id)
    assert client.get("/sources", follow_redirects=False).status_code == 303, "a cookie that came without TLS"
    client.cookies.set(full_name(SESSION, is_tls=True), somebody.id)
    answer = client.get("/sources")
    assert answer.status_code == 200
    assert "max-age" in answer.headers["strict-transport-security"]
    door = SimpleNamespace(provider=lambda: None, guests=tuple, has_people=lambda: False)
    strange = TestClient(create_app(services(sign_in=door), "https://bao.example"), base_url="https://bao.example")
    made = strange.get("/sign-in").headers["set-cookie"]
    assert made.startswith(f"{full_name(VISIT, is_tls=True)}=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= {part.strip() for part in made.split(";")}
