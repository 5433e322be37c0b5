"""Read one feed: ask politely, parse, sort, and store everything that follows from it in one transaction."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from zlib import crc32

from crawlers.belonging import Belonging, Outlets
from crawlers.extraction import ExtractionFailed
from crawlers.fetching import FeedFetcher
from crawlers.health import BadStatus, HostBusy, Verdict, verdict_of, verdict_of_feed, verdict_of_surprise
from crawlers.plan import FeedOutcome, RoundPlan
from crawlers.recency import SITEMAPS, SPLIT, recent_entries
from crawlers.rhythm import longest_gap, next_attempt, next_reading, typical_gap
from crawlers.sitemaps import is_pattern
from crawlers.visiting import Visit
from net.failures import BadCertificate, Unreachable
from news.article import Feed, FeedEntry
from news.errors import FetchError, ForbiddenSource, PrivateAddress, StorageError
from news.source import Health, Source, SourceState
from news.urls import host_of

if TYPE_CHECKING:
    from storage import Storage

log = logging.getLogger(__name__)

#: Every so many readings the feed is fetched whole: some servers keep an ETag though the feed changed.
_WHOLE_EVERY = 12
#: In the place of an ETag that was caught lying; never sent.
DISTRUSTED = ""


@dataclass(frozen=True, slots=True)
class DueFeed:
    """One address of one source whose time has come."""

    source: Source
    url: str
    state: SourceState


class FeedReader:
    """Reads feeds for one round."""

    def __init__(
        self,
        plan: RoundPlan,
        storage: Storage,
        fetcher: FeedFetcher,
        outlets: Outlets,
        round_id: int,
    ) -> None:
        self._plan = plan
        self._storage = storage
        self._fetcher = fetcher
        self._outlets = outlets
        self._round_id = round_id
        self._random = Random()  # noqa: S311 (jitter)
        #: Hosts that did not answer this round: their further feeds fare alike and are not asked.
        self._down: dict[str, Verdict] = {}

    async def read(self, due: DueFeed, host: str) -> FeedOutcome | None:
        """Read and store one feed; ``None`` when another machine is at it."""
        now = self._plan.clock()
        if host in self._down:
            return self._store_failure(due, self._down[host], now)
        try:
            if is_pattern(due.url):
                state, feed = due.state, await self._fetcher.assemble(due.source, due.url, now)
            else:
                visit = await self._fetcher.visit(due.url, now, _conditions(due, self._round_id))
                if visit.is_unchanged:
                    return self._store_unchanged(due, due.state, now)
                sha256 = hashlib.sha256(visit.answer.body).hexdigest()
                state = _with_validators(due.state, visit, sha256)
                if sha256 == due.state.body_sha256:
                    return self._store_unchanged(due, state, now)
                feed = await self._fetcher.read(due.source, due.url, visit, now)
                if feed.format == SPLIT:
                    # The index may stay the same while its parts change.
                    state = replace(state, etag=None, last_modified=None, body_sha256=None)
        except HostBusy:
            return None
        except (FetchError, ForbiddenSource) as error:
            verdict = verdict_of(error)
            if _concerns_host(error, host):
                self._down[host] = verdict
            return self._store_failure(due, verdict, now)
        except ExtractionFailed as error:
            return self._store_failure(due, Verdict(Health.BROKEN, error.reason), now)
        except StorageError:
            raise
        # The web is stranger than any list of errors: one feed must not end the round of all others.
        except Exception as error:
            log.warning("unexpected %s while reading %s", type(error).__name__, due.url)
            return self._store_failure(due, verdict_of_surprise(error), now)
        if feed.health is not Health.OK:
            return self._store_failure(due, Verdict(feed.health, feed.detail), now)
        return self._store_entries(due, state, feed, now)

    def _store_entries(self, due: DueFeed, state: SourceState, feed: Feed, now: datetime) -> FeedOutcome:
        if feed.format in SITEMAPS:
            feed = replace(feed, entries=recent_entries(feed.entries, now))
        belonging = self._outlets.belonging(due.source, feed.entries)
        if feed.entries and not belonging.entries:
            return self._store_failure(due, Verdict(Health.BROKEN, _joined(feed.detail, belonging)), now)
        times = [entry.published.at for entry in feed.entries if entry.published.is_credible(now)]
        known = [at for at in times if at is not None]
        gap = typical_gap(known, state.typical_gap, said=feed.period)
        longest = longest_gap(known, state.newest_entry_at, state.longest_gap)
        sorted_ = [(source, *self._sorted(source, entries)) for source, entries in belonging.entries]
        with self._storage.begin() as work:
            new = edited = 0
            for source, kept, wanted in sorted_:
                added = work.entries.add(source.id, kept, first_seen_at=now, wanted=wanted)
                new, edited = new + added.new, edited + added.edited
            newest = max(known) if known else now if new else state.newest_entry_at
            verdict = verdict_of_feed(feed, newest, gap, longest, now)
            state = replace(
                _succeeded(state, due.source, gap, now), newest_entry_at=newest, longest_gap=longest,
                health=verdict.health, detail=_joined(verdict.detail, belonging),
            )  # fmt: skip
            work.sources.put(state)
            work.sources.add_reading(
                self._round_id, due.source.id, due.url, now, state.health, state.detail, len(feed.entries), new
            )
        return FeedOutcome(
            due.source.id, due.url, state.health, state.detail, entries=len(feed.entries), new=new, edited=edited
        )

    def _sorted(self, source: Source, entries: tuple[FeedEntry, ...]) -> tuple[tuple[FeedEntry, ...], frozenset[str]]:
        """The entries to keep, and the links among them whose pages are wanted.

        A sitemap may give addresses only: without a title there is nothing to keep but the wish for the page.
        """
        wanted = frozenset(entry.link for entry in entries if self._plan.wanted(source, entry))
        return tuple(entry for entry in entries if entry.title or entry.link in wanted), wanted

    def _store_unchanged(self, due: DueFeed, state: SourceState, now: datetime) -> FeedOutcome:
        state = _succeeded(state, due.source, state.typical_gap, now)
        verdict = verdict_of_feed(Feed(Health.OK), state.newest_entry_at, state.typical_gap, state.longest_gap, now)
        detail = state.detail if verdict.health is state.health is Health.OK else verdict.detail
        state = replace(state, health=verdict.health, detail=detail)
        self._store(state, now, entries=0)
        return FeedOutcome(due.source.id, due.url, state.health, state.detail, unchanged=True)

    def _store_failure(self, due: DueFeed, verdict: Verdict, now: datetime) -> FeedOutcome:
        failures = due.state.failures_in_a_row + 1
        state = replace(
            due.state,
            health=verdict.health,
            detail=verdict.detail,
            last_attempt_at=now,
            failures_in_a_row=failures,
            next_due_at=next_attempt(failures, now, retry_after=verdict.retry_after, random=self._random),
        )
        self._store(state, now, entries=0)
        return FeedOutcome(due.source.id, due.url, verdict.health, verdict.detail)

    def _store(self, state: SourceState, now: datetime, *, entries: int) -> None:
        with self._storage.begin() as work:
            work.sources.put(state)
            work.sources.add_reading(
                self._round_id, state.source, state.feed, now, state.health, state.detail, entries, 0
            )


def _concerns_host(error: FetchError | ForbiddenSource, host: str) -> bool:
    """Whether the host itself did not answer or asked for a pause; not when a redirect led to one that did not."""
    if isinstance(error, BadStatus):
        return error.status in {429, 503}
    return isinstance(error, Unreachable | BadCertificate | PrivateAddress) and host_of(error.url) == host


def _succeeded(state: SourceState, source: Source, gap: timedelta | None, now: datetime) -> SourceState:
    return replace(
        state,
        last_attempt_at=now,
        last_success_at=now,
        failures_in_a_row=0,
        typical_gap=gap,
        next_due_at=next_reading(source, gap, now),
    )


def _conditions(due: DueFeed, round_id: int) -> tuple[tuple[str, str], ...]:
    """What makes the request conditional. Not while the feed fails, and not every time (``_WHOLE_EVERY``)."""
    state = due.state
    if state.failures_in_a_row or state.etag == DISTRUSTED or state.body_sha256 is None:
        return ()
    if (crc32(due.url.encode()) + round_id) % _WHOLE_EVERY == 0:
        return ()
    pairs = (("If-None-Match", state.etag), ("If-Modified-Since", state.last_modified))
    return tuple((name, value) for name, value in pairs if value)


def _with_validators(state: SourceState, visit: Visit, sha256: str) -> SourceState:
    """Remember what the next request may ask with. The same ETag over another body is a lie, remembered as one."""
    etag, modified = visit.answer.header("ETag"), visit.answer.header("Last-Modified")
    said_before = state.etag if etag is not None else state.last_modified
    said_now = etag if etag is not None else modified
    lies = state.body_sha256 not in (None, sha256) and said_now is not None and said_now == said_before
    if lies or state.etag == DISTRUSTED:
        etag = DISTRUSTED
    return replace(state, etag=etag, last_modified=modified, body_sha256=sha256)


def _joined(detail: str, belonging: Belonging) -> str:
    return "; ".join(part for part in (detail, belonging.note) if part)
