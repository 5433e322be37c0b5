"""Read with feedparser what ``fast`` leaves: broken XML, CDF, bases, inline markup. The one user of feedparser."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import feedparser

from crawlers.feeds.entries import RawEntry, RawFeed

_ENTITY = re.compile(rb"<!ENTITY\b[^>]{0,100000}>", re.IGNORECASE)
#: Longer declared entities are bombs; feedparser resolves short ones such as ``<!ENTITY copy "©">``.
_MAX_ENTITY_BYTES = 80
_MAX_ENTITIES = 300


def read(body: bytes, *, url: str, content_type: str | None) -> RawFeed | None:
    """Return the feed with whatever could be saved; ``None`` when it is no feed at all."""
    if body.count(b"<!ENTITY") > _MAX_ENTITIES:
        return None
    body = _ENTITY.sub(lambda entity: entity[0] if len(entity[0]) <= _MAX_ENTITY_BYTES else b"", body)
    headers = {"content-location": url}
    if content_type:
        headers["content-type"] = content_type
    parsed = feedparser.parse(
        BytesIO(body),
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=True,
    )
    if not parsed.version and not parsed.entries:
        return None
    fault = "" if not parsed.bozo else f"XML sai ở {_fault(parsed.get('bozo_exception'))}"
    feed = parsed.feed
    return RawFeed(
        format=parsed.version or "unknown",
        title=_text(feed, "title"),
        link=feed.get("link", ""),
        language=feed.get("language", ""),
        period=feed.get("sy_updateperiod", ""),
        frequency=feed.get("sy_updatefrequency", ""),
        ttl=feed.get("ttl", ""),
        entries=[_entry(entry) for entry in parsed.entries],
        fault=fault,
    )


def _entry(entry: Any) -> RawEntry:
    content = entry.get("content") or [{}]
    return RawEntry(
        title=_text(entry, "title"),
        link=entry.get("link", ""),
        summary=_text(entry, "summary") or content[0].get("value", ""),
        id=entry.get("id", ""),
        published=entry.get("published", "") or entry.get("created", ""),
        modified=entry.get("updated", "") if "updated" in entry.keys() else "",  # noqa: SIM118
        language=(entry.get("title_detail") or {}).get("language") or "",
    )


def _text(element: Any, name: str) -> str:
    """Markup, whatever type the publisher declared: text that is declared plain has its ``<`` escaped."""
    value: str = element.get(name) or ""
    return value


def _fault(error: object) -> str:
    line = getattr(error, "getLineNumber", lambda: None)()
    return f"dòng {line}" if line else "phần đầu"
