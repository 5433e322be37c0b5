"""Bluesky, ``app.bsky.feed.searchPosts`` (docs.bsky.app), asked with an app password at the account's own server.

Without a session the method answers 403 since January 2025.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawlers.counters.platform import Asker, Post, Refused, as_object, decoded, field, trouble_of
from news.times import Window

ADDRESS = "https://bsky.social"
_MOST_PAGES = 5


@dataclass(frozen=True, slots=True, repr=False)
class Bluesky:
    """``identifier`` and ``password``: the office's own account and an app password of it."""

    identifier: str
    password: str
    address: str = ADDRESS
    name: str = "bluesky"

    async def posts(self, wordings: Sequence[str], window: Window, ask: Asker) -> list[Post]:
        headers = {"Authorization": f"Bearer {await self._session(ask)}"}
        return [post for wording in wordings for post in await self._search(wording, window, ask, headers)]

    async def _session(self, ask: Asker) -> str:
        body = json.dumps({"identifier": self.identifier, "password": self.password}).encode()
        address = f"{self.address}/xrpc/com.atproto.server.createSession"
        answer = await ask.post(address, body, {"Content-Type": "application/json"})
        return str(field(_read(answer.status, answer.body), "accessJwt"))

    async def _search(self, wording: str, window: Window, ask: Asker, headers: dict[str, str]) -> list[Post]:
        found: list[Post] = []
        question = {
            "q": wording,
            "sort": "latest",
            "since": window.begin.isoformat(),
            "until": window.end.isoformat(),
            "limit": "100",
        }
        for _ in range(_MOST_PAGES):
            answer = await ask.get(f"{self.address}/xrpc/app.bsky.feed.searchPosts", question, headers)
            page = _read(answer.status, answer.body)
            found += [_post(one) for one in field(page, "posts")]
            if not page.get("cursor"):
                break
            question["cursor"] = str(page["cursor"])
        return found


def _read(status: int, body: bytes) -> dict[str, Any]:
    if (trouble := trouble_of(status)) is not None:
        raise Refused(trouble)
    return as_object(decoded(body))


def _post(one: Any) -> Post:
    # When the server took it in: what the writer's own clock said may be any day.
    at = datetime.fromisoformat(str(field(one, "indexedAt")).replace("Z", "+00:00"))
    return Post(at, str(field(one, "record", "text")), str(field(one, "uri")))
