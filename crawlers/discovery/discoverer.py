"""Ask the discovery services, then see where their hints lead: to a known article, a page to read, or a stranger."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from crawlers.belonging import Outlets
from crawlers.capturing import HostTrouble, PageCapturer
from crawlers.discovery import service_of
from crawlers.discovery.service import Hint, NotUnderstood, Service, filled
from crawlers.health import Verdict, verdict_of, verdict_of_surprise
from crawlers.plan import FeedOutcome, RoundPlan
from crawlers.rhythm import is_due, next_attempt
from crawlers.visiting import Visitor
from net.refusal import refuse
from news.article import FeedEntry
from news.errors import FetchError, ForbiddenSource, StorageError
from news.source import Health, Source, SourceClass, SourceState
from news.times import Window
from news.urls import canonical_url, host_of, is_web_link
from nlp.text import fold
from storage.entries import WantedPage
from storage.pointers import Pointer, PointerState

if TYPE_CHECKING:
    from storage import Storage

log = logging.getLogger(__name__)

#: Pages asked of publishers in one round because of a hint; the rest waits for the next one.
_MOST_PAGES = 40
_MOST_LOOKED_AT = 500
#: A hint at an accepted outlet is matched with its own feeds this long, and forgotten after so long.
_MATCHED_WITHIN, _KEPT = timedelta(days=3), timedelta(days=30)


@dataclass(slots=True)
class Discoverer:
    """The discovery of one round; it stores pointers, and articles only by way of their publisher's page."""

    plan: RoundPlan
    storage: Storage
    visitor: Visitor
    capturer: PageCapturer
    outlets: Outlets
    random: Random = field(default_factory=Random)

    async def travel(self) -> list[FeedOutcome]:
        outcomes = [
            outcome
            for source in self.plan.sources
            if source.enabled and source.source_class is SourceClass.DISCOVERY
            for template in source.feeds
            if (outcome := await self._ask(source, template)) is not None
        ]
        await self._resolve()
        return outcomes

    async def _ask(self, source: Source, template: str) -> FeedOutcome | None:
        now = self.plan.clock()
        with self.storage.read() as work:
            state = work.sources.get(source.id, template)
        if not is_due(state, now) and (self.plan.only_due or state.health is Health.BACKING_OFF):
            return None
        service = service_of(template)
        if service is None:
            reason = Verdict(Health.BROKEN, f"chưa có bộ đọc cho dịch vụ {host_of(template)}")
            return self._store_failure(source, template, state, reason, now)
        try:
            visit = await self.visitor.visit(
                filled(template, service, self.plan.names), limit=self.plan.bounds.feed_bytes, now=now
            )
            hints = service.read(visit.answer.body, visit.final_url, now)
        except NotUnderstood as error:
            return self._store_failure(source, template, state, Verdict(Health.BROKEN, str(error)), now)
        except (FetchError, ForbiddenSource) as error:
            return self._store_failure(source, template, state, verdict_of(error), now)
        except StorageError:
            raise
        # The web is stranger than any list of errors: one service must not end the round of all sources.
        except Exception as error:
            log.warning("unexpected %s while asking %s", type(error).__name__, host_of(template))
            return self._store_failure(source, template, state, verdict_of_surprise(error), now)
        return self._store_hints(source, template, service, hints, now)

    def _store_hints(
        self, source: Source, template: str, service: Service, hints: Sequence[Hint], now: datetime
    ) -> FeedOutcome:
        kept = [one for one in hints if is_web_link(one.link) and refuse(f"https://{one.host}/") is None]
        kept = [one for one in kept if refuse(one.link) is None]
        with self.storage.begin() as work:
            new = work.pointers.add(_pointer(one, source.id, now) for one in kept)
            work.sources.put(
                SourceState(
                    source.id, template, Health.OK if hints else Health.EMPTY,
                    last_attempt_at=now, last_success_at=now, newest_entry_at=now if new else None,
                    next_due_at=now + max(service.pause, source.interval or timedelta(0)),
                )
            )  # fmt: skip
            work.pointers.forget(now - _KEPT)
        return FeedOutcome(source.id, template, Health.OK if hints else Health.EMPTY, entries=len(hints), new=new)

    def _store_failure(
        self, source: Source, template: str, state: SourceState, verdict: Verdict, now: datetime
    ) -> FeedOutcome:
        failures = state.failures_in_a_row + 1
        due = next_attempt(failures, now, retry_after=verdict.retry_after, random=self.random)
        with self.storage.begin() as work:
            work.sources.put(
                replace(
                    state, health=verdict.health, detail=verdict.detail, last_attempt_at=now,
                    failures_in_a_row=failures, next_due_at=due,
                )
            )  # fmt: skip
        return FeedOutcome(source.id, template, verdict.health, verdict.detail)

    async def _resolve(self) -> None:
        """Look at the hints: first the new ones, then those whose outlet's own feed may have brought them since."""
        now = self.plan.clock()
        with self.storage.read() as work:
            new = work.pointers.pending(_MOST_LOOKED_AT)
            missed = work.pointers.pending(_MOST_LOOKED_AT, missed=True)
        trouble: dict[str, HostTrouble] = {}
        pages = 0
        for one in new:
            owner = self.outlets.owner_of(f"https://{one.host}/")
            state, found = PointerState.STRANGER, None
            if owner is not None:
                found = self._known(one, owner)
                is_direct = host_of(one.url) == one.host
                if found is None and is_direct and owner.enabled:
                    if pages >= _MOST_PAGES:
                        continue
                    pages += 1
                    found = await self._fetched(one, owner, trouble.setdefault(one.host, HostTrouble()), now)
                state = PointerState.MISSED if found is None else PointerState.FOUND
            self._mark(one, state, found)
        for one in missed:
            owner = self.outlets.owner_of(f"https://{one.host}/")
            if owner is not None and one.seen_at > now - _MATCHED_WITHIN and (found := self._known(one, owner)):
                self._mark(one, PointerState.FOUND, found)

    def _known(self, pointer: Pointer, owner: Source) -> int | None:
        """The outlet's article that the hint means: by its address, or by title and time."""
        around = pointer.published_at or pointer.seen_at
        with self.storage.read() as work:
            stored = work.articles.find(canonical_url(pointer.url))
            if stored is not None:
                return stored.id
            titles = work.articles.titles(owner.id, Window(around - _MATCHED_WITHIN, around + _MATCHED_WITHIN))
        sought = _letters(pointer.title)
        return next((key for key, title in titles if sought and _letters(title) == sought), None)

    async def _fetched(self, pointer: Pointer, owner: Source, trouble: HostTrouble, now: datetime) -> int | None:
        """Ask the publisher for the page, as for any other; robots.txt and the page decide."""
        if trouble.is_over:
            return None
        await self.capturer.capture(WantedPage(0, pointer.url, owner.id, 0, now), trouble)
        with self.storage.begin() as work:
            stored = work.articles.find(canonical_url(pointer.url))
            if stored is None:
                return None
            # From now on the page is one of those that are read again.
            work.entries.add(owner.id, [FeedEntry(pointer.url, stored.article.title)], first_seen_at=now)
        return stored.id

    def _mark(self, pointer: Pointer, state: PointerState, article_id: int | None) -> None:
        with self.storage.begin() as work:
            work.pointers.mark(pointer.url, state, article_id)


def _pointer(hint: Hint, service: str, now: datetime) -> Pointer:
    at = hint.published.at if hint.published.is_credible(now) else None
    return Pointer(hint.link, service, hint.host, hint.publisher, hint.title, at, now)


def _letters(title: str) -> str:
    """What two spellings of one headline have in common: GDELT sets punctuation apart."""
    return "".join(char for char in fold(title) if char.isalnum())
