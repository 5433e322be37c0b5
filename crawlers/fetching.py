"""Fetch one feed and parse it, its parts included; nothing is stored here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from crawlers import feeds
from crawlers.extraction import Extractors
from crawlers.health import BadStatus
from crawlers.plan import RoundPlan
from crawlers.recency import SPLIT, newest_shards
from crawlers.sitemaps import shard_urls
from crawlers.visiting import Visit, Visitor
from crawlers.zones import zone_of
from net.refusal import is_comment_feed
from news.article import Feed
from news.errors import FetchError, ForbiddenSource
from news.source import Health, Source
from news.times import local

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

    async def read(self, source: Source, url: str, visit: Visit, now: datetime) -> Feed:
        """What a visit to one of the source's addresses brought: a section page lists, anything else is a feed."""
        return await (self._list(source, visit, now) if url in source.listings else self._parse(source, visit, now))

    async def _parse(self, source: Source, visit: Visit, now: datetime) -> Feed:
        """What the feed says; of a split sitemap, what its newest parts say. A comment feed is refused (SCOPE §1)."""
        feed = await self._parse_one(source, visit, now)
        if is_comment_feed(feed.title):
            raise ForbiddenSource(visit.final_url, "bình luận của bạn đọc")
        return await self._parse_parts(source, feed, now) if feed.shards else feed

    async def assemble(self, source: Source, pattern: str, now: datetime) -> Feed:
        """The sitemap whose parts are named by dates: those of today and yesterday. Raises what the first raised
        where none could be read: the part of a day that has just begun may not be there yet.
        """
        today = local(now).date()
        parts: list[Feed] = []
        faults: list[FetchError] = []
        for url in shard_urls(pattern, (today - timedelta(days=1), today)):
            try:
                parts.append(await self._parse_one(source, await self.visit(url, now), now))
            except BadStatus as error:
                faults.append(error)
        if not parts:
            raise faults[0]
        return _joined(Feed(Health.OK, format=SPLIT), parts)

    async def _list(self, source: Source, visit: Visit, now: datetime) -> Feed:
        return await self._extractors.listing(
            visit.answer.body,
            url=visit.final_url,
            content_type=visit.content_type,
            fetched_at=now,
            home_zone=zone_of(source),
        )

    async def _parse_parts(self, source: Source, index: Feed, now: datetime) -> Feed:
        shards = newest_shards(index.shards)
        return _joined(index, [await self._parse_one(source, await self.visit(one.url, now), now) for one in shards])

    async def _parse_one(self, source: Source, visit: Visit, now: datetime) -> Feed:
        body, type_, zone = visit.answer.body, visit.content_type, zone_of(source)
        if len(body) > _MOST_BYTES_HERE:
            return await self._extractors.feed(
                body, url=visit.final_url, content_type=type_, fetched_at=now, home_zone=zone
            )
        return feeds.parse(body, url=visit.final_url, content_type=type_, fetched_at=now, home_zone=zone)


def _joined(index: Feed, parts: Sequence[Feed]) -> Feed:
    """The entries of all parts; a part that could not be read speaks for the whole."""
    for part in parts:
        if part.health not in {Health.OK, Health.EMPTY}:
            return part
    entries = tuple(entry for part in parts for entry in part.entries)
    return replace(index, entries=entries, health=Health.OK if entries else Health.EMPTY, shards=())
