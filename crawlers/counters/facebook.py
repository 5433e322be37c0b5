"""Meta Graph API, the feed of the office's own Page (developers.facebook.com/docs/graph-api/reference/page/feed).

What visitors wrote there and under the Page's posts. Other Pages need a reviewed permission and are not asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawlers.counters.platform import Asker, Post, Refused, Trouble, as_object, decoded, field, trouble_of
from news.times import Window

ADDRESS = "https://graph.facebook.com/v26.0"
_MOST_PAGES = 5
_FIELDS = "id,message,created_time,comments.limit(100){id,message,created_time}"
_CODES = {190: Trouble.CREDENTIALS, 10: Trouble.CREDENTIALS, 200: Trouble.CREDENTIALS}
_QUOTA_CODES = {4, 17, 32, 613}


@dataclass(frozen=True, slots=True, repr=False)
class FacebookPage:
    """``token``: of the Page, sent as a header."""

    page: str
    token: str
    address: str = ADDRESS
    name: str = "facebook"

    async def posts(self, wordings: Sequence[str], window: Window, ask: Asker) -> list[Post]:  # noqa: ARG002
        question = {
            "fields": _FIELDS,
            "since": str(int(window.begin.timestamp())),
            "until": str(int(window.end.timestamp())),
            "limit": "100",
        }
        found: list[Post] = []
        for _ in range(_MOST_PAGES):
            answer = await ask.get(
                f"{self.address}/{self.page}/feed", question, {"Authorization": f"Bearer {self.token}"}
            )
            page = _read(answer.status, answer.body)
            for one in field(page, "data"):
                comments = one.get("comments", {}).get("data", []) if isinstance(one, dict) else []
                found += [_post(said) for said in (one, *comments) if isinstance(said, dict) and "message" in said]
            # ``paging.next`` is an address with the token in it: only the cursor is taken.
            after = page.get("paging", {}).get("cursors", {}).get("after")
            if not after or "next" not in page.get("paging", {}):
                break
            question["after"] = str(after)
        return found


def _read(status: int, body: bytes) -> dict[str, Any]:
    page = decoded(body)
    code = page.get("error", {}).get("code") if isinstance(page, dict) else None
    if code in _QUOTA_CODES:
        raise Refused(Trouble.QUOTA)
    if status != 200 or code is not None:
        raise Refused(_CODES.get(code or 0) or trouble_of(status) or Trouble.REFUSED)
    return as_object(page)


def _post(said: dict[str, Any]) -> Post:
    at = datetime.strptime(str(field(said, "created_time")), "%Y-%m-%dT%H:%M:%S%z")
    return Post(at, str(said["message"]), str(field(said, "id")))
