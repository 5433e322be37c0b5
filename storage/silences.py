"""What is not to be told for a while. A silence is ended, never deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from news.alert import Severity, Silence
from news.analysis import Topic
from news.errors import UnknownId
from storage.alert_tables import silence
from storage.codec import storable
from storage.rows import next_number


class Silences:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, one: Silence) -> int:
        number = next_number(self._connection, silence.c.id)
        row = {
            "id": number,
            "province": one.province,
            "person": one.person,
            "reason": storable(one.reason),
            "begins_at": one.begins_at,
            "ends_at": one.ends_at,
            "watch": one.watch,
            "event": one.event,
            "topic": one.topic,
            "severity": one.severity,
        }
        self._connection.execute(insert(silence), row)
        return number

    def end(self, province: str, silence_id: int, at: datetime) -> None:
        """Raises ``UnknownId``."""
        ended = update(silence).where(silence.c.province == province, silence.c.id == silence_id).values(ends_at=at)
        if not self._connection.execute(ended).rowcount:
            raise UnknownId("silence", silence_id)

    def list(self, province: str, now: datetime) -> list[Silence]:
        """Those that have not ended."""
        query = select(silence).where(silence.c.province == province, silence.c.ends_at > now).order_by(silence.c.id)
        return [
            Silence(
                row.id,
                row.province,
                row.person,
                row.reason,
                row.begins_at,
                row.ends_at,
                row.watch,
                row.event,
                Topic(row.topic) if row.topic else None,
                Severity(row.severity) if row.severity else None,
            )
            for row in self._connection.execute(query)
        ]
