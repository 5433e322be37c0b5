"""No request to a host that another machine is reading now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawlers.health import HostBusy
from crawlers.spider import Hosts, spider_of
from news.urls import host_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class Leases:
    def __init__(self, leases: Hosts) -> None:
        self._leases = leases

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Leases:
        return cls(spider_of(crawler).leases)

    def process_request(self, request: Request) -> None:
        if not self._leases.take(host_of(request.url)):
            raise HostBusy(request.url, "another machine reads this host")
