"""A hostile article does no harm on any page that shows it; a stranger and a leader see no more than is theirs."""

from __future__ import annotations

import csv
import io
import re
import time

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page as Window

from dashboards.app import PAGES
from jobs.desks import services_of
from news.people import Role
from tests.browser.hostile import MARK
from tests.browser.site import Site
from tests.browser.test_morning import Morning, early

__all__ = ["early"]

_SHOWN = ["/", "/desk", f"/search?q={MARK}", "/articles/{hostile}", "/cases/new?article={hostile}"]


@pytest.mark.parametrize("path", [*_SHOWN, "/desk/{day}/entry/{hostile}", "/desk/{day}/preview"])
def test_it_is_shown_as_text_and_nothing_runs(page: Window, site: Site, path: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    site.enter(page, "lan")
    page.goto(site.address + path.format(hostile=site.hostile, day=services_of(site.office).desk.day()))
    assert page.evaluate("window.harmed") is None
    assert page.locator("script:not([src])").count() == 0
    assert [url for url in asked if not url.startswith(site.address)] == []
    for link in page.locator("a[href]").all():
        assert not (link.get_attribute("href") or "").lower().startswith(("javascript:", "data:", "vbscript:"))


def test_a_spreadsheet_gets_no_formula_from_it(page: Window, site: Site) -> None:
    site.enter(page, "lan")
    text = taken(page, f"{site.address}/search/export/csv?q={MARK}").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any(MARK in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    book = load_workbook(io.BytesIO(taken(page, f"{site.address}/search/export/xlsx?q={MARK}")))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if MARK in str(cell.value)]
    assert found
    assert {cell.data_type for cell in found} == {"s"}
    assert [cell for cell in found if cell.hyperlink] == []


def taken(page: Window, address: str) -> bytes:
    """A list to take away, however long it takes to make."""
    answer = page.request.get(address)
    while "text/html" in answer.headers["content-type"]:
        assert answer.ok, answer.url
        time.sleep(0.2)
        answer = page.request.get(f"{answer.url}/file" if "/search/exports/" in answer.url else answer.url)
    return answer.body()


def test_a_stranger_who_looks_further_finds_the_door_and_changes_nothing(page: Window, early: Morning) -> None:
    for one in (one for one in PAGES if not one.is_open):
        path = re.sub(r"\{\w+(?::\w+)?\}", "1", one.path)
        if one.methods == ("GET",):
            answer = page.request.get(early.address + path, max_redirects=0)
            assert (answer.status, answer.headers["location"][:14]) == (303, "/sign-in?next="), path
        else:
            assert page.request.post(early.address + path, max_redirects=0).status == 401, path
    page.goto(f"{early.address}/cases/1")
    assert page.get_by_role("heading", level=1).inner_text() == "Đăng nhập"


def test_a_leader_who_looks_further_is_told_no_in_words(page: Window, site: Site) -> None:
    site.enter(page, "dung")
    others = [one for one in PAGES if one.methods == ("GET",) and "{" not in one.path]
    for one in (one for one in others if not one.is_for(frozenset({Role.LEADER}))):
        answer = page.goto(site.address + one.path)
        assert answer is not None
        assert answer.status == 403, one.path
    assert page.get_by_role("heading", level=1).inner_text() == "Không được phép"
    page.goto(f"{site.address}/cases/1")
    assert page.locator("form[action*=step], form[action*=send]").count() == 0
    assert page.request.get(f"{site.address}/articles/1/evidence/1").status == 403
