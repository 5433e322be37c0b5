"""No request to a host that has had its share of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawlers.health import BudgetSpent
from crawlers.spider import Budgets, spider_of
from news.urls import host_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class Budget:
    def __init__(self, budgets: Budgets) -> None:
        self._budgets = budgets

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Budget:
        return cls(spider_of(crawler).budgets)

    def process_request(self, request: Request) -> None:
        wait = self._budgets.spend(host_of(request.url))
        if wait is not None:
            raise BudgetSpent(request.url, wait)
