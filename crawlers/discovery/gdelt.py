"""GDELT DOC 2.0 (blog.gdeltproject.org/gdelt-doc-2-0-api-debuts): articles of the last day in many languages.

No key; one request per five seconds and address, slow answers; refusals come as a sentence, not as JSON.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from crawlers.discovery.service import Hint, NotUnderstood, Service, either
from news.times import Precision, Published
from news.urls import host_of

_MOST = 250


def read(body: bytes, url: str, now: datetime) -> tuple[Hint, ...]:  # noqa: ARG001
    """The answer of ``mode=artlist&format=json``; an empty object where nothing was found."""
    try:
        answer = json.loads(body.decode("utf-8", "replace") or "{}", strict=False)
    except (ValueError, RecursionError):
        raise NotUnderstood("không phải JSON (dịch vụ thường trả lời bằng một câu khi bị hỏi quá nhanh)") from None
    rows = answer.get("articles", []) if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        raise NotUnderstood("JSON không có danh sách articles")
    return tuple(_hint(row) for row in rows[:_MOST] if isinstance(row, dict) and isinstance(row.get("url"), str))


def _hint(row: dict[str, object]) -> Hint:
    link = str(row["url"])
    domain = row.get("domain")
    return Hint(
        link=link,
        title=" ".join(str(row.get("title") or "").split()),
        host=host_of(link),
        publisher=domain if isinstance(domain, str) else host_of(link),
        published=_seen(row.get("seendate")),
    )


def _seen(value: object) -> Published:
    """When GDELT saw it: within a quarter of an hour of the publication, at the earliest."""
    try:
        at = datetime.strptime(str(value), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return Published(None, Precision.UNKNOWN)
    return Published(at, Precision.MINUTE)


SERVICE = Service("api.gdeltproject.org", either, read, pause=timedelta(hours=1))
