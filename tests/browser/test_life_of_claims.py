"""The life of three claims in a real browser and in the mailbox: rumour refuted, figure supported, opinion closed.

A citizen at the public pages, two reviewers in the office, the press office's and the liaison's mailboxes behind a real
mail server.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path
from xml.etree import ElementTree

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page, expect

from alerts.recipients import read_policy
from alerts.watches import read_definition
from config.tables import Faults, parse_table
from dashboards.public.app import create_public_app
from dashboards.public.stamps import Stamps
from jobs.alerting import Alerter
from jobs.delivering import delivery_of
from jobs.factchecking import FactCheck
from jobs.public_web import public_services
from jobs.watching import Watcher
from jobs.wiring import Office
from news.article import Article
from news.people import Role
from news.times import Precision, Published, at_local
from tests.alerts.servers import Mailbox, certificate, mail_server
from tests.browser.office import Morning, listening, served
from tests.fakes import FakeClock
from tests.jobs.desks.morning import DAY, OUTLETS, morning

RUMOUR = "Đập Đồng Chương đã vỡ, học sinh toàn tỉnh Ninh Bình nghỉ học 5 ngày từ 23/11"
NOTICE = (
    "Đập Đồng Chương vận hành an toàn, không vỡ. Học sinh toàn tỉnh đi học bình thường từ 23/11, không nghỉ học 5 ngày."
)
WHY = "Sở Giáo dục và đơn vị vận hành thông báo: đập an toàn, không có sự cố; học sinh toàn tỉnh đi học bình thường."
FIGURE = "Ninh Bình đón 1,2 triệu lượt khách trong tháng 10"
REPORT = "Sở Du lịch: trong tháng 10 tỉnh Ninh Bình đón 1,2 triệu lượt khách."
REASON = "Số liệu khớp với báo cáo tháng 10 mà Sở Du lịch đã công bố trên trang của Sở."
OPINION = "Tỉnh mình làm du lịch dở quá, ai đi rồi cũng chán, tôi không thích"
POLICY = """
[mail]
host = "127.0.0.1"
port = {port}
from = "diembao@tinh.example"

[[recipient]]
name = "truc-ban"
email = "truc@tinh.example"
hours = "always"
gap = "0s"

[[route]]
name = "chung"
to = ["truc-ban"]
wait = "0s"

[liaison]
name = "Đầu mối an toàn công cộng"
email = "daumoi@lienhe.example"
"""
WATCH = '[[watch]]\nname = "Trái với căn cứ"\nquery = "ninh bình"\nseverity = "chú ý"\nclaim = true\n'


@dataclass
class Lives:
    """The office, the public's address, the mailbox; ``seconds`` is the clock of the public forms."""

    early: Morning
    public: str
    mailbox: Mailbox
    seconds: list[float]

    @property
    def office(self) -> Office:
        return self.early.office

    def ask(self, citizen: Page, text: str) -> str:
        """Paste a message on the public page; the ticket."""
        citizen.goto(f"{self.public}/hoi-tin")
        self.seconds[0] += 5
        citizen.fill("textarea", text)
        citizen.get_by_role("button", name="Hỏi").click()
        return citizen.locator(".ticket").inner_text()

    def read(self, citizen: Page, ticket: str) -> str:
        citizen.goto(f"{self.public}/tra-loi")
        citizen.fill("#ticket", ticket.lower())
        citizen.get_by_role("button", name="Xem").click()
        return citizen.locator("main").inner_text()

    def post(self) -> list[EmailMessage]:
        """Send what waits; all letters that arrived so far."""
        delivery_of(self.office).run()
        return self.mailbox.letters

    def to(self, address: str) -> list[EmailMessage]:
        return [one for one in self.post() if one["To"] == address]

    def publish(self, title: str, text: str) -> None:
        """An article appears; a round of reading, matching, watching and routing follows."""
        self.early.clock.advance(hours=1)
        now = self.early.clock()
        url = f"https://{OUTLETS[0].id}.example/{now:%H%M}"
        article = Article(url, OUTLETS[0].id, title, text=text, published=Published(now, Precision.SECOND))
        with self.office.storage.begin() as work:
            work.articles.add(article, first_seen_at=now)
        self.round()

    def round(self) -> None:
        self.office.advance.run()
        FactCheck(self.office).match_articles()
        Watcher(self.office).look()
        Alerter(self.office).route()


