"""Objections to corrections: a task for the office, an answer for whoever holds the ticket. Masked like tips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from news.errors import UnknownId
from news.times import Clock
from storage.codec import storable
from storage.owning import owned
from storage.public_tables import contest
from storage.rows import next_number


class ContestState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Contest:
    """``url``: what the reader names as evidence, if anything. ``answer`` is the office's, empty while open."""

    id: int
    province: str
    number: int
    text: str
    url: str
    hour: datetime
    state: ContestState = ContestState.OPEN
    answer: str = ""


class Contests:
    def __init__(self, connection: Connection, clock: Clock, province: str | None = None) -> None:
        self._connection, self._clock, self._province = connection, clock, province

    def add(self, province: str, number: int, ticket: str, text: str, url: str) -> Contest:
        hour = self._clock().replace(minute=0, second=0, microsecond=0)
        new = Contest(next_number(self._connection, contest.c.id), province, number, storable(text), url, hour)
        row = {name: getattr(new, name) for name in Contest.__slots__}
        self._connection.execute(insert(contest), row | {"ticket": ticket, "state": new.state.value})
        return new

    def get(self, contest_id: int) -> Contest:
        """Raises ``UnknownId``."""
        mine = owned(contest, self._province)
        row = self._connection.execute(select(contest).where(contest.c.id == contest_id, mine)).first()
        if row is None:
            raise UnknownId("contest", contest_id)
        return _read(row)

    def find(self, ticket: str) -> Contest | None:
        mine = owned(contest, self._province)
        row = self._connection.execute(select(contest).where(contest.c.ticket == ticket, mine)).first()
        return None if row is None else _read(row)

    def list(self, province: str, state: ContestState = ContestState.OPEN) -> Sequence[Contest]:
        """Oldest first."""
        query = select(contest).where(contest.c.province == province, contest.c.state == state.value)
        return [_read(row) for row in self._connection.execute(query.order_by(contest.c.id))]

    def count(self, province: str, since: datetime) -> int:
        query = select(func.count()).select_from(contest).where(contest.c.province == province, contest.c.hour >= since)
        return self._connection.execute(query).scalar_one()

    def mark(self, contest_id: int, state: ContestState, answer: str) -> None:
        """Raises ``UnknownId``."""
        values = {"state": state.value, "answer": storable(answer)}
        mine = update(contest).where(contest.c.id == contest_id, owned(contest, self._province))
        if not self._connection.execute(mine.values(**values)).rowcount:
            raise UnknownId("contest", contest_id)

    def delete_before(self, moment: datetime) -> int:
        """Delete what came before; how many."""
        old = delete(contest).where(contest.c.hour < moment, owned(contest, self._province))
        return self._connection.execute(old).rowcount


def _read(row: Row[tuple[object, ...]]) -> Contest:
    state = ContestState(row.state)
    return Contest(row.id, row.province, row.number, row.text, row.url, row.hour, state, row.answer)
