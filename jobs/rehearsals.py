"""What watches would have found lately, from storage: shown before a watch is switched on; nobody is told anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.judging import Hit, NewArticle
from alerts.others import Due
from alerts.rehearsing import (
    CasePast,
    SourcePast,
    rehearse,
    rehearse_contradictions,
    rehearse_deadlines,
    rehearse_silences,
)
from alerts.watches import Watch, hits
from jobs.casework import Register
from jobs.watch_lists import contradictions, history
from jobs.watching import BATCH
from jobs.wiring import Office
from news.alert import Finding
from news.article import StoredArticle
from news.case import CaseState
from news.times import Window
from search.documents import document_of
from storage import Work


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """``articles``: what the query matched in the days asked for, oldest first; ``findings``: what would be told."""

    watch: Watch
    articles: tuple[StoredArticle, ...]
    findings: tuple[Finding, ...]


def rehearse_all(office: Office, watches: Sequence[Watch], days: int) -> list[Rehearsal]:
    """What each watch would have found in the last ``days`` days."""
    now = office.clock()
    window = Window(now - timedelta(days=days), now + timedelta(seconds=1))
    back = max((history(one) for one in watches if one.conditions.counts), default=timedelta(0))
    with office.storage.read() as work:
        ids = work.articles.first_seen_in(Window(window.begin - back, window.end))
        rehearsing = _Rehearsing(office, watches, window)
        for place in range(0, len(ids), BATCH):
            rehearsing.read(work, ids[place : place + BATCH])
        return rehearsing.results(work)


class _Rehearsing:
    def __init__(self, office: Office, watches: Sequence[Watch], window: Window) -> None:
        self._office, self._watches, self._window = office, watches, window
        self._seen: list[datetime] = []
        self._news: dict[str, list[datetime]] = {}
        self._hits: dict[str, list[Hit]] = {one.name: [] for one in watches}
        self._new: dict[int, NewArticle] = {}
        self._stored: dict[int, StoredArticle] = {}

    def read(self, work: Work, ids: Sequence[int]) -> None:
        stored = {one.id: one for one in work.articles.list(ids)}
        analyses, stories = work.analyses.list(ids), work.stories.story_of(ids)
        documents = []
        for key in ids:
            if (one := stored.get(key)) is not None:
                member = stories.get(key)
                documents.append(document_of(one, analyses.get(key), member.story if member else None))
                self._seen.append(one.first_seen_at)
                self._news.setdefault(one.article.source, []).append(one.first_seen_at)
        for name, matched in hits(self._watches, documents).items():
            for document in matched:
                member = stories.get(document.id)
                is_reprint = member is not None and member.reprint_of is not None
                at = document.first_seen_at
                self._hits[name].append(
                    Hit(document.id, document.source, at, document.tone, document.story, is_reprint)
                )
                if at in self._window:
                    source = self._office.sources.get(document.source)
                    is_foreign = source is not None and source.is_foreign
                    article, outlet = stored[document.id], self._office.source_name(document.source)
                    self._new[document.id] = NewArticle(document, article.article.title, outlet, is_foreign)
                    self._stored[document.id] = article

    def results(self, work: Work) -> list[Rehearsal]:
        seen, province = sorted(self._seen), self._office.province
        outlets = {source.id: source.name for source in self._office.sources.values()}
        sources, cases, found = self._sources(work), self._cases(work), []
        for watch in self._watches:
            matched = sorted(self._hits[watch.name], key=lambda one: (one.at, one.article_id))
            said = rehearse(watch, matched, self._new, seen, self._window, province, outlets)
            if watch.conditions.claim:
                fresh = [self._new[one.article_id] for one in matched if one.article_id in self._new]
                against = contradictions(work, [one.document.id for one in fresh])
                said += rehearse_contradictions(watch, fresh, against, province)
            said += rehearse_silences(watch, sources, self._window, province)
            said += rehearse_deadlines(watch, cases, self._window, province)
            articles = [self._stored[one.article_id] for one in matched if one.article_id in self._stored]
            found.append(Rehearsal(watch, tuple(articles), tuple(sorted(said, key=lambda one: one.at))))
        return found

    def _sources(self, work: Work) -> list[SourcePast]:
        gaps: dict[str, float] = {}
        for state in work.sources.list():
            if state.typical_gap is not None:
                seconds = state.typical_gap.total_seconds()
                gaps[state.source] = min(seconds, gaps.get(state.source, seconds))
        return [
            SourcePast(source.id, source.name, sorted(self._news[source.id]), gaps.get(source.id, 0.0))
            for source in self._office.enabled_sources
            if source.id in self._news
        ]

    def _cases(self, work: Work) -> list[CasePast]:
        register = Register(self._office)
        return [
            CasePast(
                Due(str(one.id), one.title, register.unit_name(one), one.due_at),
                one.opened_at,
                None if one.state is CaseState.OPEN else one.answered_at or one.changed_at,
            )
            for one in work.cases.list(self._office.province)
        ]
