"""Documents from storage: the newest version with the newest analysis and people's words on it, and its story.

The index is shared by all offices. A word on relevance is about one province and is indexed so. A word on tone or topic
is an office's own: it is indexed where the store serves one office; where it serves several, the model's stays in the
index, and each office sees its own words in lists, digests and watches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from news.analysis import Analysis, Override, OverrideField, Relevance, Tone, Topic
from news.article import StoredArticle
from nlp.document import Document, read_document
from storage.work import Work


def documents_of(work: Work, ids: Sequence[int], province: str | None = None) -> list[Document]:
    """The documents of these articles, as an office sees them or as the index keeps them; deleted ones are left out."""
    stored = work.articles.list(ids)
    analyses = work.analyses.list(ids)
    stories, said = work.stories.story_of(ids), work.overrides.counting(ids)
    is_shared = province is None and len(work.offices.list()) > 1
    return [
        document_of(
            one,
            corrected(analyses.get(one.id), _counting(said.get(one.id, ()), province, is_shared=is_shared)),
            stories[one.id].story if one.id in stories else None,
        )
        for one in stored
    ]


def corrected(analysis: Analysis | None, said: Sequence[Override]) -> Analysis | None:
    """The analysis with what people said in the place of what the models say."""
    if analysis is None or not said:
        return analysis
    relevance = dict(analysis.relevance)
    tone, topics = analysis.tone, analysis.topics
    is_one_office = len({one.province for one in said}) == 1
    for one in said:
        if one.field is OverrideField.RELEVANCE:
            relevance[one.province] = Relevance(one.value)
        elif is_one_office and one.field is OverrideField.TONE:
            tone = Tone(one.value)
        elif is_one_office:
            topics = (Topic(one.value),)
    return replace(analysis, relevance=relevance, tone=tone, topics=topics)


def _counting(said: Sequence[Override], province: str | None, *, is_shared: bool) -> list[Override]:
    """The words that count for an office, or for the index of several."""
    if province is not None:
        return [one for one in said if one.province == province]
    return [one for one in said if not is_shared or one.field is OverrideField.RELEVANCE]


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
