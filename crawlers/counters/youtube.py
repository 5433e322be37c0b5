"""YouTube Data API v3, ``search.list`` (developers.google.com/youtube/v3/docs/search/list): titles and descriptions.

One search costs one of about a hundred a day, each further page another; all wordings are asked in one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawlers.counters.platform import Asker, Post, Refused, Trouble, as_object, decoded, field, trouble_of
from news.times import Window

ADDRESS = "https://www.googleapis.com"
_MOST_PAGES, _MOST_WORDINGS = 2, 5
_REASONS = {
    "quotaExceeded": Trouble.QUOTA,
    "dailyLimitExceeded": Trouble.QUOTA,
    "rateLimitExceeded": Trouble.QUOTA,
    "keyInvalid": Trouble.CREDENTIALS,
    "forbidden": Trouble.CREDENTIALS,
}


@dataclass(frozen=True, slots=True, repr=False)
class YouTube:
    """``key`` is sent as a header: an address may end in a log."""

    key: str
    address: str = ADDRESS
    name: str = "youtube"

    async def posts(self, wordings: Sequence[str], window: Window, ask: Asker) -> list[Post]:
        found: list[Post] = []
        question = {
            "part": "snippet",
            "type": "video",
            "order": "date",
            "maxResults": "50",
            "regionCode": "VN",
            "relevanceLanguage": "vi",
            "q": "|".join(wordings[:_MOST_WORDINGS]),
            "publishedAfter": _rfc3339(window.begin),
            "publishedBefore": _rfc3339(window.end),
        }
        for _ in range(_MOST_PAGES):
            answer = await ask.get(f"{self.address}/youtube/v3/search", question, {"X-Goog-Api-Key": self.key})
            page = _read(answer.status, answer.body)
            found += [_post(item) for item in field(page, "items")]
            if not page.get("nextPageToken"):
                break
            question["pageToken"] = str(page["nextPageToken"])
        return found


def _read(status: int, body: bytes) -> dict[str, Any]:
    page = decoded(body)
    if status != 200:
        errors = page.get("error", {}).get("errors", []) if isinstance(page, dict) else []
        reasons = [_REASONS.get(str(one.get("reason"))) for one in errors if isinstance(one, dict)]
        raise Refused(next((one for one in reasons if one), None) or trouble_of(status) or Trouble.REFUSED)
    return as_object(page)


def _post(item: Any) -> Post:
    snippet = field(item, "snippet")
    words = f"{field(snippet, 'title')}\n{snippet.get('description', '')}"
    return Post(datetime.fromisoformat(str(field(snippet, "publishedAt"))), words, str(field(item, "id", "videoId")))


def _rfc3339(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
