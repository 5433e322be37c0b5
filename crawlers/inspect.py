"""What the parsers see in one feed or one page, as plain JSON values: the answer of ``diembao inspect feed|page``."""

from __future__ import annotations

from datetime import UTC, datetime

from crawlers import feeds, pages
from news.article import FeedEntry
from news.times import ICT

Json = dict[str, object]


def feed(body: bytes, url: str | None, file: str, *, now: datetime | None = None) -> Json:
    """Return the feed as DESIGN §3 lays it down. Without ``url`` relative links cannot be resolved and are empty."""
    found = feeds.parse(body, url=url or "", fetched_at=now or datetime.now(UTC))
    return {
        "file": file,
        "title": found.title,
        "link": found.link,
        "format": found.format,
        "health": found.health.value,
        "entries": [_entry(entry) for entry in found.entries],
    }


def page(body: bytes, url: str, file: str, *, now: datetime | None = None, home_language: str | None = None) -> Json:
    """Return the page as DESIGN §3 lays it down; an ``url`` that is none gives ``error``. Never a by-line."""
    try:
        found = pages.extract(body, url=url, fetched_at=now or datetime.now(UTC), home_language=home_language)
    except ValueError as error:
        return {"file": file, "url": url, "error": f"địa chỉ không dùng được: {error}"}
    return {
        "file": file,
        "url": url,
        "canonical_url": found.canonical_url,
        "kind": found.kind.value,
        "title": found.title,
        "lead": found.lead,
        "text": found.text,
        "published_at": found.published.isoformat(),
        "precision": found.published.precision.value,
        "modified_at": found.modified_at.astimezone(ICT).isoformat() if found.modified_at else None,
        "section": found.section,
        "language": found.language,
    }


def _entry(entry: FeedEntry) -> Json:
    return {
        "id": entry.id,
        "link": entry.link,
        "title": entry.title,
        "summary": entry.summary,
        "published": entry.published.isoformat(),
        "precision": entry.published.precision.value,
        "language": entry.language,
    }
