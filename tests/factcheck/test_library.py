"""Promises on the evidence library: named public publishers, nothing private, nothing lost by a newer document."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.claim_reviews import claim_reviews
from factcheck.documents import ReadPage, UnreadableDocument, read_file
from factcheck.library import Card, Fetched, Library
from factcheck.others import OtherChecks, read_others
from factcheck.passages import MOST_CHARS, cleaned, passages
from news.article import FeedEntry
from news.errors import FetchError, ForbiddenSource, UnknownId
from news.evidence import EvidenceKind
from search.passages import MemoryPassages
from storage import Storage
from tests.factcheck.samples import LAN, PROVINCE
from tests.fakes import FakeClock

CARD = Card(EvidenceKind.DOCUMENT, "Sở Y tế (mẫu)", "Thông báo về dịch", "https://so-y-te.example/12", "12/TB-SYT")
WORDS = "Đến ngày 19/11 toàn tỉnh ghi nhận 12 ca sốt xuất huyết, không có ca tử vong."


def read_page(body: bytes, url: str) -> ReadPage:
    text = body.decode()
    return ReadPage("Trang mẫu", text.replace("<p>", "").replace("</p>", "\n"), "2026-11-19", "vi")


def no_fetch(url: str) -> Fetched:
    raise FetchError(url, "no net here")


@pytest.fixture
def library(storage: Storage, clock: FakeClock) -> Library:
    return Library(storage, clock, read_page, no_fetch)


def pdf_of(text: str, folder: Path) -> bytes:
    source = folder / "vb.typ"
    source.write_text(f"{text}\n", encoding="utf-8")
    made = typst.compile(str(source))
    assert isinstance(made, bytes)
    return made


def docx_of(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.add_table(1, 2).rows[0].cells[1].text = "Ô trong bảng"
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def test_files_give_their_text_whatever_they_are_called(tmp_path: Path) -> None:
    assert "sốt xuất huyết" in read_file(pdf_of(WORDS, tmp_path), "", read_page).text
    read = read_file(docx_of("THÔNG BÁO", WORDS), "", read_page)
    assert read.text.splitlines() == ["THÔNG BÁO", WORDS, "Ô trong bảng"]
    assert read_file(f"<p>{WORDS}</p>".encode(), "https://a.example", read_page).media_type == "text/html"
    assert read_file(WORDS.encode(), "", read_page).text == WORDS


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b" " * 2_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    "body",
    [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"%PDF-1.7 broken", b"PK\x03\x04 broken", b"a" * 25_000_001, b"   \n "],
    ids=["empty", "picture", "broken pdf", "broken docx", "too large", "blank"],
)
def test_what_cannot_be_read_is_said_so(body: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        read_file(body, "", read_page)


def test_a_bomb_does_not_go_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.documents._MOST_EXPANDED_BYTES", 1_000_000)
    with pytest.raises(UnreadableDocument):
        read_file(bomb(), "", read_page)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300).map(lambda rest: b"%PDF-1.4\n" + rest) | st.binary(max_size=300))
def test_no_bytes_raise_anything_else(body: bytes) -> None:
    with contextlib.suppress(UnreadableDocument):
        read_file(body, "", lambda body, url: ReadPage("", body.decode("utf-8", "replace")))


def test_private_numbers_are_masked_and_lists_of_them_left_out() -> None:
    numbers = ", ".join(f"09123456{number}" for number in range(10, 16))
    text = cleaned(f"Sở thông báo.\nCác số lừa đảo: {numbers}\nGọi chị theo số 0987 654 321 trong giờ hành chính.")
    assert "0912345610" not in text
    assert "0987" not in text
    assert text.startswith("Sở thông báo.")


@given(st.text("ab. \nđ?", max_size=3_000))
def test_passages_hold_every_word_once_and_are_bounded(text: str) -> None:
    found = passages(cleaned(text))
    assert " ".join(found).split() == cleaned(text).split()
    assert all(0 < len(one) <= MOST_CHARS for one in found)


def test_a_document_is_found_by_what_it_says(storage: Storage, library: Library) -> None:
    key = library.add_text(LAN, CARD, WORDS)
    index = MemoryPassages(storage, PROVINCE)
    assert index.catch_up() == 1
    (found,) = index.find("toan tinh co bao nhieu ca sot xuat huyet")
    assert (found.passage.evidence_id, found.passage.text) == (key, WORDS)
    library.add_text(LAN, CARD, "Thông báo khác về lịch cắt điện ở Kim Sơn")
    assert (index.catch_up(), index.catch_up()) == (1, 0)


def test_the_same_document_again_is_the_same_one(library: Library) -> None:
    assert library.add_text(LAN, CARD, WORDS) == library.add_text(LAN, CARD, WORDS)


def test_a_newer_document_supersedes_and_the_older_stays(storage: Storage, library: Library) -> None:
    old = library.add_text(LAN, CARD, WORDS)
    new = library.add_text(LAN, Card(CARD.kind, CARD.publisher, "Thông báo mới", CARD.url, supersedes=old), "Có 15 ca.")
    with storage.read() as work:
        assert work.evidence.get(old).superseded_by == new
        assert work.evidence.get(old).evidence.text == WORDS
        assert work.evidence.passages(old)
    with pytest.raises(ValueError):
        library.supersede(LAN, new, old)


@pytest.mark.parametrize(
    "url", ["https://www.facebook.com/trang/posts/1", "https://voz.vn/t/1", "https://t.me/kenh/5", "https://x.com/a/1"]
)
def test_citizens_posts_are_no_evidence(library: Library, url: str) -> None:
    with pytest.raises(ForbiddenSource):
        library.preview(url)
    with pytest.raises(ForbiddenSource):
        library.add_text(LAN, Card(EvidenceKind.STATEMENT, "Ai đó", "Bài", url), WORDS)


def test_a_publisher_is_named(library: Library) -> None:
    with pytest.raises(UnreadableDocument):
        library.add_text(LAN, Card(EvidenceKind.STATEMENT, " ", "Bài", "https://a.example"), WORDS)


def test_an_address_is_fetched_shown_and_then_confirmed_as_shown(storage: Storage, clock: FakeClock) -> None:
    served = [f"<p>{WORDS}</p>".encode(), b"<p>Khac han</p>"]
    library = Library(storage, clock, read_page, lambda url: Fetched(url, served.pop(0)))
    shown = library.preview("https://bao.example/tin-1")
    assert shown.text == WORDS
    with storage.read() as work:
        assert work.evidence.list(PROVINCE) == []
    key = library.confirm(
        LAN, shown.token, Card(EvidenceKind.ARTICLE, "Báo mẫu", "Tin", published_on=date(2026, 11, 19))
    )
    with storage.read() as work:
        kept, original = work.evidence.get(key), work.evidence.original(key)
    assert (kept.evidence.url, kept.evidence.text) == ("https://bao.example/tin-1", WORDS)
    assert original is not None
    assert original.content == f"<p>{WORDS}</p>".encode()
    with pytest.raises(UnreadableDocument):
        library.confirm(LAN, shown.token, CARD)


def test_a_redirect_to_a_social_network_is_refused(storage: Storage, clock: FakeClock) -> None:
    library = Library(storage, clock, read_page, lambda _url: Fetched("https://facebook.com/x", b"<p>x</p>"))
    with pytest.raises(ForbiddenSource):
        library.preview("https://rut-gon.example/1")


def test_raw_pages_of_the_press_go_after_ninety_days_unless_cited(storage: Storage, clock: FakeClock) -> None:
    from factcheck.reviewing import Review
    from tests.factcheck.samples import HUNG, STATEMENT, decision, quiet

    served = iter(range(10))
    library = Library(storage, clock, read_page, lambda url: Fetched(url, f"<p>Tin {next(served)}.</p>".encode()))
    keys = []
    for number in range(2):
        shown = library.preview(f"https://bao.example/tin-{number}")
        keys.append(library.confirm(LAN, shown.token, Card(EvidenceKind.ARTICLE, "Báo mẫu", "Tin")))
    review = Review(storage, clock, quiet)
    one = review.add(LAN, STATEMENT)
    one = review.take(one.id, one.version, LAN)
    one = review.decide(one.id, one.version, LAN, decision(keys[0]))
    review.approve(one.id, one.version, HUNG)
    clock.advance(days=91)
    with storage.begin() as work:
        assert work.evidence.delete_originals(clock()) == 1
        assert work.evidence.original(keys[0]) is not None
        assert work.evidence.original(keys[1]) is None
        assert work.evidence.get(keys[1]).evidence.text == "Tin 1."


RECORD = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": "ClaimReview",
            "claimReviewed": "Vỡ đập Đồng Chương",
            "author": {"@type": "Organization", "name": "Trung tâm mẫu"},
            "datePublished": "2026-11-18T08:00:00+07:00",
            "reviewRating": {"@type": "Rating", "alternateName": "Tin giả", "ratingValue": 1},
            "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Nguyễn Văn Đồn"}},
        },
        {"@type": "ClaimReview", "claimReviewed": "Thiếu người kiểm chứng"},
    ],
}


def test_others_fact_checks_come_from_their_feed_without_who_claimed(storage: Storage) -> None:
    pages = {
        "https://kiemchung.example/rss": b"",
        "https://kiemchung.example/1": f'<script type="application/ld+json">{json.dumps(RECORD)}</script>'.encode(),
        "https://kiemchung.example/2": b"<p>No record</p>",
    }

    def fetch(url: str) -> Fetched:
        if url not in pages:
            raise FetchError(url, "gone")
        return Fetched(url, pages[url])

    entries = [
        FeedEntry("https://kiemchung.example/1", "Tin giả về đập", "Không có chuyện vỡ đập"),
        FeedEntry("https://kiemchung.example/2", "Cảnh báo lừa đảo học bổng", "Trường không thu phí trước"),
        FeedEntry("https://kiemchung.example/3", "Không tải được"),
        FeedEntry("https://facebook.com/kiemchung/3", "Bài đăng"),
    ]
    source = OtherChecks("Trung tâm mẫu", "https://kiemchung.example/rss")
    assert read_others(storage, PROVINCE, source, fetch, lambda _body, _url: entries) == 2
    assert read_others(storage, PROVINCE, source, fetch, lambda _body, _url: entries) == 0
    with storage.read() as work:
        kept = work.evidence.list(PROVINCE)
    assert {one.evidence.kind for one in kept} == {EvidenceKind.FACT_CHECK}
    assert {one.evidence.rating for one in kept} == {"Tin giả", ""}
    assert "Nguyễn Văn Đồn" not in str(kept)


@pytest.mark.parametrize("page", ["", "{", "[1, {}]", '<script type="application/ld+json">{"@type": ["ClaimReview"]}'])
def test_broken_records_are_no_fact_checks(page: str) -> None:
    assert claim_reviews(page) == []


def test_superseding_is_undone_and_the_log_says_both(storage: Storage, library: Library) -> None:
    old = library.add_text(LAN, CARD, "Học sinh nghỉ một ngày.")
    new = library.add_text(LAN, CARD, "Học sinh nghỉ hai ngày.")
    library.supersede(LAN, old, new)
    library.restore(LAN, old)
    with storage.read() as work:
        assert work.evidence.get(old).superseded_by is None
    with pytest.raises(UnknownId):
        library.restore(LAN, 99)
