"""Articles that lie near in meaning: their vectors, of what is about a province, by time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, delete, select

from news.analysis import Meaning, Relevance
from storage.bulk import add_rows
from storage.dialects import among
from storage.schema import analysis, article, relevance
from storage.vector_tables import article_vector


@dataclass(frozen=True, slots=True)
class StoredVector:
    """``language``: as the models read it; ``None`` where they could not tell."""

    article_id: int
    language: str | None
    meaning: Meaning


class Vectors:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def around(self, province: str, article_id: int, span: timedelta) -> list[StoredVector]:
        """Of one article and of those that name the province, first seen at most ``span`` before or after it.

        The article itself is among them, if it was read; all are of one model.
        """
        mine = (
            select(article.c.first_seen_at, article_vector.c.model)
            .join(article_vector, article_vector.c.article_id == article.c.id)
            .where(article.c.id == article_id)
        )
        row = self._connection.execute(mine).one_or_none()
        if row is None:
            return []
        begin, end = row.first_seen_at - span, row.first_seen_at + span
        query = (
            select(article_vector, analysis.c.language)
            .select_from(article_vector)
            .join(relevance, relevance.c.article_id == article_vector.c.article_id)
            .join(article, article.c.id == article_vector.c.article_id)
            .join(
                analysis,
                (analysis.c.article_id == article.c.id)
                & (analysis.c.version == article.c.version)
                & (analysis.c.model_set == article.c.analysed_by),
            )
            .where(
                relevance.c.province == province,
                relevance.c.label != Relevance.NONE.value,
                relevance.c.first_seen_at.between(begin, end),
                article_vector.c.model == row.model,
            )
            .order_by(article_vector.c.article_id)
        )
        return [
            StoredVector(one.article_id, one.language, Meaning(one.model, one.vector))
            for one in self._connection.execute(query)
        ]


def put_vectors(connection: Connection, counting: Mapping[int, Meaning | None]) -> None:
    """Write the vectors of readings that count from now on; what has none loses the one it had."""
    connection.execute(delete(article_vector).where(among(connection, article_vector.c.article_id, list(counting))))
    rows = [(key, kept.model, kept.vector) for key, kept in counting.items() if kept is not None]
    add_rows(connection, article_vector, rows)
