"""Fetch one feed and parse it, its parts included; nothing is stored here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from crawlers import feeds
from crawlers.extraction import Extractors
from crawlers.plan import RoundPlan
from crawlers.recency import newest_shards
from crawlers.visiting import Visit, Visitor
from crawlers.zones import zone_of
from net.refusal import is_comment_feed
from news.article import Feed
from news.errors import ForbiddenSource
from news.source import Health, Source

#: A larger feed is parsed in a worker, so that the network is not kept waiting.
_MOST_BYTES_HERE = 400_000


class FeedFetcher:
    """Visits and parses on behalf of a round or a probe."""

    def __init__(self, plan: RoundPlan, visitor: Visitor, extractors: Extractors) -> None:
        self._limit = plan.bounds.feed_bytes
        self._visitor = visitor
        self._extractors = extractors

    async def visit(self, url: str, now: datetime, conditions: Sequence[tuple[str, str]] = ()) -> Visit:
        return await self._visitor.visit(url, limit=self._limit, now=now, headers=conditions, keep_cookies=True)

    async def parse(self, source: Source, visit: Visit, now: datetime) -> Feed:
        """What the feed says; of a split sitemap, what its newest parts say. A comment feed is refused (SCOPE §1)."""
        feed = await self._parse_one(source, visit, now)
        if is_comment_feed(feed.title):
            raise ForbiddenSource(visit.final_url, "bình luận của bạn đọc")
        return await self._parse_parts(source, feed, now) if feed.shards else feed

    async def _parse_parts(self, source: Source, index: Feed, now: datetime) -> Feed:
        parts = []
        for shard in newest_shards(index.shards):
            part = await self._parse_one(source, await self.visit(shard.url, now), now)
            if part.health not in {Health.OK, Health.EMPTY}:
                return part
            parts.append(part)
        entries = tuple(entry for part in parts for entry in part.entries)
        return replace(index, entries=entries, health=Health.OK if entries else Health.EMPTY, shards=())

    async def _parse_one(self, source: Source, visit: Visit, now: datetime) -> Feed:
        body, type_, zone = visit.answer.body, visit.content_type, zone_of(source)
        if len(body) > _MOST_BYTES_HERE:
            return await self._extractors.feed(
                body, url=visit.final_url, content_type=type_, fetched_at=now, home_zone=zone
            )
        return feeds.parse(body, url=visit.final_url, content_type=type_, fetched_at=now, home_zone=zone)
