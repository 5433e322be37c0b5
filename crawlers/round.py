"""One round: every source whose time has come, then the pages wanted. Once per process, killable at any instant.

Whatever is stored is stored in transactions that are complete in themselves: one a feed, one a page. A round that is
killed and begun again reaches the state of one that was not.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import logging
import os
import platform
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.crawler import AsyncCrawlerRunner

from crawlers.archive import Archive, Keeper, StoreKeeper
from crawlers.belonging import Outlets
from crawlers.budget import HostBudgets
from crawlers.capturing import HostTrouble, PageCapturer
from crawlers.discovery.discoverer import Discoverer
from crawlers.extraction import Extractors
from crawlers.fetching import FeedFetcher
from crawlers.leases import HostLeases
from crawlers.plan import FeedOutcome, Progress, RoundPlan, RoundResult
from crawlers.reading import DueFeed, FeedReader
from crawlers.rereading import wake_pages
from crawlers.retention import sweep
from crawlers.rhythm import is_due
from crawlers.settings import scrapy_settings
from crawlers.spider import Journey, PressSpider
from crawlers.visiting import Visitor
from news.errors import NewsError, disk_error
from news.source import Health, SourceClass, SourceState
from news.urls import host_of

if TYPE_CHECKING:
    from storage import Storage
    from storage.entries import WantedPage

_LOCK = "round.lock"
_PAGES_AT_ONCE = 500
#: Rounds of one machine side by side, where the raw pages go into the store and no file is written.
_MOST_ROUNDS = 64


class RoundRunning(NewsError):
    """Another round writes to the same archive."""

    @property
    def vi(self) -> str:
        return "Một lượt thu thập khác đang chạy."


def collect(plan: RoundPlan, storage: Storage) -> RoundResult:
    """Run one round. Raises ``RoundRunning`` or ``StorageError``; whatever publishers do is in the result."""
    with _only_one(plan.archive, of=_MOST_ROUNDS if storage.is_shared else 1) as holder:
        round_ = Round(plan, storage, HostLeases(storage, holder, plan.clock, plan.delay))
        try:
            asyncio.run(travel(round_))
        finally:
            round_.leases.release_all()
        return round_.result()


async def travel(journey: Journey) -> None:
    """Carry out a journey with Scrapy and raise what it raised."""
    logging.getLogger("scrapy").setLevel(logging.ERROR)
    runner = AsyncCrawlerRunner(scrapy_settings(journey.plan))
    crawler = runner.create_crawler(PressSpider)
    await runner.crawl(crawler, journey=journey)
    spider = crawler.spider
    assert isinstance(spider, PressSpider)
    if spider.error is not None:
        raise spider.error


class Round:
    """The course of one round; hosts side by side, each host's requests one after the other."""

    def __init__(self, plan: RoundPlan, storage: Storage, leases: HostLeases) -> None:
        self.plan = plan
        self.leases = leases
        self.budgets = HostBudgets(storage, plan.daily_requests, plan.clock)
        self._storage = storage
        self._outlets = Outlets(plan.sources)
        self._began = time.monotonic()
        self._is_stopping = False
        self._places = asyncio.Semaphore(plan.hosts_at_once)
        #: Hosts somebody is at, and pages tried: a page is tried once a round.
        self._claimed: set[str] = set()
        self._given_up: set[str] = set()
        self._tried: set[int] = set()
        self._outcomes: list[FeedOutcome] = []
        self._feeds_total = self._not_due = self._busy = 0
        self._round_id = 0
        self._reader: FeedReader
        self._capturer: PageCapturer

    async def travel(self, visitor: Visitor) -> None:
        plan, now = self.plan, self.plan.clock()
        self._stop_on_sigterm()
        sweep(self._storage, plan.archive, now, plan.retention)
        with self._storage.begin() as work:
            self._round_id = work.rounds.start(now)
            wake_pages(work, now)
        extractors = Extractors(plan.workers)
        archive: Keeper = StoreKeeper() if self._storage.is_shared else Archive(plan.archive)
        fetcher = FeedFetcher(plan, visitor, extractors)
        self._reader = FeedReader(plan, self._storage, fetcher, self._outlets, self._round_id)
        self._capturer = PageCapturer(
            plan, self._storage, visitor, extractors, archive, self._outlets, {one.id: one for one in plan.sources}
        )
        try:
            async with asyncio.TaskGroup() as tasks:
                for host, feeds in self._due_feeds().items():
                    self._claimed.add(host)
                    tasks.create_task(self._attend(tasks, host, feeds))
                self._claim_hosts_of_pages(tasks)
                tasks.create_task(self._discover(visitor))
        except ExceptionGroup as group:
            # The store or the archive failed: the first to notice says it for all.
            raise group.exceptions[0] from None
        finally:
            archive.close()
            await extractors.close()
            self.budgets.close()
        with self._storage.begin() as work:
            work.rounds.finish(self._round_id, self.plan.clock(), self.result().summary())

    def result(self) -> RoundResult:
        counts = self._capturer.counts
        return RoundResult(
            round_id=self._round_id,
            outcomes=tuple(self._outcomes),
            not_due=self._not_due,
            busy=self._busy,
            pages_fetched=counts.fetched,
            pages_kept=counts.kept,
            pages_refused=counts.refused,
            pages_failed=counts.failed,
            pages_left=len(self._untried()),
            seconds=time.monotonic() - self._began,
            is_complete=not self._is_over,
        )

    @property
    def _is_over(self) -> bool:
        return self._is_stopping or time.monotonic() - self._began > self.plan.deadline.total_seconds()

    def _stop_on_sigterm(self) -> None:
        def stop() -> None:
            self._is_stopping = True

        # Only the main thread may; elsewhere whoever runs the round has other means.
        with contextlib.suppress(ValueError, RuntimeError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)

    def _due_feeds(self) -> dict[str, list[DueFeed]]:
        now = self.plan.clock()
        with self._storage.read() as work:
            states = {(state.source, state.feed): state for state in work.sources.list()}
        due: dict[str, list[DueFeed]] = {}
        for source in self.plan.sources:
            if not source.enabled or source.source_class is SourceClass.DISCOVERY:
                continue
            for url in source.addresses:
                state = states.get((source.id, url)) or SourceState(source.id, url)
                must_wait = not is_due(state, now) and (self.plan.only_due or state.health is Health.BACKING_OFF)
                if must_wait:
                    self._not_due += 1
                    continue
                due.setdefault(host_of(url), []).append(DueFeed(source, url, state))
                self._feeds_total += 1
        return due

    async def _discover(self, visitor: Visitor) -> None:
        discoverer = Discoverer(self.plan, self._storage, visitor, self._capturer, self._outlets)
        self._outcomes += await discoverer.travel()

    async def _attend(self, tasks: asyncio.TaskGroup, host: str, feeds: list[DueFeed]) -> None:
        """Read a host's feeds, then its pages, then see whose pages became wanted meanwhile."""
        async with self._places:
            if not self.leases.take(host):
                # Another machine is at it: what is new there is its to read.
                self._busy += len(feeds)
                self._given_up.add(host)
                return
            for due in feeds:
                if self._is_over:
                    break
                if self._was_read(due):
                    self._not_due += 1
                    continue
                outcome = await self._reader.read(due, host)
                if outcome is None:
                    self._busy += 1
                    break
                self._outcomes.append(outcome)
                self._report()
            await self._capture_pages(host)
        self._claimed.discard(host)
        self._claim_hosts_of_pages(tasks)

    def _was_read(self, due: DueFeed) -> bool:
        """Whether another machine read the feed while this round waited for its host."""
        with self._storage.read() as work:
            now = work.sources.get(due.source.id, due.url)
        return now.last_attempt_at != due.state.last_attempt_at

    async def _capture_pages(self, host: str) -> None:
        trouble = HostTrouble()
        while pages := self._untried(host):
            for page in pages:
                if trouble.is_over:
                    self._given_up.add(host)
                if self._is_over or trouble.is_over:
                    return
                self._tried.add(page.entry_id)
                await self._capturer.capture(page, trouble)
                self._report()

    def _claim_hosts_of_pages(self, tasks: asyncio.TaskGroup) -> None:
        if self._is_over:
            return
        for host in {host_of(page.url) for page in self._untried()} - self._claimed - self._given_up:
            self._claimed.add(host)
            tasks.create_task(self._attend(tasks, host, []))

    def _untried(self, host: str | None = None) -> list[WantedPage]:
        """Pages that are wanted now and were not tried in this round, oldest first."""
        with self._storage.read() as work:
            pages = work.entries.wanted(
                self.plan.clock(), _PAGES_AT_ONCE + len(self._tried), None if host is None else [host]
            )
        return [page for page in pages if page.entry_id not in self._tried]

    def _report(self) -> None:
        counts = self._capturer.counts
        self.plan.progress(
            Progress(
                feeds=len(self._outcomes),
                feeds_total=self._feeds_total,
                entries_new=sum(outcome.new for outcome in self._outcomes),
                pages=counts.fetched,
                pages_failed=counts.failed + counts.refused,
            )
        )


@contextlib.contextmanager
def _only_one(folder: Path, of: int) -> Iterator[str]:
    """Hold the archive for this round, or one ``of`` so many places beside it; yield the holder's name for host leases.

    The lock goes with its process, however that ends, so the name may be the same for every round of this machine,
    folder and place: the next round takes over the leases of one that was killed.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for place in range(of):
            lock = os.open(folder / (_LOCK if place == 0 else f"{_LOCK}.{place}"), os.O_RDWR | os.O_CREAT, 0o644)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
            else:
                break
        else:
            raise RoundRunning(str(folder))
    except OSError as error:
        raise disk_error(folder, error) from error
    try:
        yield f"{platform.node()}:{folder.resolve()}" + (f":{place}" if place else "")
    finally:
        os.close(lock)
