"""Search: hits with what is shown of them, how they are spread, searches kept, lists to take away."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from dashboards.services import SearchHit, SearchPage
from dashboards.services.search import FacetList, FacetValue, SavedQuery, Spread
from jobs.desks.remembered import RememberedFacets
from jobs.wiring import Office
from news.analysis import TONE_VI, TOPIC_VI, OverrideField, Tone, Topic
from news.article import StoredArticle
from news.people import Person
from nlp.gazetteer import provinces
from nlp.query import Query, parse
from reports.citations import COLUMNS, Citation, as_csv, as_ris, cells
from reports.workbook import workbook
from search.engine import Engine, Facet, Hits, IndexDamaged, IndexUnavailable, Sort
from search.follower import behind, remembered_lag
from search.highlight import marked, snippet
from search.makeshift import REACH, Makeshift

_T = TypeVar("_T")

log = logging.getLogger(__name__)

#: An index that did not answer is left alone for so long, so that only one reader waits for it in vain.
_REST_SECONDS = 15.0

#: Rows of a list to take away; more than a spreadsheet's reader looks at.
MOST_ROWS = 5_000
_PAGE = 500
#: Values shown of each facet.
_MOST_VALUES = 12
_FACETS = {
    Facet.SOURCE: ("Nguồn", "source"),
    Facet.TONE: ("Sắc thái", "tone"),
    Facet.TOPIC: ("Lĩnh vực", "topic"),
    Facet.PROVINCE: ("Viết về tỉnh", "province"),
    Facet.DAY: ("Ngày đăng", "date"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One hit with what is shown of it."""

    stored: StoredArticle
    score: float
    story: str | None


