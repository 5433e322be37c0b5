"""Mastodon, hashtag timelines (docs.joinmastodon.org, timelines): one cursor per server, paged by ``Link``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from crawlers.counters.platform import Asker, Post, Refused, Trouble, decoded, field, trouble_of
from crawlers.text import plain
from news.times import Window

_MOST_PAGES = 10
_MOST_CHARS = 5_000
_NEXT = re.compile(r'<([^<>]{1,2000})>;\s*rel="next"')


@dataclass(frozen=True, slots=True, repr=False)
class Mastodon:
    """One server. ``hashtags`` name the province, with and without accents; what states the claim is decided by us."""

    address: str
    token: str
    hashtags: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"mastodon {urlsplit(self.address).hostname}"

    async def posts(self, wordings: Sequence[str], window: Window, ask: Asker) -> list[Post]:  # noqa: ARG002
        first, *others = self.hashtags
        address = f"{self.address}/api/v1/timelines/tag/{quote(first)}"
        question = [("limit", "40"), *(("any[]", one) for one in others)]
        found: list[Post] = []
        older: list[tuple[str, str]] = []
        for _ in range(_MOST_PAGES):
            answer = await ask.get(address, [*question, *older], {"Authorization": f"Bearer {self.token}"})
            page = [_post(one) for one in _read(answer.status, answer.body)]
            found += page
            following = _NEXT.search(answer.header("Link") or "")
            if not page or following is None or page[-1].at < window.begin:
                break
            # Only the cursor is taken from the link: where to ask is ours to say.
            older = [("max_id", one) for one in parse_qs(urlsplit(following[1]).query).get("max_id", [])[:1]]
        return found


def _read(status: int, body: bytes) -> list[Any]:
    if (trouble := trouble_of(status)) is not None:
        raise Refused(Trouble.CREDENTIALS if status == 422 else trouble)
    page = decoded(body)
    if not isinstance(page, list):
        raise Refused(Trouble.NOT_UNDERSTOOD)
    return page


def _post(one: Any) -> Post:
    at = datetime.fromisoformat(str(field(one, "created_at")).replace("Z", "+00:00"))
    return Post(at, plain(str(field(one, "content")), _MOST_CHARS), str(field(one, "uri")))
