"""Promises on the tip line: masked at once, answered by what is published, forgotten in 30 days."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.answers import AnswerKind
from factcheck.forgetting import forget, last_day_to_delete
from factcheck.publishing import refresh_copies
from factcheck.sameness import Known
from factcheck.tickets import new_ticket, ticket_hash
from factcheck.tips import MOST_CHARS, TipLine, TipRefused
from news.claims import Closing, Verdict
from storage import Storage
from storage.public import PublicStore, open_public
from storage.public_tips import CardState
from tests.factcheck.samples import PROVINCE, STATEMENT, publish
from tests.fakes import FakeClock

PHONE, NAME, ACCOUNT = "0912 345 678", "Nguyễn Thị Bưởi", "19036789012345"
FRAUD = (
    f"Chị {NAME} báo: đóng phí 500.000 đồng vào tài khoản Techcombank {ACCOUNT} để nhận tiền hỗ trợ trong ngày hôm "
    f"nay, gọi {PHONE}"
)
RUMOUR = f"Mọi người ơi, vỡ đập Đồng Chương nên học sinh toàn tỉnh nghỉ học 5 ngày từ 23/11, hỏi {NAME} {PHONE}"


@pytest.fixture
def store(tmp_path: Path, clock: FakeClock) -> Iterator[PublicStore]:
    opened = open_public(f"sqlite:///{tmp_path}/public.db", clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def line(store: PublicStore, clock: FakeClock) -> TipLine:
    return TipLine(store, PROVINCE, clock)


def written(folder: Path) -> bytes:
    """Every byte of every file of the office and its public pages: pages, free pages, logs."""
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def test_a_known_claim_is_answered_at_once_with_the_correction_and_the_reason(
    storage: Storage, store: PublicStore, line: TipLine, clock: FakeClock
) -> None:
    _, correction = publish(storage, clock)
    refresh_copies(storage, store, PROVINCE)
    receipt = line.submit(RUMOUR)
    assert receipt.answer.kind is AnswerKind.CORRECTION
    assert receipt.answer.correction == correction
    assert "trùng với nhận định đã kiểm chứng" in receipt.answer.because
    assert line.answer(receipt.ticket.lower().replace("-", " ")).correction == correction


def test_an_unknown_message_waits_and_its_ticket_reads_the_later_answer(
    storage: Storage, store: PublicStore, line: TipLine, clock: FakeClock
) -> None:
    receipt = line.submit(RUMOUR)
    assert receipt.answer.kind is AnswerKind.CHECKING
    publish(storage, clock)
    refresh_copies(storage, store, PROVINCE)
    assert line.answer(receipt.ticket).kind is AnswerKind.CORRECTION


def test_a_suspected_scam_is_answered_with_advice(line: TipLine) -> None:
    receipt = line.submit(FRAUD)
    assert receipt.answer.kind is AnswerKind.ADVICE
    assert "Đừng chuyển tiền" in receipt.answer.words
    assert line.answer(receipt.ticket).kind is AnswerKind.ADVICE


def test_a_withdrawn_correction_answers_no_more(
    storage: Storage, store: PublicStore, line: TipLine, clock: FakeClock
) -> None:
    from factcheck.reviewing import Review
    from tests.factcheck.samples import HUNG, LAN, decision, quiet

    claim, correction = publish(storage, clock)
    review = Review(storage, clock, quiet)
    claim = review.contest(claim.id, claim.version, LAN)
    withdrawal = decision(correction.evidence[0].evidence_id, verdict=None)
    claim = review.decide(claim.id, claim.version, LAN, withdrawal)
    review.approve(claim.id, claim.version, HUNG)
    refresh_copies(storage, store, PROVINCE)
    assert line.submit(RUMOUR).answer.kind is AnswerKind.CHECKING


def test_messages_that_say_the_same_gather_on_one_card(store: PublicStore, line: TipLine) -> None:
    for text in (RUMOUR, "Vỡ đập Đồng Chương, học sinh toàn tỉnh nghỉ học 5 ngày từ 23/11 phải không ạ", FRAUD, RUMOUR):
        line.submit(text)
    with store.read() as work:
        assert [card.size for card in work.tips.cards(PROVINCE)] == [3, 1]


def test_a_discarded_card_says_so_to_its_senders(store: PublicStore, line: TipLine) -> None:
    receipt = line.submit("Tỉnh mình làm du lịch quá dở, ai cũng chán")
    with store.begin() as work:
        (card,) = work.tips.cards(PROVINCE)
        work.tips.mark(card.id, CardState.DISCARDED, closing=Closing.NOT_CHECKABLE)
    answer = line.answer(receipt.ticket)
    assert answer.kind is AnswerKind.CLOSED
    assert "ý kiến" in answer.words


@pytest.mark.parametrize("text", ["", "  \n ", "a" * (MOST_CHARS + 1)])
def test_what_is_empty_or_endless_is_refused(store: PublicStore, line: TipLine, text: str) -> None:
    with pytest.raises(TipRefused):
        line.submit(text)
    with store.read() as work:
        assert work.tips.cards(PROVINCE) == []


def test_a_flood_is_answered_but_not_kept(store: PublicStore, line: TipLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factcheck.tips.MOST_PER_DAY", 2)
    receipts = [line.submit(FRAUD) for _ in range(4)]
    assert [bool(receipt.ticket) for receipt in receipts] == [True, True, False, False]
    assert all(receipt.answer.kind is AnswerKind.ADVICE for receipt in receipts)


def test_nothing_of_sender_or_unmasked_text_is_written_or_logged(
    storage: Storage, store: PublicStore, line: TipLine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for text in (RUMOUR, FRAUD):
        line.submit(text)
    kept = written(tmp_path)
    for secret in (PHONE, PHONE.replace(" ", ""), NAME, ACCOUNT):
        assert secret.encode() not in kept
        assert secret not in caplog.text
    assert "Đồng Chương" not in caplog.text


def test_a_statement_that_fails_tells_no_log_what_it_held(store: PublicStore, line: TipLine) -> None:
    from news.errors import StorageError

    with store.begin() as work:
        work.tips._connection.exec_driver_sql("DROP TABLE tip_card")
    with pytest.raises(StorageError) as raised:
        line.submit(RUMOUR)
    shown = repr(raised.value) + str(raised.value) + repr(raised.value.__cause__) + str(raised.value.__cause__)
    assert "Đồng Chương" not in shown


def test_tips_are_gone_after_thirty_days_from_every_page_of_every_file(
    storage: Storage, store: PublicStore, line: TipLine, clock: FakeClock, tmp_path: Path
) -> None:
    claim, _ = publish(storage, clock)
    refresh_copies(storage, store, PROVINCE)
    tickets = [line.submit(RUMOUR).ticket for _ in range(7)]
    line.submit("Một câu hỏi hiếm thấy về cầu Khê Thượng bị sập đêm qua")
    assert "Khê Thượng".encode() in written(tmp_path)
    day = clock.advance(days=29)
    forget(storage, store, PROVINCE, clock)
    assert day - clock() == timedelta(0)
    assert "Khê Thượng".encode() not in written(tmp_path)
    assert "Mọi người ơi".encode() not in written(tmp_path)
    assert line.answer(tickets[0]).kind is AnswerKind.UNKNOWN
    with storage.read() as work:
        assert work.sightings.tip_counts(claim.id) == {date(2026, 11, 20): 5}


def test_counts_survive_a_second_run(storage: Storage, store: PublicStore, line: TipLine, clock: FakeClock) -> None:
    claim, _ = publish(storage, clock)
    refresh_copies(storage, store, PROVINCE)
    for _ in range(12):
        line.submit(RUMOUR)
    for _ in range(3):
        forget(storage, store, PROVINCE, clock)
        clock.advance(days=15)
    with storage.read() as work:
        assert work.sightings.tip_counts(claim.id) == {date(2026, 11, 20): 10}


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_no_day_lives_longer_than_thirty_days_though_a_run_is_missed(today: date) -> None:
    oldest_kept = last_day_to_delete(today) + timedelta(days=1)
    assert (today + timedelta(days=1)) - oldest_kept <= timedelta(days=30)


def test_tickets_are_random_and_kept_as_hashes_only(store: PublicStore, line: TipLine, tmp_path: Path) -> None:
    assert len({new_ticket() for _ in range(1_000)}) == 1_000
    ticket = line.submit(RUMOUR).ticket
    kept = written(tmp_path)
    assert ticket.encode() not in kept
    assert ticket.replace("-", "").encode() not in kept
    assert ticket_hash(ticket).encode() in kept


KNOWN = Known([(1, STATEMENT), (2, "Uống nước lá đu đủ chữa khỏi tiểu đường")])


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("hoc sinh toan tinh nghi hoc 5 ngay tu 23/11 vi vo dap dong chuong", 1),
        ("Có phải vì vỡ đập Đồng Chương mà học sinh toàn tỉnh nghỉ học 5 ngày từ 23/11 không?", 1),
        ("Nóng! Vỡ đập Đồng Chương. Học sinh toàn tỉnh được nghỉ học 5 ngày kể từ 23/11.", 1),
        ("Bài thuốc hay: uống nước lá đu đủ là khỏi tiểu đường", 2),
        ("Học sinh toàn tỉnh nghỉ học 3 ngày từ 25/11 vì vỡ đập Đồng Chương", None),
        ("Không có chuyện vỡ đập Đồng Chương, học sinh toàn tỉnh không nghỉ học 5 ngày", None),
        ("Sở bác bỏ tin học sinh toàn tỉnh nghỉ học 5 ngày từ 23/11 vì vỡ đập Đồng Chương", None),
        ("Học sinh toàn tỉnh thi học kỳ từ 23/11", None),
        ("Giá vàng hôm nay tăng mạnh", None),
        ("", None),
    ],
)
def test_a_claim_is_known_again_in_other_words_and_not_in_other_figures(text: str, key: int | None) -> None:
    found = KNOWN.find(text)
    assert (None if found is None else found.key) == key


def test_supported_claims_are_answered_too(
    storage: Storage, store: PublicStore, line: TipLine, clock: FakeClock
) -> None:
    publish(storage, clock, verdict=Verdict.SUPPORTED)
    refresh_copies(storage, store, PROVINCE)
    assert "Kết luận đã công bố: đúng." in line.submit(RUMOUR).answer.words