class SearchDesk:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._asks_again_at = 0.0
        self._counts = RememberedFacets(tuple(_FACETS))

    def hits(self, query: Query, *, ranked: bool, limit: int, after: str | None = None) -> tuple[Hits, list[Found]]:
        hits = self._office.engine.find(query, sort="rank" if ranked else "newest", limit=limit, before=after)
        return hits, self._found(hits)

    def _found(self, hits: Hits) -> list[Found]:
        with self._office.storage.read() as work:
            stored = {one.id: one for one in work.articles.list(hit.article_id for hit in hits.hits)}
            stories = work.stories.story_of(stored)
        return [
            Found(
                stored[hit.article_id], hit.score, stories[hit.article_id].story if hit.article_id in stories else None
            )
            for hit in hits.hits
            if hit.article_id in stored
        ]

    def find(self, query: str, *, ranked: bool, after: str | None, limit: int) -> SearchPage:
        parsed, office = parse(query), self._office
        sort: Sort = "rank" if ranked else "newest"
        hits, is_makeshift = self._answer(lambda index: index.find(parsed, sort=sort, limit=limit, before=after))
        lag = remembered_lag(office.storage) if is_makeshift else behind(office.storage, office.engine)
        found, shown = self._found(hits), []
        for one, cited in zip(found, self._citations(found), strict=True):
            article = one.stored.article
            shown.append(
                SearchHit(
                    article_id=one.stored.id,
                    url=article.url,
                    source_name=cited.source_name,
                    title=marked(article.title, parsed),
                    snippet=snippet(article.body, parsed),
                    published=article.published,
                    first_seen_at=one.stored.first_seen_at,
                    tone=cited.tone,
                    topics=cited.topics,
                )
            )
        return SearchPage(tuple(shown), hits.next, lag.articles, lag.since, REACH if is_makeshift else 0)

    def _answer(self, ask: Callable[[Engine | Makeshift], _T]) -> tuple[_T, bool]:
        """What the index says, or what storage says in its place (then ``True``)."""
        if time.monotonic() >= self._asks_again_at:
            try:
                return ask(self._office.engine), False
            except (IndexUnavailable, IndexDamaged) as error:
                log.warning("%s", error)
                self._asks_again_at = time.monotonic() + _REST_SECONDS
        return ask(Makeshift(self._office.storage)), True

    def spread(self, query: str) -> Spread:
        parsed = parse(query)
        found, _ = self._answer(lambda index: self._counts.of(index, query, parsed))
        lists = []
        for facet, (name, field) in _FACETS.items():
            counts = sorted(found.counts.get(facet, {}).items(), key=lambda one: (-one[1], one[0]))[:_MOST_VALUES]
            if facet is Facet.DAY:
                counts.sort(reverse=True)
            values = tuple(FacetValue(self._name(facet, value), count, f"{field}:{value}") for value, count in counts)
            if values:
                lists.append(FacetList(name, values))
        return Spread(found.total, tuple(lists))

    def export(self, person: Person, query: str, form: str) -> bytes:
        parsed, office = parse(query), self._office
        rows = list(islice(self._all(parsed), MOST_ROWS))
        with office.storage.begin() as work:
            work.audit.add(office.province, person.id, "export", "search", f"{form}/{len(rows)}")
        if form == "xlsx":
            return workbook("Danh sách bài", COLUMNS, map(cells, rows))
        return as_csv(rows) if form == "csv" else as_ris(rows, office.clock())

    def saved(self, person: Person) -> list[SavedQuery]:
        with self._office.storage.read() as work:
            found = work.searches.list(self._office.province, person.id)
        return [SavedQuery(one.id, one.name, one.query) for one in found]

    def save(self, person: Person, name: str, query: str) -> None:
        parse(query)
        with self._office.storage.begin() as work:
            key = work.searches.add(self._office.province, person.id, name, query)
            work.audit.add(self._office.province, person.id, "save", "search", key)

    def forget(self, person: Person, search_id: int) -> bool:
        with self._office.storage.begin() as work:
            is_gone = work.searches.delete(self._office.province, person.id, search_id)
            if is_gone:
                work.audit.add(self._office.province, person.id, "delete", "search", search_id)
        return is_gone

    def _all(self, query: Query) -> Iterator[Citation]:
        """The hits newest first, page by page: no more than a page of texts is in memory."""
        after: str | None = None
        while True:
            hits, found = self.hits(query, ranked=False, limit=_PAGE, after=after)
            yield from self._citations(found)
            after = hits.next
            if after is None:
                return

    def _citations(self, found: list[Found]) -> list[Citation]:
        """People's words before the machine's."""
        ids = [one.stored.id for one in found]
        with self._office.storage.read() as work:
            analyses, overrides = work.analyses.list(ids), work.overrides.list(self._office.province, ids)
        cited = []
        for one in found:
            article, analysis = one.stored.article, analyses.get(one.stored.id)
            said = {word.field: word.value for word in reversed(overrides.get(one.stored.id, ()))}
            tone, topics = said.get(OverrideField.TONE), said.get(OverrideField.TOPIC)
            cited.append(
                Citation(
                    article_id=one.stored.id,
                    title=article.title,
                    source_name=self._office.source_name(article.source),
                    url=article.url,
                    published=article.published,
                    first_seen_at=one.stored.first_seen_at,
                    language=(analysis and analysis.language) or article.language,
                    tone=Tone(tone) if tone else analysis.tone if analysis else None,
                    topics=tuple(map(Topic, topics.split(","))) if topics else analysis.topics if analysis else (),
                    story=one.story or "",
                )
            )
        return cited

    def _name(self, facet: Facet, value: str) -> str:
        if facet is Facet.SOURCE:
            return self._office.source_name(value)
        if facet is Facet.TONE and value in list(Tone):
            return TONE_VI[Tone(value)]
        if facet is Facet.TOPIC and value in list(Topic):
            return TOPIC_VI[Topic(value)]
        if facet is Facet.PROVINCE:
            return next((facts.name for facts in provinces() if facts.id == value), value)
        return f"{value[8:10]}/{value[5:7]}/{value[:4]}" if facet is Facet.DAY else value
