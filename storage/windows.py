"""Which articles a window of time holds for a province, the word of people before that of models."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select

from news.analysis import OverrideField, Relevance
from news.times import Window
from storage.schema import article, override, relevance

_ALL = frozenset(Relevance) - {Relevance.NONE}


def first_seen_in(
    connection: Connection, window: Window, province: str | None, labels: Collection[Relevance]
) -> Sequence[int]:
    """Ids, oldest first seen first; see ``Articles.first_seen_in``."""
    seen = article.c.first_seen_at
    if province is None:
        query = select(article.c.id).where(seen >= window.begin, seen < window.end).order_by(seen, article.c.id)
        return list(connection.execute(query).scalars())
    wanted = frozenset(labels) or _ALL
    judged = select(relevance.c.article_id, relevance.c.first_seen_at, relevance.c.label).where(
        relevance.c.province == province,
        relevance.c.first_seen_at >= window.begin,
        relevance.c.first_seen_at < window.end,
    )
    said = (
        select(override.c.article_id, article.c.first_seen_at, override.c.value)
        .join_from(override, article, article.c.id == override.c.article_id)
        .where(override.c.province == province, override.c.field == OverrideField.RELEVANCE.value)
        .where(seen >= window.begin, seen < window.end)
        .order_by(override.c.at, override.c.id)
    )
    label_of = {key: (at, label) for query in (judged, said) for key, at, label in connection.execute(query)}
    return [key for at, key in sorted((at, key) for key, (at, label) in label_of.items() if Relevance(label) in wanted)]
