"""Search: hits with what is shown of them."""

from __future__ import annotations

from dataclasses import dataclass

from dashboards.services import SearchHit, SearchPage
from jobs.wiring import Office
from news.article import StoredArticle
from nlp.query import Query, parse
from search.engine import Hits
from search.follower import behind
from search.highlight import marked, snippet


@dataclass(frozen=True, slots=True)
class Found:
    """One hit with what is shown of it."""

    stored: StoredArticle
    score: float
    story: str | None


class SearchDesk:
    def __init__(self, office: Office) -> None:
        self._office = office

    def hits(self, query: Query, *, ranked: bool, limit: int, after: str | None = None) -> tuple[Hits, list[Found]]:
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

    def find(self, query: str, *, ranked: bool, after: str | None, limit: int) -> SearchPage:
        parsed = parse(query)
        hits, found = self.hits(parsed, ranked=ranked, limit=limit, after=after)
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
