"""JSON Feed 1 and 1.1 (jsonfeed.org). Authors are not read."""

from __future__ import annotations

import json
from datetime import datetime, tzinfo

from crawlers.charset import decode
from crawlers.feeds.entries import RawEntry, RawFeed, feed_of
from news.article import Feed
from news.source import Health


def parse(body: bytes, *, url: str, fetched_at: datetime, home_zone: tzinfo) -> Feed:
    """Return the feed; JSON that is no feed is told as such."""
    try:
        document = json.loads(decode(body))
    except (ValueError, RecursionError):
        return Feed(Health.BROKEN, format="json1", detail="JSON không đọc được")
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return Feed(Health.NOT_A_FEED, detail="JSON này không phải JSON Feed")
    raw = RawFeed(
        "json11" if "1.1" in _text(document, "version") else "json1",
        title=_text(document, "title"),
        link=_text(document, "home_page_url"),
        language=_text(document, "language"),
        entries=[_entry(entry) for entry in document["items"] if isinstance(entry, dict)],
    )
    return feed_of(raw, url=url, fetched_at=fetched_at, home_zone=home_zone)


def _entry(entry: dict[str, object]) -> RawEntry:
    link = _text(entry, "url") or _text(entry, "external_url")
    name = _text(entry, "id")
    # Plain text is escaped: what follows takes all text for markup.
    plain = _text(entry, "summary") or _text(entry, "content_text")
    return RawEntry(
        title=_text(entry, "title"),
        link=link or (name if name.startswith(("http://", "https://")) else ""),
        summary=plain.replace("&", "&amp;").replace("<", "&lt;") if plain else _text(entry, "content_html"),
        id=name,
        published=_text(entry, "date_published"),
        modified=_text(entry, "date_modified"),
        language=_text(entry, "language"),
    )


def _text(element: dict[str, object], name: str) -> str:
    value = element.get(name)
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""
