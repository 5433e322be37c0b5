"""Fetch one wanted page: visit, take apart, archive, and store everything that follows from it in one transaction."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

from crawlers.archive import ArchivedPage, Keeper
from crawlers.belonging import Outlets
from crawlers.extraction import ExtractionFailed, Extractors
from crawlers.health import BadStatus, HostBusy, Verdict, verdict_of, verdict_of_surprise
from crawlers.merging import article_from
from crawlers.plan import RoundPlan
from crawlers.rhythm import next_page_attempt
from crawlers.visiting import Visit, Visitor
from crawlers.zones import language_of, zone_of
from news.article import Origin, Page, PageKind
from news.errors import FetchError, ForbiddenSource, StorageError
from news.source import Health, Source
from news.urls import canonical_url, same_site
from storage.entries import PageState, WantedPage
from storage.snapshots import SnapshotRef

if TYPE_CHECKING:
    from storage import Storage

log = logging.getLogger(__name__)

_HOST_TROUBLE = frozenset(
    {Health.UNREACHABLE, Health.TOO_SLOW, Health.CERTIFICATE, Health.BACKING_OFF, Health.PRIVATE_ADDRESS}
)
#: So many pages of a host in trouble one after the other, and the rest of them waits for the next round.
_MOST_TROUBLE = 3


@dataclass(slots=True)
class PageCounts:
    """Running totals of a round."""

    fetched: int = 0
    kept: int = 0
    refused: int = 0
    failed: int = 0


@dataclass(slots=True)
class HostTrouble:
    """Whether a host is still worth asking in this round."""

    in_a_row: int = 0
    is_over: bool = False

    def note(self, verdict: Verdict | None) -> None:
        if verdict is None or verdict.health not in _HOST_TROUBLE:
            self.in_a_row = 0
            return
        self.in_a_row += 1
        self.is_over = self.in_a_row >= _MOST_TROUBLE or verdict.health is Health.BACKING_OFF


@dataclass(slots=True)
class PageCapturer:
    """Fetches pages for one round."""

    plan: RoundPlan
    storage: Storage
    visitor: Visitor
    extractors: Extractors
    archive: Keeper
    outlets: Outlets
    sources: dict[str, Source]
    counts: PageCounts = field(default_factory=PageCounts)
    random: Random = field(default_factory=Random)

    async def capture(self, wanted: WantedPage, trouble: HostTrouble) -> None:
        """Fetch and store one page, or store why not. Errors of storage and archive are the round's."""
        now = self.plan.clock()
        source = self.sources.get(wanted.source)
        if source is None or not source.enabled:
            self._mark(wanted, PageState.UNWANTED, "nguồn đã tắt hoặc không còn trong danh sách")
            return
        try:
            visit = await self.visitor.visit(wanted.url, limit=self.plan.bounds.page_bytes, now=now)
            self._check_destination(wanted, visit)
            page = await self._take_apart(source, visit, now)
            addresses = addresses_of(wanted.url, visit, page)
        except HostBusy:
            trouble.is_over = True
            return
        except (FetchError, ForbiddenSource) as error:
            verdict = verdict_of(error)
            trouble.note(verdict)
            self._store_failure(wanted, verdict, now)
            return
        except ExtractionFailed as error:
            self._store_failure(wanted, Verdict(Health.BROKEN, error.reason), now)
            return
        except StorageError:
            raise
        # The web is stranger than any list of errors: one page must not end the round of all others.
        except Exception as error:
            log.warning("unexpected %s while capturing %s", type(error).__name__, wanted.url)
            self._store_failure(wanted, verdict_of_surprise(error), now)
            return
        trouble.note(None)
        self.counts.fetched += 1
        if page.kind is PageKind.ARTICLE:
            archived = self.archive.append(visit.answer, visit.final_url, now)
            self._store_article(wanted, addresses, page, archived, now)
        elif page.kind is PageKind.REFUSED:
            self._store_failure(wanted, Verdict(Health.REFUSED, page.reason, is_lasting=True), now)
        else:
            # The feed's version stays what is known of it.
            self._mark(wanted, PageState.FETCHED, page.reason or "trang không có bài viết")

    def _check_destination(self, wanted: WantedPage, visit: Visit) -> None:
        """An article that redirects to a stranger is gone: its outlet sold the address or closed the page."""
        if not same_site(wanted.url, visit.final_url) and self.outlets.owner_of(visit.final_url) is None:
            raise BadStatus(wanted.url, 410)

    async def _take_apart(self, source: Source, visit: Visit, now: datetime) -> Page:
        return await self.extractors.page(
            visit.answer.body,
            url=visit.final_url,
            content_type=visit.content_type,
            fetched_at=now,
            home_zone=zone_of(source),
            home_language=language_of(source),
        )

    def _store_article(
        self, wanted: WantedPage, addresses: list[str], page: Page, archived: ArchivedPage, now: datetime
    ) -> None:
        snapshot = SnapshotRef(
            url=archived.url,
            file=archived.file,
            offset=archived.offset,
            length=archived.length,
            sha256=archived.sha256,
            fetched_at=now,
            delete_after=now + self.plan.retention,
            record=archived.record,
        )
        with self.storage.begin() as work:
            known = [one for one in map(work.articles.find, addresses) if one is not None]
            url = known[0].article.url if known else addresses[0]
            article = article_from(page, url=url, source=wanted.source, known=known[0].article if known else None)
            stored = work.articles.add(article, first_seen_at=wanted.first_seen_at, snapshot=snapshot)
            if stored.id:
                for address in addresses:
                    work.articles.add_alias(address, stored.id)
            work.entries.mark(wanted.entry_id, PageState.FETCHED)
        self.counts.kept += stored.is_changed

    def _store_failure(self, wanted: WantedPage, verdict: Verdict, now: datetime) -> None:
        state = _state_after(verdict)
        self.counts.refused += state is PageState.REFUSED
        self.counts.failed += state is not PageState.REFUSED
        retry_at = None
        if state is PageState.FAILED and not verdict.is_lasting:
            retry_at = next_page_attempt(wanted.attempts + 1, now, retry_after=verdict.retry_after, random=self.random)
        self._mark(wanted, state if retry_at is None else PageState.WANTED, verdict.detail, retry_at)

    def _mark(self, wanted: WantedPage, state: PageState, detail: str, retry_at: datetime | None = None) -> None:
        with self.storage.begin() as work:
            work.entries.mark(wanted.entry_id, state, detail, retry_at=retry_at)
            if state is PageState.GONE:
                known = work.articles.find(canonical_url(wanted.url))
                if known is not None and known.article.origin is Origin.PAGE:
                    taken_down = replace(known.article, origin=Origin.REMOVED)
                    work.articles.add(taken_down, first_seen_at=known.first_seen_at)


def _state_after(verdict: Verdict) -> PageState:
    match verdict.health:
        case Health.REFUSED | Health.PRIVATE_ADDRESS:
            return PageState.REFUSED
        case Health.ROBOTS if verdict.is_lasting:
            return PageState.REFUSED
        case Health.GONE:
            return PageState.GONE
        case _:
            return PageState.FAILED


def addresses_of(wanted_url: str, visit: Visit, page: Page) -> list[str]:
    """All addresses that turned out to be this article, the canonical one first if it is of the same site."""
    found = [visit.final_url, wanted_url, *visit.passed]
    if same_site(page.canonical_url, visit.final_url):
        found.insert(0, page.canonical_url)
    return list(dict.fromkeys(canonical_url(url) for url in found))
