"""The leader's week on a phone: an editor signs it at the desk; then one screen says what counts, and more is below."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from news.times import local_date
from tests.browser.site import Site
from tests.browser.test_every_page import _RULES, words
from tests.reports.decree30 import faults

_LEAD = "Tuần này báo chí viết nhiều về cầu và du lịch."
_PHONE = {"width": 390, "height": 844}


@pytest.fixture
def monday(site: Site) -> str:
    today = local_date(site.office.clock())
    return (today - timedelta(days=today.weekday())).isoformat()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """No script runs on it: nothing here needs one."""
    context = browser.new_context(viewport=_PHONE, locale="vi-VN", java_script_enabled=False)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    return [words(one) for one in Axe().run(page, options=_RULES).response["violations"]]


def test_the_leaders_week_on_a_phone(browser: Browser, site: Site, monday: str, phone: Page) -> None:
    # The editor: figures are counted while a page says so, words are written, the report is signed.
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN")
    context.set_default_timeout(30_000)
    desk = context.new_page()
    site.enter(desk, "minh")
    desk.goto(f"{site.address}/reports/week/{monday}/draft")
    desk.wait_for_selector("#lead")
    assert violations(desk) == []
    desk.fill("#lead", _LEAD)
    desk.get_by_role("button", name="Lưu lời nhận định").click()
    expect(desk.locator("#lead")).to_have_value(_LEAD)
    desk.locator(".acts button", has_text="Quan trọng").nth(1).click()
    marked = desk.locator(".entry.important h3").first.inner_text()
    desk.get_by_role("button", name="Ký duyệt và gửi").click()
    expect(desk.locator("h1")).to_contain_text("Báo cáo tuần")
    context.close()

    # The leader: numbers, words and three matters on one screen of a phone, without scrolling or script.
    site.enter(phone, "dung")
    phone.get_by_role("link", name="Báo cáo", exact=True).click()
    first = phone.locator(".brief").first
    expect(first.get_by_text(_LEAD)).to_be_visible()
    expect(first.locator(".tiles div")).to_have_count(4)
    matters = first.locator(".matters li")
    expect(matters).to_have_count(3)
    expect(matters.first).to_contain_text(marked)
    last = matters.last.bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= _PHONE["height"]

    # More: charts with their tables, the whole text, nothing wider than the screen.
    first.get_by_role("link", name="Xem đầy đủ").click()
    drawn = phone.locator(".chart svg[role=img]")
    assert drawn.count() >= 4
    assert all("Biểu đồ" in str(one.get_attribute("aria-label")) for one in drawn.all())
    phone.locator("summary", has_text="Bảng số liệu").first.click()
    expect(phone.locator("details[open] table").first).to_be_visible()
    box = phone.locator("html").bounding_box()
    assert box is not None
    assert box["width"] <= _PHONE["width"]
    with phone.expect_download() as kept:
        phone.get_by_role("link", name="DOCX").first.click()
    content = kept.value.path().read_bytes()
    assert faults(content) == []
    assert _LEAD in "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)

    # What is not signed is not for the leader.
    assert phone.get_by_role("link", name="Lập bản mới").count() == 0
    answer = phone.goto(f"{site.address}/reports/week/{monday}/draft")
    assert answer is not None
    assert answer.status == 403
