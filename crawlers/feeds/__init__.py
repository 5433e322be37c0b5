"""The bytes of a feed → ``news.article.Feed``: clean text, absolute links, times with their zone. Pure.

Well-formed documents are read by ``fast``; whatever it is not sure of by ``careful`` (feedparser), which is slower
and forgives more. Comments, their feeds and authors are not read from any of them.
"""

from __future__ import annotations

from datetime import datetime, tzinfo

from crawlers import sitemaps
from crawlers.challenge import challenge
from crawlers.charset import decode
from crawlers.feeds import careful, fast, json_feed
from crawlers.feeds.detect import Kind, kind_of
from crawlers.feeds.entries import MAX_ENTRIES, feed_of
from news.article import Feed
from news.source import Health
from news.times import ICT

__all__ = ["MAX_ENTRIES", "parse"]


def parse(
    body: bytes, *, url: str, content_type: str | None = None, fetched_at: datetime, home_zone: tzinfo = ICT
) -> Feed:
    """Return what the feed says; its health tells an empty, refused, broken feed and a page that is none.

    ``home_zone`` is for times that come without one. Never raises for the content of ``body``.
    """
    if not body.strip():
        return Feed(Health.EMPTY, detail="máy chủ trả lời mà không có nội dung")
    kind = kind_of(body)
    if kind is Kind.JSON:
        return json_feed.parse(body, url=url, fetched_at=fetched_at, home_zone=home_zone)
    if kind in {Kind.SITEMAP, Kind.SITEMAP_INDEX}:
        return sitemaps.parse(body, url=url, content_type=content_type, fetched_at=fetched_at, home_zone=home_zone)
    if kind is Kind.HTML or kind is Kind.OTHER:
        refusal = challenge(decode(body[:400_000], content_type))
        if refusal:
            return Feed(Health.REFUSED, detail=refusal)
        if kind is Kind.HTML:
            return Feed(Health.NOT_A_FEED, detail="máy chủ trả về trang HTML thay cho nguồn cấp tin")
    raw = None
    if kind is not Kind.OTHER:
        raw = fast.read(body) or fast.read(decode(body, content_type))
    if raw is None:
        raw = careful.read(body, url=url, content_type=content_type)
    if raw is None or (kind is Kind.OTHER and not raw.entries):
        return Feed(Health.NOT_A_FEED, detail="nội dung không phải RSS, Atom hay sitemap")
    if raw.format == "unknown":
        raw.format = kind.value
    return feed_of(raw, url=url, fetched_at=fetched_at, home_zone=home_zone)
