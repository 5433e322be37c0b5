"""Channels speak their interfaces as documented: splitting, waiting, signing, new keys, and no private addresses."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.channels.post import Poster
from alerts.channels.splitting import split, units
from alerts.channels.telegram import MOST, TelegramChannel
from alerts.channels.webhook import WebhookChannel
from alerts.channels.zalo import ZaloChannel
from alerts.parcels import REPEATED, Parcel, Steps, Undelivered
from net.addresses import AddressPolicy
from news.letter import Attachment, Letter
from storage.channel_keys import ChannelKeys
from tests.alerts.servers import Answering, answering, certificate, client_context

NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
LETTER = Letter(
    "[Khẩn] Lũ lên",
    "Nước lên ở Hoàng Long.\n",
    "",
    (Attachment("tin.pdf", "application/pdf", b"x"),),
    facts=(("day", "2026-11-18"),),
)


@dataclass
class Told:
    """What a channel told while it sent."""

    marks: list[str] = field(default_factory=list)

    @property
    def steps(self) -> Steps:
        return Steps(lambda: self.marks.append("about"), lambda number: self.marks.append(f"part {number}"))


def parcel(letter: Letter = LETTER, address: str = "-100123", **more: object) -> Parcel:
    return Parcel("ninh-binh/alert/1.1/an", "ninh-binh", address, letter.encode(), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("chung-thu"))


@pytest.fixture
def server(file: Path) -> Iterator[Answering]:
    with answering(file) as one:
        yield one


@pytest.fixture
def poster(file: Path) -> Poster:
    return Poster(AddressPolicy.of(["127.0.0.0/8"]), context=client_context(file))


def refused(channel: TelegramChannel | WebhookChannel | ZaloChannel, one: Parcel) -> Undelivered:
    with pytest.raises(Undelivered) as caught:
        channel.send(one, Told().steps)
    return caught.value


def test_telegram_is_told_in_parts_that_it_takes_and_each_only_once(server: Answering, poster: Poster) -> None:
    server.says(200, '{"ok": true}')
    channel, told = TelegramChannel("1:KHOA", poster, server.url), Told()
    long = Letter("Điểm báo", "Một câu dài. " * 900)
    channel.send(parcel(long, parts_sent=1), told.steps)
    assert {one.path for one in server.asked} == {"/bot1:KHOA/sendMessage"}
    texts = [json.loads(one.body)["text"] for one in server.asked]
    parts = split(f"Điểm báo\n\n{long.text.strip()}", MOST)
    assert len(parts) == 3
    assert texts == parts[1:]
    assert told.marks == ["about", "part 2", "about"]


def test_telegram_says_how_long_to_wait(server: Answering, poster: Poster) -> None:
    server.says(429, '{"ok": false, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": 37}}')
    error = refused(TelegramChannel("1:KHOA", poster, server.url), parcel())
    assert (error.helps, error.after, error.is_down) == (True, timedelta(seconds=37), True)


@pytest.mark.parametrize(
    ("status", "helps", "may_have"), [(400, False, False), (403, False, False), (401, True, False), (502, True, True)]
)
def test_telegram_s_refusals_are_told_apart(
    server: Answering, poster: Poster, status: int, helps: bool, may_have: bool
) -> None:
    server.says(status, '{"ok": false, "description": "Bad Request: chat not found"}')
    error = refused(TelegramChannel("1:KHOA", poster, server.url), parcel())
    assert (error.helps, error.may_have_arrived) == (helps, may_have)


def test_no_key_stands_in_any_error(poster: Poster) -> None:
    error = refused(TelegramChannel("1:BIMAT", poster, "https://127.0.0.1:1"), parcel())
    assert "BIMAT" not in f"{error!r} {error} {error.__cause__!r}"
    assert "BIMAT" not in repr(TelegramChannel("1:BIMAT", poster))
    assert (error.is_down, error.may_have_arrived) == (True, False)


def test_a_webhook_is_signed_and_recognises_a_repetition(server: Answering, poster: Poster) -> None:
    server.says(500)
    server.says(200)
    channel = WebhookChannel("bí mật", poster, lambda: NOW)
    first = refused(channel, parcel(address=f"{server.url}/hook"))
    assert first.helps
    channel.send(parcel(address=f"{server.url}/hook", may_repeat=True), Told().steps)
    before, after = server.asked
    assert before.headers["idempotency-key"] == after.headers["idempotency-key"] == "ninh-binh/alert/1.1/an"
    stamp = after.headers["x-diembao-timestamp"]
    seal = hmac.new("bí mật".encode(), stamp.encode() + b"." + after.body, hashlib.sha256).hexdigest()
    assert after.headers["x-diembao-signature"] == f"sha256={seal}"
    record = json.loads(after.body)
    assert record["possibly_repeated"]
    assert record["subject"] == f"({REPEATED}) {LETTER.subject}"
    assert record["facts"] == {"day": "2026-11-18"}


@pytest.mark.parametrize(("status", "helps"), [(404, False), (410, False), (408, True), (429, True), (302, False)])
def test_a_webhook_s_answers_say_whether_to_try_again(
    server: Answering, poster: Poster, status: int, helps: bool
) -> None:
    server.says(status, Retry_After="90")
    error = refused(WebhookChannel("khoa", poster), parcel(address=server.url))
    assert error.helps is helps
    assert error.after == (timedelta(seconds=90) if helps else None)
    assert len(server.asked) == 1, "no redirect is followed"


def test_a_webhook_to_a_private_address_is_refused_before_anything_is_sent(server: Answering, file: Path) -> None:
    server.says(200)
    error = refused(WebhookChannel("khoa", Poster(context=client_context(file))), parcel(address=server.url))
    assert (error.helps, server.asked) == (False, [])


def test_an_expired_certificate_is_said_in_words(tmp_path: Path) -> None:
    old = certificate(tmp_path, "cu", (-30, -1))
    with answering(old) as server:
        server.says(200)
        poster = Poster(AddressPolicy.of(["127.0.0.0/8"]), context=client_context(old))
        error = refused(WebhookChannel("khoa", poster), parcel(address=server.url))
    assert "chứng thư" in error.reason
    assert error.is_down


@dataclass
class Keyring:
    keys: ChannelKeys | None = None

    def get(self) -> ChannelKeys | None:
        return self.keys

    def put(self, keys: ChannelKeys) -> None:
        self.keys = keys


def zalo(server: Answering, poster: Poster, keyring: Keyring, refresh: str = "R0") -> ZaloChannel:
    return ZaloChannel("123", "bi-mat", refresh, keyring, poster, lambda: NOW, server.url, server.url)


NEW_KEYS = '{"access_token": "A1", "refresh_token": "R1", "expires_in": "90000"}'


def test_zalo_exchanges_its_key_and_keeps_the_new_one_before_it_writes(server: Answering, poster: Poster) -> None:
    keyring = Keyring()
    server.says(200, NEW_KEYS)
    server.says(200, '{"error": -230, "message": "User has not interacted"}')
    error = refused(zalo(server, poster, keyring), parcel(address="778899"))
    assert not error.helps
    exchange, message = server.asked
    assert exchange.path == "/v4/oa/access_token"
    assert exchange.headers["secret_key"] == "bi-mat"
    assert parse_qs(exchange.body.decode()) == {
        "refresh_token": ["R0"],
        "app_id": ["123"],
        "grant_type": ["refresh_token"],
    }
    assert message.path == "/v3.0/oa/message/cs"
    assert message.headers["access_token"] == "A1"
    assert json.loads(message.body)["recipient"] == {"user_id": "778899"}
    assert keyring.keys is not None
    assert (keyring.keys.refresh, keyring.keys.expires_at) == ("R1", NOW + timedelta(seconds=90_000))


def test_zalo_s_key_that_was_revoked_is_exchanged_once_more(server: Answering, poster: Poster) -> None:
    keyring = Keyring()
    server.says(200, NEW_KEYS)
    server.says(200, '{"error": 0}')
    channel = zalo(server, poster, keyring)
    channel.send(parcel(address="1"), Told().steps)
    server.answers[:] = []
    server.says(200, '{"error": -216, "message": "Access token is invalid"}')
    server.says(200, '{"access_token": "A2", "refresh_token": "R2", "expires_in": 90000}')
    server.says(200, '{"error": 0}')
    channel.send(parcel(address="1"), Told().steps)
    assert keyring.keys is not None
    assert keyring.keys.refresh == "R2"
    assert "R1" in server.asked[-2].body.decode()


def test_zalo_s_kept_keys_give_way_to_a_newly_configured_one(server: Answering, poster: Poster) -> None:
    keyring = Keyring(ChannelKeys("khác", "A9", "R9", NOW + timedelta(days=1)))
    server.says(200, NEW_KEYS)
    server.says(200, '{"error": 0}')
    zalo(server, poster, keyring, "R-moi").send(parcel(address="1"), Told().steps)
    assert "R-moi" in server.asked[0].body.decode()


def test_zalo_s_used_up_key_tells_the_office_what_to_do(server: Answering, poster: Poster) -> None:
    server.says(200, '{"error": -14014, "error_name": "Invalid refresh token"}')
    error = refused(zalo(server, poster, Keyring()), parcel(address="1"))
    assert error.is_down
    assert "trang quản trị OA" in error.reason


@given(st.text(st.sampled_from("abcđệ 🌊\n.,"), max_size=400), st.integers(5, 80))
def test_parts_fit_and_hold_every_word(text: str, most: int) -> None:
    parts = split(text, most)
    assert all(0 < units(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
