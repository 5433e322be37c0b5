"""What models said of articles. A new reading is a new row; the newest version's newest reading counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, insert, select, update

from news.analysis import Analysis, Relevance, Tone
from news.errors import UnknownId
from news.times import Clock
from storage.bulk import add_rows, write
from storage.changes import Changes
from storage.codec import (
    decode_mentions,
    decode_relevance,
    decode_topics,
    encode_mentions,
    encode_relevance,
    encode_topics,
)
from storage.dialects import among
from storage.dialects import insert as insert_or
from storage.rows import batches, next_number
from storage.schema import analysis, article, microseconds, model_set, relevance
from storage.vectors import put_vectors

_COUNTING = (
    select(analysis, model_set.c.name)
    .join_from(
        article,
        analysis,
        and_(
            analysis.c.article_id == article.c.id,
            analysis.c.version == article.c.version,
            analysis.c.model_set == article.c.analysed_by,
        ),
    )
    .join(model_set, model_set.c.id == analysis.c.model_set)
)
_DONE = update(article).where(article.c.id == bindparam("key")).values(analysed_by=bindparam("number"))


class Analyses:
    def __init__(self, connection: Connection, clock: Clock, changes: Changes) -> None:
        self._connection, self._clock, self._changes = connection, clock, changes
        self._numbers: dict[str, int] = {}

    def add_many(self, readings: Iterable[tuple[int, int, Analysis]]) -> None:
        """Store readings of article versions (article id, version, analysis).

        A reading of the newest version counts from now on, and relevance is rewritten from it. One of an older version
        is kept only; one of an article deleted meanwhile is dropped. The same models read a version once.
        """
        for batch in batches(readings):
            self._add_batch(batch)

    def get(self, article_id: int) -> Analysis:
        """The analysis that counts. Raises ``UnknownId`` where the newest version has none yet."""
        found = self.list([article_id])
        if article_id not in found:
            raise UnknownId("analysis of article", article_id)
        return found[article_id]

    def list(self, ids: Iterable[int]) -> dict[int, Analysis]:
        """The analyses that count, by article; articles whose newest version has none yet are left out."""
        found: dict[int, Analysis] = {}
        for batch in batches(ids):
            for row in self._connection.execute(_COUNTING.where(among(self._connection, article.c.id, batch))):
                found[row.article_id] = _read(row)
        return found

    def _add_batch(self, batch: Sequence[tuple[int, int, Analysis]]) -> None:
        query = select(article.c.id, article.c.version, article.c.first_seen_at)
        query = query.where(among(self._connection, article.c.id, {key for key, _, _ in batch}))
        newest = {key: (version, seen) for key, version, seen in self._connection.execute(query)}
        now = microseconds(self._clock())
        rows: list[tuple[Any, ...]] = []
        counting: dict[int, Analysis] = {}
        for key, version, one in batch:
            if key not in newest or version > newest[key][0]:
                continue
            rows.append(_row(key, version, self._number(one.models), one, now))
            if version == newest[key][0]:
                counting[key] = one
        once = insert_or(self._connection, analysis).on_conflict_do_nothing()
        write(self._connection, once, [column.name for column in analysis.columns], rows)
        done = [(key, self._number(one.models)) for key, one in counting.items()]
        write(self._connection, _DONE, ("key", "number"), done)
        self._connection.execute(
            delete(relevance).where(among(self._connection, relevance.c.article_id, list(counting)))
        )
        labels = [
            (key, province, label.value, microseconds(newest[key][1]))
            for key, one in counting.items()
            for province, label in one.relevance.items()
            if label is not Relevance.NONE
        ]
        add_rows(self._connection, relevance, labels)
        put_vectors(self._connection, {key: one.meaning for key, one in counting.items()})
        self._changes.note(counting)

    def _number(self, models: str) -> int:
        if models not in self._numbers:
            query = select(model_set.c.id).where(model_set.c.name == models)
            number = self._connection.execute(query).scalar_one_or_none()
            if number is None:
                number = next_number(self._connection, model_set.c.id)
                self._connection.execute(insert(model_set), {"id": number, "name": models})
            self._numbers[models] = number
        return self._numbers[models]


def _row(key: int, version: int, number: int, one: Analysis, now: int) -> tuple[Any, ...]:
    return (
        key,
        version,
        number,
        one.language,
        one.tone.value,
        one.tone_score,
        encode_topics(one.topics),
        encode_mentions(one.mentions),
        encode_relevance(one.relevance),
        now,
    )


def _read(row: Row[Any]) -> Analysis:
    return Analysis(
        models=row.name,
        language=row.language,
        tone=Tone(row.tone),
        tone_score=row.tone_score,
        topics=decode_topics(row.topics),
        mentions=decode_mentions(row.mentions),
        relevance=decode_relevance(row.relevance),
    )
