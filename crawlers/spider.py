"""The spider: Scrapy opens it, it runs the round, Scrapy closes it. It schedules nothing by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from scrapy import Spider

from crawlers.visiting import Visitor

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawlers.plan import RoundPlan


class Hosts(Protocol):
    """Who may be asked now."""

    def take(self, host: str) -> bool: ...

    def slow_down(self, host: str, pause: timedelta) -> None: ...


class Budgets(Protocol):
    """How much a host may still be asked today."""

    def spend(self, host: str) -> timedelta | None: ...


class Journey(Protocol):
    """What a spider carries out: a round, or the probe of one source."""

    @property
    def plan(self) -> RoundPlan: ...

    @property
    def leases(self) -> Hosts: ...

    @property
    def budgets(self) -> Budgets: ...

    async def travel(self, visitor: Visitor) -> None: ...


class PressSpider(Spider):
    """Runs one journey with Scrapy's downloader and our middlewares."""

    name = "press"

    def __init__(self, journey: Journey) -> None:
        super().__init__()
        self.plan = journey.plan
        self.leases = journey.leases
        self.budgets = journey.budgets
        self._journey = journey
        #: Scrapy logs what its spiders raise and goes on; the round must know.
        self.error: BaseException | None = None

    async def start(self) -> AsyncIterator[object]:
        try:
            await self._journey.travel(Visitor(self.crawler))
        except Exception as error:  # kept for whoever began the journey
            self.error = error
        nothing: tuple[object, ...] = ()
        for request in nothing:  # an iterator by its form; Scrapy has nothing to schedule
            yield request


def spider_of(crawler: Crawler) -> PressSpider:
    """The spider, and with it the plan, that a component of Scrapy serves."""
    spider = crawler.spider
    assert isinstance(spider, PressSpider)
    return spider
