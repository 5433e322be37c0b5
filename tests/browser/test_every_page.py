"""Every page that can be looked at, on a phone and on a desk: WCAG 2.2 AA by axe, small, in order, with its help."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from playwright.sync_api import Page as Window

from dashboards.app import PAGES
from dashboards.routing import Page
from jobs.desks.people import SAMPLE_OFFICE
from reports.windows import due_day
from tests.browser.site import Site

#: What axe checks: levels A and AA of WCAG 2.0 to 2.2.
_RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
_MOST_BYTES = 100_000
#: Addresses of pages with something in their path, for the sample's office; pages missing here cannot be looked at
#: without an act before (a proposal, a scan, a link told once).
_EXAMPLES = {
    "digest": "/digest/{today}",
    "user": "/users/quan-tri",
    "article": "/articles/1",
    "desk": "/desk",
    "case": "/cases/1",
    "claim": "/claims/1",
    "evidence_one": "/evidence/1",
    "tip_card": "/tips/1",
    "report": "/reports/week/{week}",
}


def address(page: Page, today: str) -> str | None:
    if page.name in _EXAMPLES:
        return _EXAMPLES[page.name].format(today=today, week=signed_week(today))
    return None if "{" in page.path else page.path


def signed_week(today: str) -> str:
    """The Monday of the week whose report the sample's office has signed (``jobs.sample.report_work``)."""
    if not today:
        return ""
    middle = date.fromisoformat(today) - timedelta(days=3)
    return (middle - timedelta(days=middle.weekday())).isoformat()


def guest_for(page: Page) -> str | None:
    return next((id for id, _, roles in SAMPLE_OFFICE if page.is_for(roles)), None)


#: Steps of a sign-in that was begun elsewhere: there is nothing to see without it.
_STEPS = {"code", "enrolment", "enrolment_picture", "from_provider"}
LOOKED_AT = [
    page
    for page in PAGES
    if page.methods == ("GET",) and address(page, "") and guest_for(page) and page.name not in _STEPS
]


@pytest.mark.parametrize("page_", LOOKED_AT, ids=lambda page: page.name)
def test_a_page_is_accessible_small_and_fits(page: Window, site: Site, size: tuple[int, int], page_: Page) -> None:
    guest, path = guest_for(page_), address(page_, today(site))
    assert guest
    assert path
    site.enter(page, guest)
    answer = page.goto(site.address + path)
    assert answer is not None
    if "text/html" not in answer.headers.get("content-type", ""):
        return
    assert answer.status == 200, f"{path}: {answer.status}"
    assert len(answer.body()) <= _MOST_BYTES, f"{path}: {len(answer.body())} bytes"
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0], f"{path} is wider than the screen"
    assert len(page.locator("h1").all()) == 1, f"{path} needs one heading of the first level"
    found = Axe().run(page, options=_RULES)
    assert [words(one) for one in found.response["violations"]] == [], path


def words(violation: dict[str, object]) -> str:
    """A violation in one line: the rule, and where."""
    nodes = violation["nodes"]
    assert isinstance(nodes, list)
    places = "; ".join(re.sub(r"\s+", " ", str(node["html"]))[:120] for node in nodes[:3])
    return f"{violation['id']} ({len(nodes)}): {places}"


def today(site: Site) -> str:
    return due_day(site.office.clock(), site.office.configuration.schedule.digest_at).isoformat()


@pytest.mark.parametrize("page_", [page for page in PAGES if page.tab], ids=lambda page: page.name)
def test_a_page_of_the_navigation_explains_itself(page: Window, site: Site, page_: Page) -> None:
    guest = guest_for(page_)
    if guest is None:
        pytest.fail(f"nobody in the sample's office sees {page_.name}")
    site.enter(page, guest)
    page.goto(site.address + page_.path)
    assert page.locator("details.help, [data-help]").count() >= 1, f"{page_.path} has no help text"


def test_the_pages_work_without_scripts(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    site.enter(page, "lan")
    page.goto(f"{site.address}/search")
    page.get_by_role("searchbox").fill("tràng an")
    page.get_by_role("button", name="Tìm", exact=True).first.click()
    assert page.locator("mark").count() > 0
    context.close()


def test_the_keyboard_reaches_everything_and_shows_where_it_is(page: Window, site: Site) -> None:
    site.enter(page, "lan")
    page.goto(f"{site.address}/search")
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    outlines = set()
    for _ in range(12):
        # Past the last element the focus leaves the page for a moment: then it is the body's.
        if page.evaluate("document.activeElement !== document.body"):
            outlines.add(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
        page.keyboard.press("Tab")
    assert "none" not in outlines
    assert first


def test_paper_shows_the_text_and_no_buttons(page: Window, site: Site) -> None:
    site.enter(page, "lan")
    page.goto(site.address)
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert page.locator("h1").first.is_visible()
