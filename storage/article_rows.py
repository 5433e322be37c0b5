"""Between ``Article`` values and rows of ``article`` and ``article_version``. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from news.article import Article, Origin, StoredArticle
from news.times import Precision, Published
from storage.codec import storable
from storage.known import Known
from storage.schema import article, article_version

#: One row per version, of every article.
VERSIONS = select(article.c.url, article.c.source, article.c.first_seen_at, article_version).join_from(
    article, article_version, article_version.c.article_id == article.c.id
)
#: One row per article: its newest version.
NEWEST = VERSIONS.where(article_version.c.version == article.c.version)


def article_row(new: Article, known: Known, now: datetime) -> dict[str, Any]:
    return {
        "id": known.id,
        "url": new.url,
        "source": new.source,
        "version": known.version,
        "first_seen_at": known.first_seen_at,
        "recorded_at": now,
        "sort_at": sort_time(new, known, now),
        "analysed_by": 0,
        "is_grouped": False,
    }


def version_row(new: Article, known: Known, now: datetime) -> dict[str, Any]:
    return {
        "article_id": known.id,
        "version": known.version,
        "origin": new.origin.value,
        "title": storable(new.title),
        "lead": storable(new.lead),
        "text": storable(new.text),
        "published_at": new.published.at,
        "precision": new.published.precision.value,
        "modified_at": new.modified_at,
        "section": None if new.section is None else storable(new.section),
        "language": new.language,
        "content_sha256": known.content,
        "recorded_at": now,
    }


def sort_time(new: Article, known: Known, now: datetime) -> datetime:
    return StoredArticle(known.id, known.version, new, known.first_seen_at, now).sort_time


def read_article(row: Row[Any]) -> StoredArticle:
    """A row of ``VERSIONS`` or ``NEWEST`` as a value."""
    published = Published(row.published_at, Precision(row.precision))
    read = Article(
        url=row.url,
        source=row.source,
        title=row.title,
        lead=row.lead,
        text=row.text,
        published=published,
        modified_at=row.modified_at,
        section=row.section,
        language=row.language,
        origin=Origin(row.origin),
    )
    return StoredArticle(row.article_id, row.version, read, row.first_seen_at, row.recorded_at)
