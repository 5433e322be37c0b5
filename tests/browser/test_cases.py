"""A story given to a unit on the desk, in a real browser: the case, the letter in a real mailbox, the unit's answer."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import docx
from playwright.sync_api import Browser, expect

from alerts.channels.email import EmailChannel
from alerts.delivery import Delivery
from alerts.policy import Mail
from news.people import Role
from tests.alerts.servers import certificate, client_context, mail_server
from tests.browser.test_morning import Morning, early

__all__ = ["early"]


def test_from_the_desk_to_the_unit_and_back(browser: Browser, early: Morning, tmp_path: Path) -> None:
    configuration = early.office.configuration
    early.office.configuration = replace(configuration, web=replace(configuration.web, address=early.address))
    van = early.enter(browser, "van", "Đỗ Thị Vân", Role.PRESS_OFFICER)
    title = van.locator("[data-item] h3 a").first.inner_text()

    # One key: the form over the list; a choice of units, a term, the question.
    van.keyboard.press("j")
    van.keyboard.press("u")
    van.locator("dialog select[name=unit]").select_option("so-xay-dung")
    van.locator("dialog textarea[name=question]").fill("Nguyên nhân và ngày thông cầu?")
    van.locator("dialog").get_by_role("button", name="Giao", exact=True).click()
    expect(van.get_by_role("status").first).to_contain_text("Đã mở vụ việc số")
    van.get_by_role("link", name=re.compile("vụ việc số")).first.click()
    expect(van.locator("h1")).to_have_text(title)
    van.get_by_role("button", name=re.compile("Gửi qua thư tới vanthu@soxaydung.example")).click()
    expect(van.get_by_text("chờ gửi")).to_be_visible()

    file = certificate(tmp_path)
    with mail_server(file) as mailbox:
        mail = Mail("127.0.0.1", mailbox.port, "starttls", "diem-bao@tinh.example")
        channel = EmailChannel(mail, context=client_context(file), clock=early.clock)
        Delivery(early.office.storage, {"email": channel}, lambda _: None, early.clock).run()
    letter = next(one for one in mailbox.letters if "vụ việc số" in str(one["Subject"]))
    (attached,) = letter.iter_attachments()
    text = "\n".join(one.text for one in docx.Document(io.BytesIO(attached.get_content())).paragraphs)
    assert "Kính gửi: Sở Xây dựng" in text
    assert "Nguyên nhân và ngày thông cầu?" in text
    body = letter.get_body(preferencelist=("plain",))
    assert body is not None
    link = re.search(r"http://127\S+/answer/\S+", body.get_content())
    assert link

    # The unit has no account: its answer comes by the link in the letter, once.
    unit = browser.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN").new_page()
    unit.goto(link[0])
    unit.fill("textarea[name=words]", "Thông cầu ngày 24/11.")
    unit.get_by_role("button", name="Gửi trả lời").click()
    expect(unit.get_by_role("heading", level=1)).to_have_text("Đã nhận trả lời")
    assert unit.goto(link[0]).status == 404  # type: ignore[union-attr]

    van.reload()
    expect(van.get_by_text("đã gửi")).to_be_visible()
    expect(van.get_by_text("Thông cầu ngày 24/11.").first).to_be_visible()
    van.locator("#f-close").fill("Đã thông tin lại cho báo.")
    van.get_by_role("button", name="Đóng", exact=True).click()
    van.goto(f"{early.address}/desk")
    van.get_by_role("link", name="Xem trang in").click()
    expect(van.get_by_text("đã xong: Đã thông tin lại cho báo.")).to_be_visible()
