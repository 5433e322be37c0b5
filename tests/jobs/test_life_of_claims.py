"""The life of three claims, from a tip or an article to the public page, by the pages that people use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dashboards.public.app import create_public_app
from dashboards.public.stamps import Stamps
from jobs.desks import services_of
from jobs.factchecking import FactCheck
from jobs.public_web import public_services
from jobs.wiring import Office
from news.analysis import Relevance
from news.article import Article
from news.claims import ClaimState, Verdict
from news.people import Person, Role
from storage import Work
from tests.dashboards.office import FakePeople, signed_in
from tests.fakes import FakeClock
from tests.jobs.desks.morning import morning

HANH = Person("hanh", "Đỗ Thị Hạnh", "ninh-binh", frozenset({Role.REVIEWER}))
QUAN = Person("quan", "Bùi Anh Quân", "ninh-binh", frozenset({Role.REVIEWER}))
NOTICE = "Sở Giáo dục thông báo: học sinh toàn tỉnh đi học bình thường tuần từ 23/11, không có kế hoạch nghỉ học."
RUMOUR = "Học sinh toàn tỉnh Ninh Bình nghỉ học 5 ngày từ 23/11 vì vỡ đập Đồng Chương"
WHY = "Sở Giáo dục thông báo học sinh đi học bình thường; đập Đồng Chương vận hành an toàn, không có sự cố nào."


@dataclass
class People:
    """Two reviewers in their browsers, and anybody at the public pages."""

    office: Office
    hanh: TestClient
    quan: TestClient
    public: TestClient
    seconds: list[float]

    def ask(self, text: str) -> str:
        """Send a tip; the ticket."""
        form = self.public.get("/hoi-tin").text
        self.seconds[0] += 5
        stamp = re.search(r'name="stamp" value="([^"]+)"', form)
        assert stamp is not None
        answer = self.public.post("/hoi-tin", data={"stamp": stamp[1], "text": text}).text
        ticket = re.search(r'class="ticket">([^<]+)<', answer)
        assert ticket is not None
        return ticket[1]

    def told(self, ticket: str) -> str:
        return self.public.post("/tra-loi", data={"ticket": ticket}).text

    def seen(self, claim: int) -> str:
        with self.office.storage.read() as work:
            return str(work.claims.get(claim).version)

    def state(self, claim: int) -> ClaimState:
        with self.office.storage.read() as work:
            return work.claims.get(claim).state


@pytest.fixture
def people(tmp_path: Path, clock: FakeClock) -> Iterator[People]:
    with morning(tmp_path / "tinh", clock) as office:
        services = replace(services_of(office), people=FakePeople())
        seconds = [0.0]
        app = create_public_app(public_services(office.configuration, office.public, clock))
        app.state.stamps = Stamps(lambda: seconds[0])
        public = TestClient(app, base_url="https://kiemchung.example")
        yield People(office, signed_in(services, as_person=HANH), signed_in(services, as_person=QUAN), public, seconds)


def add_evidence(people: People, text: str = NOTICE) -> int:
    form = {"kind": "announcement", "publisher": "Sở Giáo dục (mẫu)", "title": "Thông báo", "text": text}
    form |= {"url": "https://so-giao-duc.example/12", "published_on": "2026-11-19"}
    answer = people.hanh.post("/evidence/new", data=form)
    assert answer.status_code == 303
    return int(answer.headers["location"].rpartition("/")[2])


def decide(people: People, claim: int, evidence: int, verdict: Verdict, statement: str, why: str = WHY) -> None:
    assert (
        people.hanh.post(f"/claims/{claim}/step", data={"verb": "take", "seen": people.seen(claim)}).status_code == 303
    )
    form = {"seen": people.seen(claim), "verdict": verdict.value, "statement": statement, "explanation": why}
    people.hanh.post(f"/claims/{claim}/decide", data={**form, "evidence": str(evidence)})
    assert people.state(claim) is ClaimState.VERDICT


def test_a_rumour_from_tips_is_refuted_in_public_and_its_askers_read_it(people: People) -> None:
    ticket = people.ask(f"Mọi người ơi {RUMOUR}, gọi chị Nguyễn Thị Bưởi 0912 345 678")
    assert "đang kiểm tra" in people.told(ticket)
    people.ask(RUMOUR)
    tray = people.hanh.get("/tips").text
    assert "2 lượt hỏi" in tray
    assert "0912" not in tray
    card = int(re.search(r'id="card-(\d+)"', tray)[1])  # type: ignore[index]
    answer = people.hanh.post(f"/tips/{card}/claim", data={"statement": RUMOUR})
    claim = int(answer.headers["location"].rpartition("/")[2])
    evidence = add_evidence(people)
    decide(people, claim, evidence, Verdict.REFUTED, RUMOUR)

    people.hanh.post(f"/claims/{claim}/approve", data={"seen": people.seen(claim)})
    assert people.state(claim) is ClaimState.VERDICT  # who decided does not approve
    assert "đang kiểm tra" in people.told(ticket)
    people.quan.post(f"/claims/{claim}/approve", data={"seen": people.seen(claim)})
    assert people.state(claim) is ClaimState.PUBLISHED

    listed = people.public.get("/").text
    path = re.search(r'href="(/dinh-chinh/[^"]+)"', listed)
    assert path is not None
    page = people.public.get(path[1]).text
    assert WHY in page
    assert "ClaimReview" in page
    assert "sai sự thật" in people.told(ticket)
    assert people.quan.get(f"/claims/{claim}").status_code == 200
    with people.office.storage.read() as work:
        assert work.audit.verify() == []


def test_a_claim_of_an_article_is_supported(people: People) -> None:
    article = _add_article(people.office, "Ninh Bình đón 1,2 triệu lượt khách trong tháng 10")
    evidence = add_evidence(people, "Sở Du lịch: tháng 10 tỉnh Ninh Bình đón 1,2 triệu lượt khách.")
    statement = "Ninh Bình đón 1,2 triệu lượt khách trong tháng 10"
    answer = people.hanh.post("/claims", data={"statement": statement})
    claim = int(answer.headers["location"].rpartition("/")[2])
    why = "Số liệu khớp với báo cáo tháng 10 của Sở Du lịch đã công bố trên trang của Sở."
    decide(people, claim, evidence, Verdict.SUPPORTED, statement, why)
    people.quan.post(f"/claims/{claim}/approve", data={"seen": people.seen(claim)})
    with people.office.storage.read() as work:
        published = work.corrections.find(claim)
        assert published is not None
        assert published.verdict is Verdict.SUPPORTED
        assert work.corrections.counted(people.office.province) == []
        assert article in {one.article_id for one in work.sightings.list(claim)}
    letter = people.hanh.get(f"/claims/{claim}/letter/{article}")
    assert letter.content.startswith(b"PK")


def test_an_opinion_is_closed_in_one_key_and_its_asker_told_why(people: People) -> None:
    ticket = people.ask("Tỉnh mình làm du lịch quá dở, ai cũng chán")
    tray = people.hanh.get("/tips").text
    card = int(re.search(r'id="card-(\d+)"', tray)[1])  # type: ignore[index]
    back = people.hanh.post(f"/tips/{card}/discard", data={"closing": "not_checkable"}).headers["location"]
    assert "ý kiến" in people.told(ticket)
    assert "Hoàn tác" in people.hanh.get(back).text
    people.hanh.post(f"/tips/{card}/restore")
    assert "đang kiểm tra" in people.told(ticket)

    claim = int(
        people.hanh.post("/claims", data={"statement": "Du lịch tỉnh quá dở"}).headers["location"].split("/")[-1]
    )
    people.hanh.post(f"/claims/{claim}/close", data={"seen": people.seen(claim), "closing": "not_checkable"})
    assert people.state(claim) is ClaimState.CLOSED
    people.hanh.post(f"/claims/{claim}/step", data={"seen": people.seen(claim), "verb": "restore"})
    assert people.state(claim) is ClaimState.NEW
    assert people.public.get("/rss.xml").text.count("<item>") == 0


def test_an_objection_is_a_task_and_leads_to_a_second_look(people: People) -> None:
    evidence = add_evidence(people)
    claim = int(people.hanh.post("/claims", data={"statement": RUMOUR}).headers["location"].split("/")[-1])
    decide(people, claim, evidence, Verdict.REFUTED, RUMOUR)
    people.quan.post(f"/claims/{claim}/approve", data={"seen": people.seen(claim)})
    path = re.search(r'href="(/dinh-chinh/[^"]+)"', people.public.get("/").text)[1]  # type: ignore[index]
    form = people.public.get(f"{path}/xem-lai").text
    people.seconds[0] += 5
    stamp = re.search(r'name="stamp" value="([^"]+)"', form)[1]  # type: ignore[index]
    sent = people.public.post(f"{path}/xem-lai", data={"stamp": stamp, "text": "Trường tôi có thông báo nghỉ thật"})
    ticket = re.search(r'class="ticket">([^<]+)<', sent.text)[1]  # type: ignore[index]
    tray = people.quan.get("/tips").text
    contest = int(re.search(r'action="/contests/(\d+)"', tray)[1])  # type: ignore[index]
    people.quan.post(f"/contests/{contest}", data={"accept": "yes", "answer": "Chúng tôi đang hỏi lại nhà trường."})
    assert people.state(claim) is ClaimState.CONTESTED
    assert "hỏi lại nhà trường" in people.told(ticket)


def test_the_machines_word_is_shown_as_a_proposal(people: People) -> None:
    add_evidence(people, "Vụ lúa mùa năm 2026 của Ninh Bình cho năng suất 58 tạ một ha, Sở Nông nghiệp xác nhận.")
    statement = "Vụ lúa mùa năm 2026 của Ninh Bình cho năng suất 85 tạ một ha, Sở Nông nghiệp xác nhận"
    claim = int(people.hanh.post("/claims", data={"statement": statement}).headers["location"].split("/")[-1])
    page = people.hanh.get(f"/claims/{claim}").text
    assert "Máy đề xuất" in page
    assert "không phải kết luận" in page
    assert "mâu thuẫn" in page
    assert people.state(claim) is ClaimState.NEW


def test_a_new_article_that_a_document_contradicts_reaches_the_tray(people: People) -> None:
    add_evidence(people, "Vụ lúa mùa năm 2026 của Ninh Bình cho năng suất 58 tạ một ha, Sở Nông nghiệp xác nhận.")
    words = "Vụ lúa mùa năm 2026 của Ninh Bình cho năng suất 85 tạ một ha, Sở Nông nghiệp xác nhận."
    _add_article(people.office, "Lúa mùa", words)
    seen = FactCheck(people.office).match_articles()
    assert (seen.proposed, FactCheck(people.office).match_articles().articles) == (1, 0)
    assert "máy nêu từ báo chí" in people.hanh.get("/claims").text


def _add_article(office: Office, title: str, text: str = "") -> int:
    """An article that the machine has read as being about the province."""
    with office.storage.begin() as work:
        new = Article("https://bao-hoa-lau.example/rieng", "bao-hoa-lau", title, text=text, language="vi")
        stored = work.articles.add(new, first_seen_at=office.clock())
    office.advance.run()
    with office.storage.begin() as work:
        _say_about(work, stored.id)
    return stored.id


def _say_about(work: Work, article_id: int) -> None:
    analysis = work.analyses.get(article_id)
    about = replace(analysis, models="test", relevance={"ninh-binh": Relevance.ABOUT})
    work.analyses.add_many([(article_id, work.articles.get(article_id).version, about)])
