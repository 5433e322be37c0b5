"""A whole morning in a real browser: the way in, edits by two officers, a merge, the signature, the mail, the DOCX."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, expect

from alerts.channels.email import EmailChannel
from alerts.delivery import Delivery
from alerts.policy import Mail
from news.people import Role
from news.times import at_local
from tests.alerts.servers import certificate, client_context, mail_server
from tests.browser.office import Morning, served
from tests.fakes import FakeClock
from tests.jobs.desks.morning import DAY, morning
from tests.reports.decree30 import faults


@pytest.fixture
def early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Morning]:
    """05:40, three stories seen in the night, nobody signed in."""
    monkeypatch.setattr("dashboards.sign_in.passwords._hasher", PasswordHasher(1, 8, 1))
    clock = FakeClock(at_local(DAY, 5, 40))
    with morning(tmp_path / "province", clock) as office, served(office) as address:
        yield Morning(address, office, clock)


def test_a_whole_morning(browser: Browser, early: Morning, tmp_path: Path) -> None:
    lan = early.enter(browser, "van", "Đỗ Thị Vân", Role.PRESS_OFFICER)
    expect(lan.locator("h1")).to_have_text(f"Bàn điểm báo {DAY:%d/%m/%Y}")
    expect(lan.locator("[data-item]")).to_have_count(3)

    # Keys: the first story, important; the second, a note in the dialog.
    lan.keyboard.press("j")
    lan.keyboard.press("i")
    expect(lan.locator(".entry.important")).to_have_count(1)
    lan.keyboard.press("j")
    early.clock.advance(seconds=5)
    lan.keyboard.press("n")
    lan.locator("dialog textarea").fill("Đã hỏi đơn vị.")
    lan.locator("dialog form button").click()
    expect(lan.get_by_text("Đã hỏi đơn vị.")).to_be_visible()

    # Two stories are one.
    early.clock.advance(seconds=5)
    lan.locator("[data-item]").nth(1).focus()
    lan.keyboard.press("g")
    lan.locator("dialog select").select_option(index=1)
    lan.locator("dialog form button").click()
    expect(lan.locator("[data-item]")).to_have_count(2)

    # The opening words keep themselves.
    lan.locator("#lead").fill("Báo chí phản ánh hai sự việc trong ngày.")
    lan.locator("#lead").blur()
    expect(lan.locator("[data-saved]")).to_contain_text("Đã lưu")

    minh = early.enter(browser, "quang", "Phan Văn Quang", Role.EDITOR)
    minh.get_by_role("link", name="Xem lại và ký").click()
    minh.get_by_role("button", name="Ký duyệt và gửi").click()
    expect(minh.get_by_role("heading", name="Điểm báo đã ký")).to_be_visible()

    file = certificate(tmp_path)
    with mail_server(file) as mailbox:
        mail = Mail("127.0.0.1", mailbox.port, "starttls", "diem-bao@tinh.example")
        channel = EmailChannel(mail, context=client_context(file), clock=early.clock)
        sent = Delivery(early.office.storage, {"email": channel}, lambda _: None, early.clock).run()
    assert sent.sent == 2
    letter = mailbox.letters[0]
    assert letter["Subject"] == f"Điểm báo Ninh Bình ngày {DAY:%d/%m/%Y}"
    docx = next(part for part in letter.iter_attachments() if str(part.get_filename()).endswith(".docx"))
    content = docx.get_content()
    words = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert "Báo chí phản ánh hai sự việc trong ngày." in words
    assert "Đã hỏi đơn vị." in words
    assert "Phan Văn Quang ký duyệt" in words
    assert faults(content) == []


def test_two_officers_in_conflict_lose_nothing(browser: Browser, early: Morning) -> None:
    van = early.enter(browser, "van", "Đỗ Thị Vân", Role.PRESS_OFFICER)
    hue = early.enter(browser, "hue", "Ngô Thị Huệ", Role.PRESS_OFFICER)
    link = van.locator("a[data-edit]").first.get_attribute("href")
    for page in (van, hue):
        page.goto(f"{early.address}{link}")
    van.locator("#f-note").fill("Của Vân.")
    van.locator("#note button").click()
    hue.locator("#f-note").fill("Của Huệ.")
    hue.locator("#note button").click()
    expect(hue.get_by_role("alert")).to_contain_text(re.compile("Đỗ Thị Vân vừa ghi chú lúc .*“Của Vân.”"))
    expect(hue.locator("blockquote")).to_have_text("Của Huệ.")
    hue.get_by_role("button", name="Vẫn lưu theo tôi").click()
    expect(hue.get_by_text("Của Huệ.")).to_be_visible()
    # Vân takes nothing back unseen either: her note was followed by another.
    van.goto(f"{early.address}/desk")
    van.get_by_role("button", name=re.compile("Hoàn tác")).click()
    expect(van.get_by_role("status").first).to_contain_text("Ngô Thị Huệ vừa ghi chú")
