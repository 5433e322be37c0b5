"""Zalo Official Account: a consultation message to a user who follows it.

The access key lives for about a day; the refresh key is used up by each refresh, so its successor is stored before
anything else is done. Errors come as a negative number under HTTP 200.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol
from urllib.parse import urlencode

from alerts.channels.post import Poster, seconds_of
from alerts.channels.splitting import chat_text, split
from alerts.parcels import Parcel, Steps, Undelivered
from news.times import Clock, utc_now
from storage.channel_keys import ChannelKeys

MOST = 2000
#: A key that runs out so soon is exchanged before it is used.
_MARGIN = timedelta(minutes=5)
_INVALID_KEY = frozenset({-216, -124, -220})
_TOO_FAST = frozenset({-32, -321, -211})
_FORM = (("Content-Type", "application/x-www-form-urlencoded"), ("User-Agent", "diembao"))


class Keyring(Protocol):
    """Where the newest keys are; ``put`` has stored them when it returns."""

    def get(self) -> ChannelKeys | None: ...
    def put(self, keys: ChannelKeys) -> None: ...


@dataclass(frozen=True, slots=True)
class ZaloChannel:
    """``refresh``: the key that the administrator was given; its descendants live in the keyring."""

    app: str
    secret: str = field(repr=False)
    refresh: str = field(repr=False)
    keyring: Keyring
    poster: Poster
    clock: Clock = utc_now
    api: str = "https://openapi.zalo.me"
    oauth: str = "https://oauth.zaloapp.com"

    def send(self, parcel: Parcel, steps: Steps) -> None:
        if not (self.app and self.secret and self.refresh):
            raise Undelivered("thiếu zalo_app, DIEMBAO_ZALO_SECRET hoặc DIEMBAO_ZALO_REFRESH", is_down=True)
        parts = split(chat_text(parcel.letter), MOST)
        for number, part in enumerate(parts[parcel.parts_sent :], parcel.parts_sent + 1):
            access = self._access()
            steps.about_to()
            code, words = self._say(access, parcel.address, part)
            if code in _INVALID_KEY:
                # Refused as a whole: nothing was sent.
                code, words = self._say(self._refreshed().access, parcel.address, part)
            _judge(code, words)
            if number < len(parts):
                steps.part_sent(number)

    def _say(self, access: str, user: str, text: str) -> tuple[int, str]:
        record = {"recipient": {"user_id": user}, "message": {"text": text}}
        headers = (("Content-Type", "application/json"), ("User-Agent", "diembao"), ("access_token", access))
        answer = self.poster.post(f"{self.api}/v3.0/oa/message/cs", json.dumps(record).encode(), headers)
        if answer.status >= 500:
            raise Undelivered(f"Zalo lỗi: mã {answer.status}", is_down=True, may_have_arrived=True)
        return _code(_read(answer.body), answer.status)

    def _access(self) -> str:
        keys = self.keyring.get()
        fits = keys is not None and keys.sign == self._sign and keys.expires_at - _MARGIN > self.clock()
        return keys.access if keys is not None and fits else self._refreshed().access

    def _refreshed(self) -> ChannelKeys:
        """Exchange the newest refresh key, and store what comes before it is used."""
        kept = self.keyring.get()
        refresh = kept.refresh if kept is not None and kept.sign == self._sign else self.refresh
        form = {"refresh_token": refresh, "app_id": self.app, "grant_type": "refresh_token"}
        headers = (*_FORM, ("secret_key", self.secret))
        answer = self.poster.post(f"{self.oauth}/v4/oa/access_token", urlencode(form).encode(), headers)
        said = _read(answer.body)
        access, following = said.get("access_token"), said.get("refresh_token")
        if not (isinstance(access, str) and isinstance(following, str) and access and following):
            words = str(said.get("error_description") or said.get("error_name") or f"mã {answer.status}")[:200]
            raise Undelivered(f"Zalo không đổi khóa ({words}); lấy khóa mới trong trang quản trị OA", is_down=True)
        lives = seconds_of(said.get("expires_in")) or timedelta(hours=1)
        keys = ChannelKeys(self._sign, access, following, self.clock() + lives)
        self.keyring.put(keys)
        return keys

    @property
    def _sign(self) -> str:
        """Names the configured key without telling it: a new one there makes the kept ones void."""
        return hashlib.sha256(self.refresh.encode()).hexdigest()[:16]


def _judge(code: int, words: str) -> None:
    if code == 0:
        return
    if code in _TOO_FAST:
        raise Undelivered(f"Zalo hẹn gửi lại: {words} ({code})", is_down=True)
    if code in _INVALID_KEY:
        raise Undelivered(f"Zalo không nhận khóa: {words} ({code})", is_down=True)
    raise Undelivered(f"Zalo từ chối: {words} ({code})", helps=False)


def _code(said: dict[str, Any], status: int) -> tuple[int, str]:
    code = said.get("error")
    return (code if isinstance(code, int) else -status, str(said.get("message", ""))[:200])


def _read(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
