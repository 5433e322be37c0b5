"""One visit to one address: out through Scrapy's downloader and all middlewares, back as what was served."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from scrapy import Request

from crawlers.health import BadStatus
from crawlers.meta import ANSWER, LIMIT, PASSED
from crawlers.rhythm import parse_retry_after
from net.client import Answer
from news.errors import FetchError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Visit:
    """``passed``: the addresses that redirected on the way from the one asked for, it first."""

    answer: Answer
    passed: tuple[str, ...] = ()

    @property
    def final_url(self) -> str:
        return self.answer.url

    @property
    def content_type(self) -> str | None:
        return self.answer.header("Content-Type")

    @property
    def is_unchanged(self) -> bool:
        return self.answer.status == NOT_MODIFIED


class Visitor:
    """Visits addresses on behalf of one round."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    async def visit(
        self,
        url: str,
        *,
        limit: int,
        now: datetime,
        headers: Sequence[tuple[str, str]] = (),
        keep_cookies: bool = False,
    ) -> Visit:
        """Return a 200 (or the 304 that ``headers`` asked for); anything else raises a ``FetchError``.

        ``keep_cookies``: within this one visit's redirects, for servers that redirect until they see their cookie.
        """
        cookies = {"cookiejar": url} if keep_cookies else {"dont_merge_cookies": True}
        try:
            request = Request(url, headers=dict(headers), meta={LIMIT: limit, **cookies})
        except ValueError as error:
            raise FetchError(url, str(error)) from error
        response = await self._crawler.engine.download_async(request)
        meta = response.meta
        answer: Answer = meta[ANSWER]
        if answer.status != 200 and not (answer.status == NOT_MODIFIED and headers):
            raise BadStatus(url, answer.status, parse_retry_after(answer.header("Retry-After"), now))
        return Visit(answer, meta.get(PASSED, ()))
