"""Probe sources: not "does it answer" but "can it be trusted", point by point, in words and with what to do.

The points are those that feeds have failed at while answering 200: parse, fill, freshness, section, dates, links,
robots. Nothing is stored. Once per process, like a round.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from crawlers.belonging import Belonging, Outlets
from crawlers.budget import NoBudgets
from crawlers.discovery import service_of
from crawlers.discovery.service import NotUnderstood, filled
from crawlers.extraction import ExtractionFailed, Extractors
from crawlers.fetching import FeedFetcher
from crawlers.health import Verdict, verdict_of
from crawlers.judging import FeedReport, Heard, judge
from crawlers.plan import RoundPlan
from crawlers.round import travel
from crawlers.sitemaps import is_pattern
from crawlers.visiting import Visitor
from news.article import Feed, FeedEntry
from news.errors import FetchError, ForbiddenSource
from news.source import Health, Source, SourceClass
from news.urls import host_of


@dataclass(frozen=True, slots=True)
class SourceReport:
    """One source: its configured addresses, and the candidates that were tried beside them."""

    source: Source
    feeds: tuple[FeedReport, ...]
    candidates: tuple[FeedReport, ...] = ()

    @property
    def health(self) -> Health:
        """The best of its configured addresses: one that works is enough to read the source."""
        found = [feed.health for feed in self.feeds]
        return Health.OK if Health.OK in found else found[0] if found else Health.NEVER_READ

    @property
    def advice(self) -> tuple[str, ...]:
        """What the office can do, most useful first."""
        usable = [feed.url for feed in self.candidates if feed.health is Health.OK]
        adopt = (f"có thể thêm vào cột feeds: {', '.join(usable)}",) if usable else ()
        return tuple(dict.fromkeys((*adopt, *(line for feed in self.feeds for line in feed.advice))))


def probe(source: Source, plan: RoundPlan) -> SourceReport:
    """Probe one source."""
    (report,) = probe_all([source], plan)
    return report


def probe_all(sources: Sequence[Source], plan: RoundPlan) -> tuple[SourceReport, ...]:
    """Probe several sources side by side, one request at a time to each host; reports in the same order.

    ``plan.sources`` are all accepted outlets, for telling whose links are whose.
    """
    journey = Probe(plan, sources)
    asyncio.run(travel(journey))
    return tuple(journey.report(source) for source in sources)


class NoLeases:
    """A probe takes no leases: it asks each address once, at the pace of a round."""

    def take(self, host: str) -> bool:  # noqa: ARG002
        return True

    def slow_down(self, host: str, pause: timedelta) -> None:
        """Nobody waits for the host after a probe."""


@dataclass
class Probe:
    """The journey of a probe; ``heard`` by address when it is over."""

    plan: RoundPlan
    sources: Sequence[Source]
    leases: NoLeases = field(default_factory=NoLeases)
    budgets: NoBudgets = field(default_factory=NoBudgets)
    heard: dict[str, Heard] = field(default_factory=dict)

    async def travel(self, visitor: Visitor) -> None:
        extractors = Extractors(1)
        fetcher = FeedFetcher(self.plan, visitor, extractors)
        outlets = Outlets((*self.plan.sources, *self.sources))
        places = asyncio.Semaphore(self.plan.hosts_at_once)
        by_host: dict[str, list[tuple[Source, str]]] = {}
        for source in self.sources:
            for url in (*source.feeds, *source.sitemaps, *source.listings, *source.candidates):
                by_host.setdefault(host_of(url), []).append((source, url))

        async def ask(addresses: list[tuple[Source, str]]) -> None:
            async with places:
                for source, url in addresses:
                    self.heard[url] = await self._hear(fetcher, outlets, source, url)

        try:
            await asyncio.gather(*(ask(addresses) for addresses in by_host.values()))
        finally:
            await extractors.close()

    async def _hear(self, fetcher: FeedFetcher, outlets: Outlets, source: Source, url: str) -> Heard:
        now = self.plan.clock()
        try:
            if source.source_class is SourceClass.DISCOVERY:
                return await self._ask(fetcher, source, url)
            if is_pattern(url):
                final_url, feed = url, await fetcher.assemble(source, url, now)
            else:
                visit = await fetcher.visit(url, now)
                final_url, feed = visit.final_url, await fetcher.read(source, url, visit, now)
        except (FetchError, ForbiddenSource) as error:
            return Heard(source, url, now, failure=verdict_of(error))
        except ExtractionFailed as error:
            return Heard(source, url, now, failure=Verdict(Health.BROKEN, error.reason))
        belonging = outlets.belonging(source, feed.entries)
        return Heard(source, url, now, final_url=final_url, feed=feed, belonging=belonging)

    async def _ask(self, fetcher: FeedFetcher, source: Source, template: str) -> Heard:
        """A discovery service is no outlet: its hints may lead anywhere."""
        now, service = self.plan.clock(), service_of(template)
        if service is None:
            words = f"chưa có bộ đọc cho dịch vụ {host_of(template)}"
            return Heard(source, template, now, failure=Verdict(Health.BROKEN, words))
        try:
            visit = await fetcher.visit(filled(template, service, self.plan.names), now)
            hints = service.read(visit.answer.body, visit.final_url, now)
        except NotUnderstood as error:
            return Heard(source, template, now, failure=Verdict(Health.BROKEN, str(error)))
        entries = tuple(FeedEntry(one.link, one.title, published=one.published) for one in hints)
        feed = Feed(Health.OK if entries else Health.EMPTY, entries, source.name, format=service.host)
        return Heard(source, template, now, template, feed, Belonging(((source, entries),)))

    def report(self, source: Source) -> SourceReport:
        """What was heard of one of the sources, judged."""
        own = (*source.feeds, *source.sitemaps, *source.listings)
        known = [self.heard[url] for url in own if url in self.heard]

        def reports(urls: Iterable[str]) -> tuple[FeedReport, ...]:
            return tuple(
                judge(self.heard[url], [one for one in known if one.url != url]) for url in urls if url in self.heard
            )

        return SourceReport(source, reports(own), reports(url for url in source.candidates if url not in own))
