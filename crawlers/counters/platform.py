"""What a platform's official interface is asked, within one call of ``border.count`` and nowhere else.

A post lives in memory between the answer and the decision whether it states the claim. It has no author, no address,
no place; it cannot be shown, logged or pickled.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NoReturn, Protocol
from urllib.parse import quote, urlencode

from net.client import Answer, GuardedClient
from news.times import Window


class Trouble(StrEnum):
    """Why a platform could not be counted. No words of the platform: they may quote what was asked or answered."""

    QUOTA = "quota"
    CREDENTIALS = "credentials"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    NOT_UNDERSTOOD = "not_understood"
    STOPPED = "stopped"


TROUBLE_VI: dict[Trouble, str] = {
    Trouble.QUOTA: "hết hạn mức của nền tảng trong ngày",
    Trouble.CREDENTIALS: "nền tảng không nhận khóa truy cập",
    Trouble.REFUSED: "nền tảng từ chối câu hỏi",
    Trouble.UNREACHABLE: "không kết nối được nền tảng",
    Trouble.NOT_UNDERSTOOD: "câu trả lời không đúng tài liệu của nền tảng",
    Trouble.STOPPED: "việc đếm bị dừng",
}


class Refused(Exception):
    """Raised and caught inside the border only."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class Post:
    """When, and what it says. ``key`` tells two answers with the same post apart from two posts."""

    __slots__ = ("at", "key", "text")

    def __init__(self, at: datetime, text: str, key: str) -> None:
        self.at, self.text, self.key = at, text, key

    def __repr__(self) -> str:
        return "<post>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a post leaves no trace")


class Asker(Protocol):
    """Asks one address of an interface; each question is counted against the day's quota before it is sent."""

    async def get(
        self, url: str, parameters: Mapping[str, str] | Sequence[tuple[str, str]], headers: Mapping[str, str]
    ) -> Answer: ...

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer: ...


class Platform(Protocol):
    """One file a platform. ``posts`` raises ``Refused``; it asks no more than the window needs."""

    @property
    def name(self) -> str: ...

    async def posts(self, wordings: Sequence[str], window: Window, ask: Asker) -> list[Post]: ...


class QuotaAsker:
    """Asks through the guarded client while the quota lasts."""

    def __init__(self, client: GuardedClient, left: int, user_agent: str) -> None:
        self._client, self._left, self._agent = client, left, user_agent
        self.asked = 0

    async def get(
        self, url: str, parameters: Mapping[str, str] | Sequence[tuple[str, str]], headers: Mapping[str, str]
    ) -> Answer:
        query = urlencode(parameters, quote_via=quote)
        self._spend()
        return await self._client.get(f"{url}?{query}" if query else url, self._headers(headers))

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        self._spend()
        return await self._client.post(url, body, self._headers(headers))

    def _headers(self, headers: Mapping[str, str]) -> list[tuple[str, str]]:
        return [("User-Agent", self._agent), ("Accept", "application/json"), *headers.items()]

    def _spend(self) -> None:
        if self.asked >= self._left:
            raise Refused(Trouble.QUOTA)
        self.asked += 1


def decoded(body: bytes) -> Any:
    """The JSON of an answer, or ``None`` where it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def as_object(page: Any) -> dict[str, Any]:
    if not isinstance(page, dict):
        raise Refused(Trouble.NOT_UNDERSTOOD)
    return page


def field(record: Any, *path: str) -> Any:
    """The value at a path of keys; ``Refused`` where the answer is not of the documented shape."""
    for key in path:
        if not isinstance(record, dict) or key not in record:
            raise Refused(Trouble.NOT_UNDERSTOOD)
        record = record[key]
    return record


def trouble_of(status: int) -> Trouble | None:
    """What a status means where the platform says nothing more exact."""
    if status < 300:
        return None
    if status == 429:
        return Trouble.QUOTA
    if status in (401, 403):
        return Trouble.CREDENTIALS
    return Trouble.UNREACHABLE if status >= 500 else Trouble.REFUSED
