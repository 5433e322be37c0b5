"""Scrapy's door to the network: every request goes through the guarded client, none through Scrapy's own handlers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.http import Headers, Response

from crawlers.meta import ANSWER, LIMIT
from crawlers.spider import spider_of
from net.client import Answer, GuardedClient

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class GuardedHandler:
    """Downloads http and https. The whole answer, as it was on the wire, is left in ``meta`` for the archive."""

    #: Built with the engine, inside the running loop, not at the first request.
    lazy = False

    def __init__(self, client: GuardedClient) -> None:
        self._client = client

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardedHandler:
        plan = spider_of(crawler).plan
        return cls(GuardedClient(plan.policy, plan.bounds, hosts=plan.hosts))

    async def download_request(self, request: Request) -> Response:
        headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in request.headers.items()
            for value in values
        ]
        answer = await self._client.get(request.url, headers, limit=request.meta.get(LIMIT))
        request.meta[ANSWER] = answer
        return Response(url=answer.url, status=answer.status, headers=_headers(answer), body=answer.body)

    async def close(self) -> None:
        await self._client.close()


def _headers(answer: Answer) -> Headers:
    headers = Headers()
    for name, value in answer.headers:
        # As the bytes they were: a redirect may name its target in UTF-8.
        headers.appendlist(name, value.encode("latin-1"))
    return headers
