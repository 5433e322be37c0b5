"""What pages and verbs ask of an office: the digest of a period, a search, the state of its sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from dashboards.services import SearchHit, SearchPage, SourceLine
from jobs.wiring import Office
from news.article import StoredArticle
from news.digest import Digest, Period
from news.source import SourceState
from nlp.query import Query, parse
from reports.coverage import LONGEST_PAUSE
from reports.gather import Office as DigestOffice
from reports.gather import make_digest
from reports.letterhead import letterhead
from reports.render import Format, document, formats, write
from reports.sheet import Letterhead
from reports.windows import due_day
from search.engine import Hits
from search.follower import behind
from search.highlight import marked, snippet

#: What a reader may want; programs ask the command line for JSON.
_OFFERED = (Format.DOCX, Format.PDF, Format.HTML)


@dataclass(frozen=True, slots=True)
class Found:
    """One hit with what is shown of it."""

    stored: StoredArticle
    score: float
    story: str | None


class Desk:
    """The services of one office (``dashboards.services.Services``); every call is safe from any thread."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.province_name = office.configuration.province.name
        self.is_sample = office.configuration.is_sample
        self.formats = tuple(one.value for one in _OFFERED)

    @cached_property
    def letterhead(self) -> Letterhead:
        province = self._office.configuration.province
        return letterhead(province.parent, province.office, province.place)

    @cached_property
    def _for_whom(self) -> DigestOffice:
        configuration = self._office.configuration
        return DigestOffice(
            province=self._office.province,
            province_name=configuration.province.name,
            name=configuration.province.office,
            digest_at=configuration.schedule.digest_at,
            most_stories=configuration.digest.most_stories,
            old_after=configuration.digest.old_after,
            longest_pause=max(LONGEST_PAUSE, 3 * configuration.schedule.round_every),
            is_sample=configuration.is_sample,
        )

    def today(self) -> date:
        return due_day(self._office.clock(), self._office.configuration.schedule.digest_at)

    def digest(self, day: date, period: Period = Period.DAY) -> Digest:
        """Read storage and arrange; nothing is kept, the same storage gives the same digest."""
        with self._office.storage.read() as work:
            return make_digest(
                work,
                self._for_whom,
                self._office.configuration.sources,
                period,
                day,
                made_at=self._office.clock(),
            )

    def document(self, day: date, format: str) -> bytes:
        (one,) = formats([format])
        return document(self.digest(day), self.letterhead, one)

    def write(self, day: date, period: Period, names: Sequence[str], folder: Path | None = None) -> list[Path]:
        """Write the digest's files and return their paths."""
        target = folder or self._office.configuration.digests_folder
        return write(self.digest(day, period), self.letterhead, formats(names), target)

    def find(self, query: Query, *, ranked: bool, limit: int, after: str | None = None) -> tuple[Hits, list[Found]]:
        office = self._office
        hits = office.engine.find(query, sort="rank" if ranked else "newest", limit=limit, before=after)
        with office.storage.read() as work:
            stored = {one.id: one for one in work.articles.list(hit.article_id for hit in hits.hits)}
            stories = work.stories.story_of(stored)
        return hits, [
            Found(
                stored[hit.article_id], hit.score, stories[hit.article_id].story if hit.article_id in stories else None
            )
            for hit in hits.hits
            if hit.article_id in stored
        ]

    def search(self, query: str, *, ranked: bool, after: str | None, limit: int) -> SearchPage:
        parsed = parse(query)
        hits, found = self.find(parsed, ranked=ranked, limit=limit, after=after)
        with self._office.storage.read() as work:
            analyses = work.analyses.list(one.stored.id for one in found)
        shown = []
        for one in found:
            article, analysis = one.stored.article, analyses.get(one.stored.id)
            shown.append(
                SearchHit(
                    article_id=one.stored.id,
                    url=article.url,
                    source_name=self._office.source_name(article.source),
                    title=marked(article.title, parsed),
                    snippet=snippet(article.body, parsed),
                    published=article.published,
                    first_seen_at=one.stored.first_seen_at,
                    tone=analysis.tone if analysis else None,
                    topics=analysis.topics if analysis else (),
                )
            )
        return SearchPage(tuple(shown), hits.next, behind(self._office.storage, self._office.engine).articles)

    def sources(self) -> list[SourceLine]:
        with self._office.storage.read() as work:
            states = {(state.source, state.feed): state for state in work.sources.list()}
        lines = []
        for source in self._office.configuration.sources:
            for feed in source.feeds or source.sitemaps or ("",):
                state = states.get((source.id, feed)) or SourceState(source.id, feed)
                lines.append(
                    SourceLine(
                        source.id,
                        source.name,
                        feed,
                        source.enabled,
                        state.health,
                        state.detail,
                        state.last_success_at,
                        state.newest_entry_at,
                    )
                )
        return lines
