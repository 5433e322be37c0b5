"""How each feed of each source fares, and every reading of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from news.source import Health, SourceState
from news.times import Window
from storage.codec import storable
from storage.dialects import insert
from storage.rows import next_number
from storage.schema import reading, round_, source_state


@dataclass(frozen=True, slots=True)
class Reading:
    """One feed read once, in one round."""

    round_id: int
    source: str
    feed: str
    at: datetime
    health: Health
    detail: str
    entries: int
    new_entries: int


class Sources:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, source: str, feed: str) -> SourceState:
        """The state of a feed; one that was never read says so."""
        query = select(source_state).where(source_state.c.source == source, source_state.c.feed == feed)
        row = self._connection.execute(query).first()
        return SourceState(source, feed) if row is None else _read(row)

    def list(self) -> Sequence[SourceState]:
        """All states, by source and feed."""
        query = select(source_state).order_by(source_state.c.source, source_state.c.feed)
        return [_read(row) for row in self._connection.execute(query)]

    def put(self, state: SourceState) -> None:
        """Replace what was known of this feed."""
        row = {
            "source": state.source,
            "feed": state.feed,
            "health": state.health.value,
            "detail": storable(state.detail),
            "last_attempt_at": state.last_attempt_at,
            "last_success_at": state.last_success_at,
            "newest_entry_at": state.newest_entry_at,
            "next_due_at": state.next_due_at,
            "failures_in_a_row": state.failures_in_a_row,
            "etag": state.etag,
            "last_modified": state.last_modified,
            "body_sha256": state.body_sha256,
            "typical_gap_seconds": _seconds(state.typical_gap),
            "longest_gap_seconds": _seconds(state.longest_gap),
        }
        statement = insert(self._connection, source_state).values(row)
        news = {name: statement.excluded[name] for name in row if name not in ("source", "feed")}
        keys = [source_state.c.source, source_state.c.feed]
        self._connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=news))

    def add_reading(
        self,
        round_id: int,
        source: str,
        feed: str,
        at: datetime,
        health: Health,
        detail: str,
        entries: int,
        new_entries: int,
    ) -> None:
        """Remember what one round found at a feed; the first word of a round on a feed stands."""
        row = {
            "id": next_number(self._connection, reading.c.id),
            "round_id": round_id,
            "source": source,
            "feed": feed,
            "at": at,
            "health": health.value,
            "detail": storable(detail),
            "entries": entries,
            "new_entries": new_entries,
        }
        self._connection.execute(insert(self._connection, reading).on_conflict_do_nothing(), row)

    def forget_readings(self, before: datetime) -> int:
        """Take out readings made before then, and the rounds they were made in; how many readings."""
        gone = self._connection.execute(delete(reading).where(reading.c.at < before)).rowcount
        kept = select(reading.c.id).where(reading.c.round_id == round_.c.id).exists()
        self._connection.execute(delete(round_).where(round_.c.started_at < before, ~kept))
        return gone

    def list_readings(self, window: Window) -> Sequence[Reading]:
        """Readings made in the window, oldest first."""
        query = select(reading).where(reading.c.at >= window.begin, reading.c.at < window.end)
        return [
            Reading(
                row.round_id, row.source, row.feed, row.at, Health(row.health), row.detail, row.entries, row.new_entries
            )
            for row in self._connection.execute(query.order_by(reading.c.at, reading.c.id))
        ]


def _read(row: Row[Any]) -> SourceState:
    return SourceState(
        source=row.source,
        feed=row.feed,
        health=Health(row.health),
        detail=row.detail,
        last_attempt_at=row.last_attempt_at,
        last_success_at=row.last_success_at,
        newest_entry_at=row.newest_entry_at,
        next_due_at=row.next_due_at,
        failures_in_a_row=row.failures_in_a_row,
        etag=row.etag,
        last_modified=row.last_modified,
        body_sha256=row.body_sha256,
        typical_gap=_span(row.typical_gap_seconds),
        longest_gap=_span(row.longest_gap_seconds),
    )


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else round(span.total_seconds())


def _span(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
