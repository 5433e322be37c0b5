"""Read with feedparser what ``fast`` leaves: broken XML, CDF, bases, inline markup. The one user of feedparser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from typing import Any

import feedparser

from crawlers import dates
from crawlers.feeds.entries import RawEntry, RawFeed
from news.times import Published

_ENTITY = re.compile(rb"<!ENTITY\b[^>]{0,100000}>", re.IGNORECASE)
#: Longer declared entities are bombs; feedparser resolves short ones such as ``<!ENTITY copy "©">``.
_MAX_ENTITY_BYTES = 80
_MAX_ENTITIES = 300
#: A broken feed is read this far: feedparser takes a second for about 800 entries.
MAX_BYTES, MAX_ENTRIES = 2_000_000, 1_500
_ENTRY = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_RUNS = re.compile(rb"<{2,}")


def read(body: bytes, *, url: str, content_type: str | None) -> RawFeed | None:
    """Return the feed with whatever could be saved; ``None`` when it is no feed at all."""
    if body.count(b"<!ENTITY") > _MAX_ENTITIES:
        return None
    body, is_cut = _cut(body)
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
    fault = "" if not parsed.bozo or is_cut else f"XML sai ở {_fault(parsed.get('bozo_exception'))}"
    if is_cut:
        fault = "nguồn cấp tin hỏng và quá lớn, chỉ đọc phần đầu"
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


def _cut(body: bytes) -> tuple[bytes, bool]:
    """The beginning of a document that would take feedparser minutes, and whether anything was left out.

    Its loose parser takes quadratic time for runs of ``<``; one says the same as many.
    """
    whole = _RUNS.sub(b"<", body)
    last = next(islice(_ENTRY.finditer(whole), MAX_ENTRIES, None), None)
    end = min(MAX_BYTES, len(whole) if last is None else last.start())
    return whole[:end], end < len(whole)


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


@dataclass(frozen=True, slots=True)
class PublishedItem:
    """An item of somebody who collects, with the publisher that RSS 2.0 ``<source>`` names."""

    link: str
    title: str
    published: Published
    publisher: str
    publisher_url: str


def read_with_publishers(body: bytes, *, url: str, fetched_at: datetime) -> tuple[PublishedItem, ...] | None:
    """The items of a collector's feed; ``None`` when it is no feed."""
    if b"<!ENTITY" in body:
        return None
    body, _ = _cut(body)
    parsed = feedparser.parse(BytesIO(body), response_headers={"content-location": url}, sanitize_html=False)
    if not parsed.version:
        return None
    return tuple(
        PublishedItem(
            link=entry.get("link", ""),
            title=_text(entry, "title"),
            published=dates.read(entry.get("published"), now=fetched_at, zone=UTC),
            publisher=(entry.get("source") or {}).get("title", ""),
            publisher_url=(entry.get("source") or {}).get("href", ""),
        )
        for entry in parsed.entries
    )
