"""Between ``Article`` values and rows of ``article`` and ``article_version``. Pure.

Rows are tuples in the order of the tables' columns, for ``storage.bulk``; ``now`` is in microseconds.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from news.article import Article, Origin, StoredArticle
from news.times import Precision, Published
from storage.codec import storable
from storage.known import Known
from storage.schema import article, article_version, microseconds

#: One row per version, of every article.
VERSIONS = select(article.c.url, article.c.source, article.c.first_seen_at, article_version).join_from(
    article, article_version, article_version.c.article_id == article.c.id
)
#: One row per article: its newest version.
NEWEST = VERSIONS.where(article_version.c.version == article.c.version)


def article_row(new: Article, known: Known, now: int) -> tuple[Any, ...]:
    """Of an article nobody has analysed or grouped yet."""
    seen = microseconds(known.first_seen_at)
    return (known.id, new.url, new.source, known.version, seen, now, sort_at(new, known), 0, False)


def version_row(new: Article, known: Known, now: int) -> tuple[Any, ...]:
    published = new.published
    return (
        known.id,
        known.version,
        new.origin.value,
        storable(new.title),
        storable(new.lead),
        storable(new.text),
        None if published.at is None else microseconds(published.at),
        published.precision.value,
        None if new.modified_at is None else microseconds(new.modified_at),
        None if new.section is None else storable(new.section),
        new.language,
        known.content,
        now,
    )


def sort_at(new: Article, known: Known) -> int:
    """``StoredArticle.sort_time`` in microseconds."""
    return microseconds(StoredArticle(known.id, known.version, new, known.first_seen_at, known.first_seen_at).sort_time)


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
