"""Obey robots.txt: read once a round and host, before the first request to it. Its pace is obeyed too."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request

from crawlers.health import BadStatus, RedirectLoop, RobotsRefusal
from crawlers.meta import LIMIT
from crawlers.middlewares.statuses import retry_after_of
from crawlers.robots import NO_RULES, Robots, parse_robots
from crawlers.spider import spider_of
from news.urls import host_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_EXEMPT = "is_robots"


class RobotsRules:
    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._plan = spider_of(crawler).plan
        self._known: dict[str, asyncio.Task[Robots]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsRules:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get(_EXEMPT):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._known:
            self._known[origin] = asyncio.ensure_future(self._read(origin))
        # An error of reading it is the host's: it meets every request there alike, without asking again.
        robots = await asyncio.shield(self._known[origin])
        if not robots.allows(request.url):
            raise RobotsRefusal(request.url, "robots.txt không cho phép địa chỉ này")
        if robots.crawl_delay:
            self._slow_down(parts.hostname or "", robots.crawl_delay)
            spider_of(self._crawler).leases.slow_down(host_of(request.url), robots.crawl_delay)

    async def _read(self, origin: str) -> Robots:
        url = f"{origin}/robots.txt"
        meta = {_EXEMPT: True, LIMIT: self._plan.bounds.robots_bytes, "dont_merge_cookies": True}
        try:
            response = await self._crawler.engine.download_async(Request(url, meta=meta))
        except RedirectLoop:
            # RFC 9309 §2.3.1.2: more redirects than one cares to follow count as no file.
            return NO_RULES
        return self._rules_of(response)

    def _rules_of(self, response: Response) -> Robots:
        if response.status in {429, 503}:
            raise BadStatus(response.url, response.status, retry_after_of(response, self._plan.clock()))
        if response.status >= 500:
            reason = f"robots.txt tạm thời không đọc được (mã {response.status}), nên chưa đọc trang"
            raise RobotsRefusal(response.url, reason, is_lasting=False)
        return parse_robots(response.body) if 200 <= response.status < 300 else NO_RULES

    def _slow_down(self, host: str, delay: timedelta) -> None:
        slot = self._crawler.engine.downloader.slots.get(host)
        if slot is not None:
            slot.delay = max(slot.delay, delay.total_seconds())
