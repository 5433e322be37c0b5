import asyncio
from datetime import timedelta

import pytest

from crawlers.extraction import ExtractionFailed, Extractors
from news.article import Page, PageKind
from news.times import ICT
from tests.crawlers.outlets import article
from tests.crawlers.run_round import NOON

PAGE = article("Cầu mới thông xe", "http://a.vn/1.htm").encode()


async def _extract(extractors: Extractors) -> Page:
    return await extractors.page(
        PAGE, url="http://a.vn/1.htm", content_type="text/html", fetched_at=NOON, home_zone=ICT, home_language="vi"
    )


def test_takes_pages_apart_elsewhere() -> None:
    async def run() -> Page:
        extractors = Extractors(1)
        page = await _extract(extractors)
        await extractors.close()
        return page

    page = asyncio.run(run())
    assert (page.kind, page.title) == (PageKind.ARTICLE, "Cầu mới thông xe")


def test_replaces_a_worker_that_died() -> None:
    async def run() -> Page:
        extractors = Extractors(1)
        await _extract(extractors)
        extractors._idle[0].kill()
        await extractors._idle[0].wait()
        with pytest.raises(ExtractionFailed):
            await _extract(extractors)
        page = await _extract(extractors)
        await extractors.close()
        return page

    assert asyncio.run(run()).title == "Cầu mới thông xe"


def test_ends_a_worker_that_takes_too_long() -> None:
    async def run() -> int:
        extractors = Extractors(1, timedelta(milliseconds=1))
        with pytest.raises(ExtractionFailed, match="quá thời gian"):
            await _extract(extractors)
        left = len(extractors._idle)
        await extractors.close()
        return left

    assert asyncio.run(run()) == 0
