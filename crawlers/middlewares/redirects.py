"""Follow redirects within bounds. Each target passes all middlewares again: admission, lease, robots, address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from w3lib.url import safe_url_string

from crawlers.health import RedirectLoop
from crawlers.meta import PASSED
from crawlers.spider import spider_of
from news.errors import FetchError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_STATUSES = frozenset({301, 302, 303, 307, 308})
#: Sent to the address that was asked for only.
_CONDITIONAL = (b"If-None-Match", b"If-Modified-Since", b"Cookie", b"Referer")


class Redirects:
    def __init__(self, most: int) -> None:
        self._most = most

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Redirects:
        return cls(spider_of(crawler).plan.bounds.redirects)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        location = response.headers.get(b"Location")
        if response.status not in _STATUSES or not location:
            return response
        passed = (*request.meta.get(PASSED, ()), request.url)
        if len(passed) > self._most:
            raise RedirectLoop(passed[0], f"quá {self._most} lần")
        try:
            target = urljoin(request.url, safe_url_string(location))
            following = request.replace(url=target.partition("#")[0], meta={**request.meta, PASSED: passed})
        except ValueError as error:
            raise FetchError(passed[0], f"redirect to no address: {error}") from error
        following.meta.pop("download_slot", None)
        for name in _CONDITIONAL:
            following.headers.pop(name, None)
        return following
