"""Rounds of collection: when they ran and what came of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from news.errors import UnknownId
from news.times import Window
from storage.codec import decode, encode
from storage.rows import next_number
from storage.schema import round_


@dataclass(frozen=True, slots=True)
class Round:
    """``finished_at`` and ``summary`` are ``None`` while it runs, and for ever when it was killed."""

    id: int
    started_at: datetime
    finished_at: datetime | None = None
    summary: Mapping[str, Any] | None = None


class Rounds:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def start(self, at: datetime) -> int:
        """Begin a round; its id."""
        number = next_number(self._connection, round_.c.id)
        self._connection.execute(insert(round_), {"id": number, "started_at": at})
        return number

    def finish(self, round_id: int, at: datetime, summary: Mapping[str, Any]) -> None:
        """End a round with its figures (anything JSON). Raises ``UnknownId``."""
        ended = update(round_).where(round_.c.id == round_id)
        ended = ended.values(finished_at=at, summary=encode(dict(summary)).decode())
        if not self._connection.execute(ended).rowcount:
            raise UnknownId("round", round_id)

    def mark(self) -> tuple[int, int]:
        """The newest round and how many ended: equal marks, equal rounds."""
        row = self._connection.execute(select(func.max(round_.c.id), func.count(round_.c.finished_at))).one()
        return row[0] or 0, row[1]

    def unfinished(self) -> Sequence[Round]:
        """Rounds that run now or were killed, oldest first."""
        query = select(round_).where(round_.c.finished_at.is_(None)).order_by(round_.c.id)
        return [_read(row) for row in self._connection.execute(query)]

    def list(self, window: Window) -> Sequence[Round]:
        """Rounds of which some part fell into the window, oldest first; one never finished counts by its start."""
        ended = func.coalesce(round_.c.finished_at, round_.c.started_at)
        query = select(round_).where(round_.c.started_at < window.end, ended >= window.begin)
        return [_read(row) for row in self._connection.execute(query.order_by(round_.c.started_at, round_.c.id))]


def _read(row: Row[Any]) -> Round:
    summary = None if row.summary is None else decode(row.summary)
    return Round(row.id, row.started_at, row.finished_at, summary)
