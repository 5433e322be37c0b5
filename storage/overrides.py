"""People's words on articles, apart from the models' and stronger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from news.analysis import Override, OverrideField
from news.errors import UnknownId
from news.times import Clock
from storage.changes import Changes
from storage.dialects import among, insert
from storage.past_tables import past_override
from storage.rows import batches, next_number
from storage.schema import article, override


class Overrides:
    def __init__(self, connection: Connection, clock: Clock, changes: Changes) -> None:
        self._connection, self._clock, self._changes = connection, clock, changes

    def add(self, said: Override) -> None:
        """Remember what a person said; nothing said before is removed. Raises ``UnknownId``."""
        known = select(article.c.id).where(article.c.id == said.article_id)
        if self._connection.execute(known).first() is None:
            raise UnknownId("article", said.article_id)
        row = {
            "id": next_number(self._connection, override.c.id),
            "province": said.province,
            "article_id": said.article_id,
            "field": said.field.value,
            "value": said.value,
            "person": said.person,
            "at": said.at,
        }
        self._connection.execute(insert(self._connection, override).on_conflict_do_nothing(), row)
        self._changes.note([said.article_id])

    def take_back(self, said: Override) -> None:
        """A word said by mistake, taken back by who said it: it counts no more and nothing is learnt from it.

        That it was counted until now is kept: a period is counted again as it was known at a moment.
        """
        keys: dict[str, object] = {"province": said.province, "article_id": said.article_id, "person": said.person}
        keys |= {"at": said.at, "field": said.field.value, "value": said.value}
        here = [override.c[name] == key for name, key in keys.items()]
        row = {name: key for name, key in keys.items() if name != "person"} | {"until": self._clock()}
        if self._connection.execute(delete(override).where(*here)).rowcount:
            number = next_number(self._connection, past_override.c.id)
            self._connection.execute(insert(self._connection, past_override), row | {"id": number})
        self._changes.note([said.article_id])

    def said_at(self, province: str, person: str, at: datetime) -> Sequence[Override]:
        """What one person said at one moment: the words of one act."""
        said = (override.c.province == province, override.c.person == person, override.c.at == at)
        return [_read(row) for row in self._connection.execute(select(override).where(*said).order_by(override.c.id))]

    def newest(self, province: str) -> Sequence[Override]:
        """The word that counts on each field of each article, the latest said first."""
        query = select(override).where(override.c.province == province)
        counting: dict[tuple[int, str], Override] = {}
        for row in self._connection.execute(query.order_by(override.c.at.desc(), override.c.id.desc())):
            counting.setdefault((row.article_id, row.field), _read(row))
        return tuple(counting.values())

    def counting(self, ids: Iterable[int]) -> dict[int, Sequence[Override]]:
        """The words that count on these articles, of every province, by article."""
        counting: dict[tuple[int, str, str], Override] = {}
        for batch in batches(ids):
            query = select(override).where(among(self._connection, override.c.article_id, batch))
            for row in self._connection.execute(query.order_by(override.c.at, override.c.id)):
                counting[row.article_id, row.province, row.field] = _read(row)
        said: dict[int, list[Override]] = defaultdict(list)
        for one in counting.values():
            said[one.article_id].append(one)
        return dict(said)

    def list(self, province: str, ids: Iterable[int]) -> dict[int, Sequence[Override]]:
        """All that was said for a province, by article, the newest first: of each field the first one counts."""
        said: dict[int, list[Override]] = defaultdict(list)
        for batch in batches(ids):
            query = select(override).where(
                among(self._connection, override.c.article_id, batch), override.c.province == province
            )
            for row in self._connection.execute(query.order_by(override.c.at.desc(), override.c.id.desc())):
                said[row.article_id].append(_read(row))
        return dict(said)


def _read(row: Row[Any]) -> Override:
    return Override(row.province, row.article_id, OverrideField(row.field), row.value, row.person, row.at)
