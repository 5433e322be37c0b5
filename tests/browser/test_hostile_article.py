"""A hostile article does no harm on any page that shows it; a stranger and a leader see no more than is theirs."""

from __future__ import annotations

import csv
import io

import pytest
from playwright.sync_api import Page as Window

from dashboards.app import PAGES
from news.people import Role
from tests.browser.hostile import MARK
from tests.browser.site import Site


@pytest.mark.parametrize("path", ["/", "/desk", f"/search?q={MARK}", "/articles/{hostile}"])
def test_it_is_shown_as_text_and_nothing_runs(page: Window, site: Site, path: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    site.enter(page, "lan")
    page.goto(site.address + path.format(hostile=site.hostile))
    assert page.evaluate("window.harmed") is None
    assert page.locator("script:not([src])").count() == 0
    assert [url for url in asked if not url.startswith(site.address)] == []
    for link in page.locator("a[href]").all():
        assert not (link.get_attribute("href") or "").lower().startswith(("javascript:", "data:", "vbscript:"))


def test_a_spreadsheet_gets_no_formula_from_it(page: Window, site: Site) -> None:
    site.enter(page, "lan")
    answer = page.request.get(f"{site.address}/search/export/csv?q={MARK}")
    cells = [cell for row in csv.reader(io.StringIO(answer.text())) for cell in row]
    assert any(MARK in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_a_leader_who_looks_further_is_told_no_in_words(page: Window, site: Site) -> None:
    site.enter(page, "dung")
    others = [one for one in PAGES if one.methods == ("GET",) and "{" not in one.path]
    for one in (one for one in others if not one.is_for(frozenset({Role.LEADER}))):
        answer = page.goto(site.address + one.path)
        assert answer is not None
        assert answer.status == 403, one.path
    assert page.get_by_role("heading", level=1).inner_text() == "Không được phép"
