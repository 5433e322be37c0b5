"""Promises on the bots: they say what the page says, leave nothing in a queue, and forget who asked."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.bots.conversation import HELP_VI, TOO_OFTEN_VI, Conversation, pieces, usual_limits
from factcheck.bots.telegram import TelegramBot
from factcheck.bots.zalo import ZaloBot, is_signed
from factcheck.publishing import refresh_copies
from factcheck.tips import TipLine
from jobs.bots import Asker
from net.addresses import AddressPolicy
from storage import Storage
from storage.public import PublicStore, open_public
from tests.factcheck.bots.chats import Telegram, Zalo, served
from tests.factcheck.samples import PROVINCE, publish
from tests.factcheck.test_tips import FRAUD, NAME, PHONE, RUMOUR, written
from tests.fakes import FakeClock

TOKEN = "123456:geheim"
APP, SECRET = "42", "oa-secret"


@pytest.fixture
def store(tmp_path: Path, clock: FakeClock) -> Iterator[PublicStore]:
    opened = open_public(f"sqlite:///{tmp_path}/public.db", clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def talk(store: PublicStore, clock: FakeClock) -> Conversation:
    return Conversation(TipLine(store, PROVINCE, clock), "https://kiemchung.example", usual_limits())


@pytest.fixture
def ask() -> Iterator[Asker]:
    asker = Asker(AddressPolicy.of(["127.0.0.1"]), {})
    yield asker
    asker.close()


def test_telegram_answers_and_leaves_nothing_in_the_queue(
    storage: Storage, store: PublicStore, clock: FakeClock, talk: Conversation, ask: Asker
) -> None:
    _, correction = publish(storage, clock)
    refresh_copies(storage, store, PROVINCE)
    platform = Telegram(TOKEN)
    platform.say(7, "/start")
    platform.say(7, RUMOUR)
    platform.say(8, FRAUD)
    platform.say(-100, RUMOUR, "supergroup")
    with served(platform) as address:
        bot = TelegramBot(talk, ask, TOKEN, address)
        assert bot.poll(0) == 3
        bot.confirm()
    assert platform.queue == []
    assert [one["chat_id"] for one in platform.sent] == [7, 7, 8]
    assert platform.sent[0]["text"] == HELP_VI
    assert f"https://kiemchung.example{correction.path}" in platform.sent[1]["text"]
    assert "Đừng chuyển tiền" in platform.sent[2]["text"]


@pytest.mark.parametrize("code", ["ZQQJ-SXDG-NNGJ", "2345-6789-2345", "K7QF-3M9X-T2WA"])
def test_a_ticket_is_read_in_the_chat(talk: Conversation, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr("factcheck.tips.new_ticket", lambda: code)
    ticket = re.search(r"Mã trả lời: (\S+)", talk.reply("a", FRAUD))
    assert ticket is not None
    assert "Đừng chuyển tiền" in talk.reply("b", ticket[1].lower())


def test_a_sender_who_asks_too_often_waits(talk: Conversation) -> None:
    assert [talk.reply("a", FRAUD) == TOO_OFTEN_VI for _ in range(10)] == [False] * 8 + [True] * 2
    assert talk.reply("b", FRAUD) != TOO_OFTEN_VI


@pytest.mark.parametrize(
    "refusal",
    [
        (429, {"ok": False, "error_code": 429, "parameters": {"retry_after": 1}}),
        (401, {"ok": False, "error_code": 401}),
        (500, {}),
    ],
)
def test_trouble_is_logged_by_its_kind_and_the_message_is_answered_later(
    refusal: tuple[int, dict[str, object]], talk: Conversation, ask: Asker, caplog: pytest.LogCaptureFixture
) -> None:
    import threading

    caplog.set_level(logging.DEBUG)
    platform = Telegram(TOKEN)
    platform.refusals.append(refusal)
    platform.say(7, RUMOUR)
    stopping = threading.Event()
    with served(platform) as address:
        bot = TelegramBot(talk, ask, TOKEN, address)
        bot.poll = _stopping_after(bot, stopping, platform)  # type: ignore[method-assign]
        bot.run(stopping)
    assert len(platform.sent) == 1
    assert platform.queue == []
    for secret in (TOKEN, "geheim", "buoi_1990", "Đồng Chương"):
        assert secret not in caplog.text


def _stopping_after(bot: TelegramBot, stopping: object, platform: Telegram) -> object:
    poll = bot.poll

    def once(_seconds: int) -> int:
        count = poll(0)
        if platform.sent:
            stopping.set()  # type: ignore[attr-defined]
        return count

    return once


def event(text: str, sender: str = "u-9", message: str = "m-1", at: int = 0, name: str = "user_send_text") -> bytes:
    values = {
        "app_id": APP,
        "event_name": name,
        "timestamp": str(at),
        "sender": {"id": sender},
        "recipient": {"id": "oa"},
        "message": {"msg_id": message, "text": text},
    }
    return json.dumps(values, ensure_ascii=False).encode()


def signature(body: bytes) -> str:
    stamp = json.loads(body)["timestamp"]
    return "mac=" + hashlib.sha256(APP.encode() + body + stamp.encode() + SECRET.encode()).hexdigest()


def account(talk: Conversation, ask: Asker, clock: FakeClock, address: str = "http://127.0.0.1:1") -> ZaloBot:
    return ZaloBot(talk, ask, APP, SECRET, lambda: "token-2", clock, f"{address}/v3.0/oa/message/cs")


def now_ms(clock: FakeClock) -> int:
    return int(clock().timestamp() * 1000)


def test_zalo_answers_what_is_signed_once(talk: Conversation, ask: Asker, clock: FakeClock) -> None:
    platform = Zalo("token-2")
    body = event(FRAUD, at=now_ms(clock))
    with served(platform) as address:
        bot = account(talk, ask, clock, address)
        assert bot.receive(body, signature(body))
        assert bot.receive(body, signature(body))  # Zalo repeats what it thinks was lost
        followed = event("", message="m-2", at=now_ms(clock), name="follow")
        assert bot.receive(followed, signature(followed))
        assert bot.answer_all() == 1
    (sent,) = platform.sent
    assert sent["recipient"] == {"user_id": "u-9"}
    assert "Đừng chuyển tiền" in sent["message"]["text"]


def test_zalo_takes_nothing_forged_or_old(talk: Conversation, ask: Asker, clock: FakeClock) -> None:
    bot = account(talk, ask, clock)
    body = event(FRAUD, at=now_ms(clock))
    changed = body.replace(b"u-9", b"u-8")
    old = event(FRAUD, at=now_ms(clock) - 600_000)
    assert not bot.receive(changed, signature(body))
    assert not bot.receive(body, "mac=" + "0" * 64)
    assert not bot.receive(body, "")
    assert not bot.receive(old, signature(old))
    assert bot.answer_all() == 0


@given(st.binary(max_size=200), st.text(max_size=80))
def test_no_body_and_header_break_the_check(body: bytes, header: str) -> None:
    assert not is_signed(body, header, APP, SECRET, FakeClock().now)


def test_a_dead_token_loses_a_reply_and_no_more(
    talk: Conversation, ask: Asker, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    with served(Zalo("token-3")) as address:
        bot = account(talk, ask, clock, address)
        body = event(RUMOUR, at=now_ms(clock))
        bot.receive(body, signature(body))
        bot.answer_all()
    assert "-216" in caplog.text
    assert "u-9" not in caplog.text


def test_nothing_of_who_asked_is_written_or_logged(
    talk: Conversation, ask: Asker, clock: FakeClock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    telegram, zalo = Telegram(TOKEN), Zalo("token-2")
    telegram.say(987654321, RUMOUR)
    with served(telegram) as one, served(zalo) as other:
        TelegramBot(talk, ask, TOKEN, one).poll(0)
        bot = account(talk, ask, clock, other)
        body = event(FRAUD, sender="u-5550009", at=now_ms(clock))
        bot.receive(body, signature(body))
        assert "u-5550009" not in repr(bot._waiting.queue)
        bot.answer_all()
    kept = written(tmp_path)
    for trace in ("987654321", "u-5550009", "buoi_1990", PHONE, NAME, TOKEN):
        assert trace.encode() not in kept
        assert trace not in caplog.text


@given(st.text("ab \n", max_size=300), st.integers(5, 60))
def test_long_answers_are_cut_and_whole(text: str, most: int) -> None:
    found = pieces(text, most)
    assert all(len(piece) <= most for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_late_clock_is_no_excuse(talk: Conversation, ask: Asker, clock: FakeClock) -> None:
    body = event(RUMOUR, at=now_ms(clock))
    clock.now += timedelta(minutes=6)
    assert not account(talk, ask, clock).receive(body, signature(body))