@pytest.fixture
def lives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lives]:
    monkeypatch.setattr("dashboards.sign_in.passwords._hasher", PasswordHasher(1, 8, 1))
    file = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    clock, seconds = FakeClock(at_local(DAY, 5, 40)), [0.0]
    with mail_server(file) as mailbox, morning(tmp_path / "tinh", clock) as office:
        faults = Faults()
        table = parse_table(POLICY.format(port=mailbox.port), Path("recipients.toml"), faults)
        office.policy = read_policy(table, office.configuration.schedule)
        assert not faults.errors
        read_definition(WATCH)
        with office.storage.begin() as work:
            work.watching.put(office.province, "Trái với căn cứ", WATCH, "an")
        public = create_public_app(public_services(office.configuration, office.public, clock))
        public.state.stamps = Stamps(lambda: seconds[0])
        with listening(public) as address:
            settings = office.configuration
            web = replace(settings.web, address="")
            office.configuration = replace(settings, public=replace(settings.public, address=address), web=web)
            public.state.services = public_services(office.configuration, office.public, clock)
            with served(office) as inside:
                office.configuration = replace(office.configuration, web=replace(web, address=inside))
                yield Lives(Morning(inside, office, clock), address, mailbox, seconds)


def add_evidence(page: Page, address: str, publisher: str, text: str) -> str:
    """By form; its number."""
    page.goto(f"{address}/evidence")
    page.keyboard.press("n")
    page.select_option("#kind", "announcement")
    page.fill("#publisher", publisher)
    page.fill("#title", "Thông báo")
    page.fill("#published_on", "2026-11-19")
    page.fill("#url", "https://co-quan.example/thong-bao")
    page.fill("#text", text)
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_text("Đã thêm căn cứ.")).to_be_visible()
    return page.url.rpartition("/")[2]


def decide(page: Page, evidence: str, verdict: str, why: str, category: str = "") -> None:
    """On a claim's page: take it, decide, send it to the second person."""
    page.keyboard.press("t")
    expect(page.get_by_text("Đã nhận thẩm định.")).to_be_visible()
    page.keyboard.press("v")
    page.select_option("#verdict", verdict)
    page.fill("#explanation", why)
    page.fill("input[name=evidence_other]", evidence)
    if category:
        page.get_by_text("Thông báo an toàn và đếm").click()
        page.select_option("#category", category)
    page.get_by_role("button", name="Gửi người thứ hai duyệt").click()
    expect(page.get_by_text("Đã gửi kết luận cho người thứ hai duyệt.")).to_be_visible()
    expect(page.get_by_role("button", name="Duyệt và công bố")).to_have_count(0)


def approve(page: Page, address: str) -> None:
    """From the tray, by keys alone."""
    page.goto(f"{address}/claims")
    page.keyboard.press("j")
    page.keyboard.press("d")
    expect(page.locator("#decision")).to_be_visible()
    page.keyboard.press("d")
    expect(page.locator(".notice")).to_have_text("Đã công bố.")


