"""Telegram: a bot writes to a chat. Messages are split at 4,096; a part that has arrived is not sent again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from alerts.channels.post import Poster, seconds_of
from alerts.channels.splitting import chat_text, split
from alerts.parcels import Parcel, Steps, Undelivered

MOST = 4096


@dataclass(frozen=True, slots=True)
class TelegramChannel:
    """``token`` is the bot's; it stands in the address and therefore in no error and no log."""

    token: str = field(repr=False)
    poster: Poster
    base: str = "https://api.telegram.org"

    def send(self, parcel: Parcel, steps: Steps) -> None:
        if not self.token:
            raise Undelivered("thiếu DIEMBAO_TELEGRAM_TOKEN", is_down=True)
        parts = split(chat_text(parcel.letter), MOST)
        for number, part in enumerate(parts[parcel.parts_sent :], parcel.parts_sent + 1):
            steps.about_to()
            self._say(parcel.address, part)
            if number < len(parts):
                steps.part_sent(number)

    def _say(self, chat: str, text: str) -> None:
        record = {"chat_id": chat, "text": text, "link_preview_options": {"is_disabled": True}}
        answer = self.poster.post(f"{self.base}/bot{self.token}/sendMessage", json.dumps(record).encode())
        said = _read(answer.body)
        if answer.status == 200 and said.get("ok") is True:
            return
        words = str(said.get("description", ""))[:200] or f"mã {answer.status}"
        if answer.status == 429:
            given = said.get("parameters")
            wait = seconds_of(given.get("retry_after")) if isinstance(given, dict) else None
            raise Undelivered(f"Telegram hẹn gửi lại: {words}", after=wait, is_down=True)
        if answer.status in (401, 404):
            raise Undelivered(f"Telegram không nhận khóa của bot: {words}", is_down=True)
        if 400 <= answer.status < 500:
            raise Undelivered(f"Telegram từ chối: {words}", helps=False)
        raise Undelivered(f"Telegram lỗi: {words}", is_down=True, may_have_arrived=True)


def _read(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
