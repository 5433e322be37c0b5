"""Pages are taken apart in processes of their own: one that kills, hangs or bloats its process costs itself only.

Not ``ProcessPoolExecutor``: there one dead worker breaks the pool, a hanging one cannot be stopped, and workers outlive
a parent that is killed. Here each worker ends when its pipe does.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from datetime import datetime, timedelta, timezone
from typing import Any

from news.article import Feed, Page
from news.errors import NewsError

#: Starting Python and its parsers on a busy machine takes seconds; they come out of the first page's time.
PAGE_TIME = timedelta(seconds=30)
_LENGTH_BYTES = 8


class ExtractionFailed(NewsError):
    """A page could not be taken apart; the page, not the round, is at fault."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, reason)
        self.url, self.reason = url, reason

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}"


class Extractors:
    """At most ``workers`` processes, begun when first needed and replaced when they fail."""

    def __init__(self, workers: int, page_time: timedelta = PAGE_TIME) -> None:
        self._page_time = page_time.total_seconds()
        self._idle: list[Process] = []
        self._places = asyncio.Semaphore(max(workers, 1))

    async def page(
        self,
        body: bytes,
        *,
        url: str,
        content_type: str | None,
        fetched_at: datetime,
        home_zone: timezone,
        home_language: str | None,
    ) -> Page:
        """Take one page apart. Raises ``ExtractionFailed`` when its worker dies, takes too long or cannot."""
        answer = await self._ask(
            "page",
            body,
            url=url,
            content_type=content_type,
            fetched_at=fetched_at,
            home_zone=home_zone,
            home_language=home_language,
        )
        assert isinstance(answer, Page)
        return answer

    async def feed(
        self, body: bytes, *, url: str, content_type: str | None, fetched_at: datetime, home_zone: timezone
    ) -> Feed:
        """The same for a feed that is too large to be parsed between two answers of the network."""
        answer = await self._ask(
            "feed", body, url=url, content_type=content_type, fetched_at=fetched_at, home_zone=home_zone
        )
        assert isinstance(answer, Feed)
        return answer

    async def listing(
        self, body: bytes, *, url: str, content_type: str | None, fetched_at: datetime, home_zone: timezone
    ) -> Feed:
        """The same for a section page: what it lists, as a feed."""
        answer = await self._ask(
            "listing", body, url=url, content_type=content_type, fetched_at=fetched_at, home_zone=home_zone
        )
        assert isinstance(answer, Feed)
        return answer

    async def close(self) -> None:
        for worker in self._idle:
            await _end(worker)
        self._idle.clear()

    async def _ask(self, what: str, body: bytes, *, url: str, **known: object) -> object:
        async with self._places:
            worker = self._idle.pop() if self._idle else await _begin()
            try:
                async with asyncio.timeout(self._page_time):
                    answer = await _exchange(worker, (what, body, {"url": url, **known}))
            except TimeoutError:
                await _end(worker)
                raise ExtractionFailed(url, "quá thời gian đọc nội dung trang") from None
            except (OSError, EOFError, asyncio.IncompleteReadError):
                await _end(worker)
                raise ExtractionFailed(url, "tiến trình đọc nội dung trang dừng đột ngột") from None
            except asyncio.CancelledError:
                await _end(worker)
                raise
            self._idle.append(worker)
        if isinstance(answer, str):
            raise ExtractionFailed(url, answer)
        return answer


async def _begin() -> Process:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "crawlers.worker", stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment
    )


async def _exchange(worker: Process, question: tuple[Any, ...]) -> object:
    assert worker.stdin is not None
    assert worker.stdout is not None
    message = pickle.dumps(question, protocol=pickle.HIGHEST_PROTOCOL)
    worker.stdin.write(len(message).to_bytes(_LENGTH_BYTES, "little") + message)
    await worker.stdin.drain()
    length = int.from_bytes(await worker.stdout.readexactly(_LENGTH_BYTES), "little")
    # The worker is our own process, not the network.
    return pickle.loads(await worker.stdout.readexactly(length))  # noqa: S301


async def _end(worker: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        worker.kill()
    await worker.wait()
