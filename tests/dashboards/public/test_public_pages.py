"""Promises on the public pages: everyone can read and contest, nobody is remembered."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from dashboards.public.bounds import MOST_BODY_BYTES
from dashboards.public.export import export
from dashboards.public.stamps import Stamps
from factcheck.limits import Buckets, Limit
from factcheck.publishing import refresh_copies
from factcheck.reviewing import Review
from news.claims import Correction, Verdict
from storage import Storage
from storage.public import PublicStore
from tests.dashboards.public.pages import Reader, opened, public_services
from tests.factcheck.samples import HUNG, LAN, PROVINCE, STATEMENT, decision, publish, quiet
from tests.factcheck.test_tips import FRAUD, NAME, PHONE, RUMOUR, written
from tests.fakes import FakeClock

#: schema.org/ClaimReview as search engines require it.
CLAIM_REVIEW = {
    "type": "object",
    "required": [
        "@context",
        "@type",
        "url",
        "claimReviewed",
        "reviewRating",
        "author",
        "datePublished",
        "itemReviewed",
    ],
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@type": {"const": "ClaimReview"},
        "url": {"type": "string", "pattern": "^https://"},
        "claimReviewed": {"type": "string", "minLength": 1, "maxLength": 500},
        "datePublished": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "author": {
            "type": "object",
            "required": ["@type", "name", "url"],
            "properties": {"@type": {"enum": ["Organization", "GovernmentOrganization"]}},
        },
        "reviewRating": {
            "type": "object",
            "required": ["@type", "alternateName"],
            "properties": {
                "@type": {"const": "Rating"},
                "alternateName": {"type": "string", "minLength": 1},
                "ratingValue": {"type": "integer", "minimum": 1, "maximum": 5},
                "bestRating": {"const": 5},
                "worstRating": {"const": 1},
            },
            "dependentRequired": {"ratingValue": ["bestRating", "worstRating"]},
        },
        "itemReviewed": {
            "type": "object",
            "required": ["@type"],
            "properties": {"@type": {"const": "Claim"}, "author": False, "appearance": False},
        },
    },
}


@pytest.fixture
def store(tmp_path: Path, clock: FakeClock) -> Iterator[PublicStore]:
    with opened(tmp_path, clock) as opened_store:
        yield opened_store


@pytest.fixture
def reader(store: PublicStore, clock: FakeClock) -> Reader:
    return Reader(public_services(store, clock))


def published(storage: Storage, store: PublicStore, clock: FakeClock, **changes: object) -> Correction:
    _, correction = publish(storage, clock, **changes)  # type: ignore[arg-type]
    refresh_copies(storage, store, PROVINCE)
    return correction


def claim_review_in(page: str) -> dict[str, object] | None:
    found = re.search(r'<script type="application/ld\+json">\s*(.*?)\s*</script>', page, re.DOTALL)
    return None if found is None else json.loads(found[1])


@pytest.mark.parametrize("verdict", list(Verdict))
def test_each_correction_is_a_page_a_feed_item_and_a_claim_review(
    storage: Storage, store: PublicStore, clock: FakeClock, reader: Reader, verdict: Verdict
) -> None:
    one = published(storage, store, clock, verdict=verdict)
    page = reader.client.get(one.path)
    assert page.status_code == 200
    assert one.statement in page.text
    record = claim_review_in(page.text)
    jsonschema.validate(record, CLAIM_REVIEW)
    assert record is not None
    assert record["url"] == f"https://kiemchung.example{one.path}"
    items = ElementTree.fromstring(reader.client.get("/rss.xml").content).findall("channel/item")
    assert [item.findtext("link") for item in items] == [record["url"]]
    assert one.statement in reader.client.get("/").text


def test_the_words_of_a_correction_cannot_become_markup(
    storage: Storage, store: PublicStore, clock: FakeClock, reader: Reader
) -> None:
    evil = "</script><script>alert(1)</script> & <b>học sinh</b> nghỉ \x08học"
    one = published(storage, store, clock, statement=evil)
    for text in (reader.client.get(one.path).text, reader.client.get("/").text):
        assert "<script>alert" not in text
        assert "<b>học" not in text
    assert claim_review_in(reader.client.get(one.path).text)["claimReviewed"] == one.statement  # type: ignore[index]
    ElementTree.fromstring(reader.client.get("/rss.xml").content)


def test_a_withdrawn_page_stays_is_marked_and_reviews_nothing(
    storage: Storage, store: PublicStore, clock: FakeClock, reader: Reader
) -> None:
    claim, one = publish(storage, clock)
    review = Review(storage, clock, quiet)
    claim = review.contest(claim.id, claim.version, LAN)
    claim = review.decide(claim.id, claim.version, LAN, decision(one.evidence[0].evidence_id, verdict=None))
    review.approve(claim.id, claim.version, HUNG)
    refresh_copies(storage, store, PROVINCE)
    page = reader.client.get(one.path)
    assert page.status_code == 200
    assert "đã rút" in page.text
    assert claim_review_in(page.text) is None
    assert "Đã rút" in reader.client.get("/rss.xml").text


def test_a_message_is_asked_answered_and_read_again_with_its_ticket(
    storage: Storage, store: PublicStore, clock: FakeClock, reader: Reader
) -> None:
    answer = reader.send("/hoi-tin", text=RUMOUR)
    ticket = re.search(r'class="ticket">([^<]+)<', answer)
    assert ticket is not None
    assert "đang kiểm tra" in answer
    one = published(storage, store, clock)
    again = reader.client.post("/tra-loi", data={"ticket": ticket[1]}).text
    assert one.path in again
    assert "trùng với nhận định đã kiểm chứng" in again


def test_whoever_disagrees_contests_and_reads_the_answer(
    storage: Storage, store: PublicStore, clock: FakeClock, reader: Reader
) -> None:
    one = published(storage, store, clock)
    page = reader.send(
        f"{one.path}/xem-lai", text=f"Trường tôi có nghỉ, hỏi {NAME} {PHONE}", url="https://bao.example/1"
    )
    ticket = re.search(r'class="ticket">([^<]+)<', page)
    assert ticket is not None
    with store.read() as work:
        (task,) = work.contests.list(PROVINCE)
    assert (task.number, task.url) == (one.number, "https://bao.example/1")
    assert PHONE not in task.text
    assert "đang xem xét" in reader.client.post("/tra-loi", data={"ticket": ticket[1]}).text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://facebook.com/nguyen.van.a.1990", "x" * 3_000])
def test_an_objection_names_public_links_only(
    storage: Storage, store: PublicStore, clock: FakeClock, reader: Reader, url: str
) -> None:
    one = published(storage, store, clock)
    assert 'class="ticket"' not in reader.send(f"{one.path}/xem-lai", text="Kết luận này chưa đúng", url=url)


def test_scripts_are_held_off(reader: Reader, store: PublicStore) -> None:
    assert reader.client.post("/hoi-tin", data={"text": RUMOUR}).status_code == 429  # no form was opened
    assert 'class="ticket"' not in reader.send("/hoi-tin", wait=0.1, text=RUMOUR)  # quicker than a person
    assert 'class="ticket"' not in reader.send("/hoi-tin", wait=90_000, text=RUMOUR)  # a form of yesterday
    assert 'class="ticket"' not in reader.send("/hoi-tin", text=RUMOUR, website="https://quang-cao.example")
    answers = [reader.send("/hoi-tin", text=RUMOUR) for _ in range(12)]
    assert sum('class="ticket"' in answer for answer in answers) == 8
    with store.read() as work:
        assert work.tips.count(PROVINCE, FakeClock().now) == 8


def test_a_form_is_good_once(reader: Reader) -> None:
    form = reader.client.get("/hoi-tin").text
    stamp = re.search(r'name="stamp" value="([^"]+)"', form)[1]  # type: ignore[index]
    reader.seconds += 5
    codes = [reader.client.post("/hoi-tin", data={"stamp": stamp, "text": RUMOUR}).status_code for _ in range(2)]
    assert codes == [200, 429]


@pytest.mark.parametrize("stamp", ["", ".", "a.b", "9.9.9", "ế.ế.ế", "1.0" * 50])
def test_no_stamp_but_ours_is_good(stamp: str) -> None:
    assert not Stamps().accepts(stamp)


def test_files_and_huge_bodies_are_not_taken(reader: Reader, store: PublicStore) -> None:
    picture = {"text": ("x.jpg", b"\xff\xd8\xff" * 10, "image/jpeg")}
    assert reader.client.post("/hoi-tin", files=picture).status_code == 429
    form = {"content-type": "application/x-www-form-urlencoded"}
    huge = reader.client.post("/hoi-tin", content=b"text=" + b"a" * MOST_BODY_BYTES, headers=form)
    assert huge.status_code == 413
    with store.read() as work:
        assert work.tips.cards(PROVINCE) == []


def test_no_page_sets_a_cookie_runs_a_script_or_loads_from_elsewhere(
    storage: Storage, store: PublicStore, clock: FakeClock, reader: Reader
) -> None:
    one = published(storage, store, clock)
    for path in (
        "/",
        one.path,
        f"{one.path}/xem-lai",
        "/hoi-tin",
        "/tra-loi",
        "/rss.xml",
        "/khong-co",
        "/static/public.css",
    ):
        answer = reader.client.get(path)
        assert "set-cookie" not in answer.headers
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        if "html" in answer.headers["content-type"]:
            assert "script-src" not in policy
            assert re.findall(r'<script(?! type="application/ld\+json")', answer.text) == []
            assert (
                re.findall(r'(?:src|href)="(?:https?:)?//(?!kiemchung\.example|so-giao-duc\.example)', answer.text)
                == []
            )


def test_who_reads_and_asks_is_written_nowhere(
    storage: Storage,
    store: PublicStore,
    clock: FakeClock,
    reader: Reader,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    one = published(storage, store, clock)
    reader.client.get(one.path, headers={"user-agent": "May-cua-Buoi", "x-forwarded-for": "198.51.100.9"})
    reader.send("/hoi-tin", text=FRAUD)
    reader.client.post("/tra-loi", data={"ticket": "K7QF-3M9X-T2WA"})
    kept = written(tmp_path)
    ours = "".join(record.getMessage() for record in caplog.records if not record.name.startswith("httpx"))
    for trace in ("203.0.113.7", "198.51.100.9", "May-cua-Buoi", "K7QF-3M9X-T2WA", "K7QF3M9XT2WA", PHONE, NAME):
        assert trace.encode() not in kept
        assert trace not in ours


def test_an_error_tells_neither_reader_nor_log_what_was_sent(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(text: str) -> object:
        raise RuntimeError(f"cannot read {text}")

    monkeypatch.setattr(reader.app.state.services.tips.__class__, "submit", lambda _self, text: fail(text))
    answer = reader.send("/hoi-tin", text=RUMOUR)
    assert "Trang gặp lỗi" in answer
    assert "Đồng Chương" not in caplog.text
    assert "RuntimeError" in caplog.text


def test_buckets_forget_and_never_know_who() -> None:
    now = [0.0]
    buckets = Buckets(Limit(2, 60), Limit(100, 60), lambda: now[0])
    assert [buckets.allows("203.0.113.7") for _ in range(3)] == [True, True, False]
    assert buckets.allows("203.0.113.8")
    assert "203.0.113.7" not in repr(vars(buckets))
    now[0] = 31.0
    assert buckets.allows("203.0.113.7")
    now[0] = 4_000.0
    buckets.allows("203.0.113.9")
    assert len(buckets._buckets) == 1


def test_everybody_together_is_bounded() -> None:
    buckets = Buckets(Limit(5, 60), Limit(10, 60), lambda: 0.0)
    assert sum(buckets.allows(f"203.0.113.{number}") for number in range(200)) == 10


def test_the_export_is_the_same_corrections_without_forms(
    storage: Storage, store: PublicStore, clock: FakeClock, tmp_path: Path
) -> None:
    one = published(storage, store, clock)
    files = export(public_services(store, clock), tmp_path / "ra")
    page = (tmp_path / "ra" / one.path[1:] / "index.html").read_text(encoding="utf-8")
    jsonschema.validate(claim_review_in(page), CLAIM_REVIEW)
    assert "<form" not in page
    for file in files:
        assert file.stat().st_size > 0
        if file.suffix == ".html":
            for link in re.findall(r'(?:href|src)="([^":]+)"', file.read_text(encoding="utf-8")):
                assert link.startswith("#") or (file.parent / link).resolve().is_file(), link


def test_persons_of_the_office_stand_on_no_public_page(
    storage: Storage, store: PublicStore, clock: FakeClock, reader: Reader, tmp_path: Path
) -> None:
    one = published(storage, store, clock)
    pages = reader.client.get(one.path).text + reader.client.get("/rss.xml").text
    public = b"".join(file.read_bytes() for file in tmp_path.glob("public.db*"))
    for person in (LAN, HUNG):
        assert person.name not in pages
        assert f'"{person.id}"'.encode() not in public


def test_an_unknown_address_is_no_page(reader: Reader) -> None:
    assert reader.client.get("/dinh-chinh/1-khong-co").status_code == 404
    assert reader.client.get("/claims").status_code == 404
    assert reader.client.delete("/hoi-tin").status_code == 405
    assert STATEMENT not in reader.client.get("/").text
