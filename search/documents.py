"""Documents from storage: the newest version with the newest analysis, and the story it stands in.

People's overrides belong to one office; the index is shared by all, so they are laid over hits, not indexed.
"""

from __future__ import annotations

from collections.abc import Sequence

from news.analysis import Analysis
from news.article import StoredArticle
from nlp.document import Document, read_document
from storage.work import Work


def documents_of(work: Work, ids: Sequence[int]) -> list[Document]:
    """The documents of these articles; deleted ones are left out."""
    stored = work.articles.list(ids)
    analyses = work.analyses.list(ids)
    stories = work.stories.story_of(ids)
    return [
        document_of(one, analyses.get(one.id), stories[one.id].story if one.id in stories else None) for one in stored
    ]


def document_of(stored: StoredArticle, analysis: Analysis | None, story: str | None) -> Document:
    """One document; an article that is not analysed yet can be found by its words already."""
    article = stored.article
    return read_document(
        stored.id,
        source=article.source,
        sort_at=stored.sort_time,
        first_seen_at=stored.first_seen_at,
        title=article.title,
        lead=article.lead,
        text=article.text,
        language=(analysis and analysis.language) or article.language,
        tone=analysis.tone if analysis else None,
        topics=analysis.topics if analysis else (),
        provinces=analysis.relevance if analysis else None,
        story=story,
    )