def test_the_lives_of_three_claims(browser: Browser, lives: Lives) -> None:
    office = lives.early.address
    citizen = browser.new_context(locale="vi-VN").new_page()
    hanh = lives.early.enter(browser, "hanh", "Đỗ Thị Hạnh", Role.REVIEWER)
    quan = lives.early.enter(browser, "quan", "Bùi Anh Quân", Role.REVIEWER)
    lives.round()
    lives.publish("Trời nắng ở Ninh Bình", "Trời nắng cả ngày ở Ninh Bình.")
    assert lives.post() == [], "nothing old is told"

    # The rumour: asked twice, written by the reviewer in own words, decided by one, published by the other.
    ticket = lives.ask(citizen, f"Mọi người ơi {RUMOUR}, gọi anh Phúc 0912 345 678")
    lives.ask(citizen, f"{RUMOUR} có đúng không")
    assert "đang kiểm tra" in lives.read(citizen, ticket)
    hanh.goto(f"{office}/tips")
    expect(hanh.get_by_text("2 lượt hỏi")).to_be_visible()
    assert "0912" not in hanh.content()
    notice = add_evidence(hanh, office, "Sở Giáo dục (mẫu)", NOTICE)
    hanh.goto(f"{office}/tips")
    hanh.keyboard.press("j")
    hanh.keyboard.press("Enter")
    hanh.fill("#statement", RUMOUR)
    hanh.get_by_role("button", name="Thêm nhận định").click()
    expect(hanh.locator("h1")).to_contain_text(RUMOUR)
    decide(hanh, notice, "refuted", WHY, "false_emergency")
    assert lives.post() == [], "the liaison hears of nothing before it is public"
    approve(quan, office)

    # What everybody reads.
    citizen.goto(f"{lives.public}/")
    citizen.get_by_role("link", name=RUMOUR).click()
    expect(citizen.get_by_text(WHY)).to_be_visible()
    record = json.loads(citizen.locator('script[type="application/ld+json"]').text_content() or "")
    assert (record["@type"], record["claimReviewed"], record["reviewRating"]["ratingValue"]) == (
        "ClaimReview",
        RUMOUR,
        1,
    )
    feed = ElementTree.fromstring(citizen.request.get(f"{lives.public}/rss.xml").body())
    assert [one.findtext("title") for one in feed.iter("item")] == [f"[Sai sự thật] {RUMOUR}"]
    assert "sai sự thật" in lives.read(citizen, ticket).lower()

    # The liaison's mailbox: the public text, once.
    (sent,) = lives.to("daumoi@lienhe.example")
    assert "Thông báo an toàn công cộng" in sent["Subject"]
    words = sent.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert WHY in words
    assert f"Trang công khai: {lives.public}/dinh-chinh/" in words

    # The press office's mailbox: an outlet states what is refuted. The link in the mail acknowledges.
    lives.publish("Học sinh cả tỉnh nghỉ học", f"{RUMOUR}. Phụ huynh đón con.")
    (alert,) = lives.to("truc@tinh.example")
    assert "Trái với căn cứ" in alert.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    link = next(line for line in _lines(alert) if line.startswith("Đã nhận: ")).removeprefix("Đã nhận: ")
    phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN").new_page()
    phone.goto(link)
    phone.get_by_role("button").first.click()
    expect(phone.get_by_text("Đã ghi nhận")).to_be_visible()

    # The figure of an article: supported, public, and none of the liaison's business.
    report = add_evidence(hanh, office, "Sở Du lịch (mẫu)", REPORT)
    hanh.goto(f"{office}/claims")
    hanh.keyboard.press("n")
    hanh.keyboard.type(FIGURE)
    hanh.keyboard.press("Enter")
    expect(hanh.get_by_role("heading", name="Bài báo nêu nhận định này 1")).to_be_visible()
    decide(hanh, report, "supported", REASON)
    approve(quan, office)
    citizen.goto(f"{lives.public}/")
    citizen.reload()  # a browser may show the list for a minute without asking
    assert citizen.locator(".verdict").all_inner_texts() == ["đúng", "sai sự thật"]

    # The opinion: closed by one key, opened again by another, closed; its asker is told why.
    asked = lives.ask(citizen, OPINION)
    hanh.goto(f"{office}/tips")
    for keys in ("jc", "z", "jc"):
        for key in keys:
            hanh.keyboard.press(key)
        hanh.wait_for_load_state()
    expect(hanh.get_by_text("Không có tin nào chờ.")).to_be_visible()
    assert "không kết luận về ý kiến" in lives.read(citizen, asked)
    assert len(lives.to("daumoi@lienhe.example")) == 1
    with lives.office.storage.read() as work:
        assert work.audit.verify() == []


def _lines(letter: EmailMessage) -> list[str]:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).splitlines()
