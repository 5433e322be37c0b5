"""How many requests a host has had today, over all rounds and machines."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, select

from storage.collection_tables import host_day
from storage.dialects import insert


class Budgets:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self, day: str) -> Mapping[str, int]:
        """Requests by host on the day (``2026-11-22``, local time)."""
        query = select(host_day.c.host, host_day.c.requests).where(host_day.c.day == day)
        return {row.host: row.requests for row in self._connection.execute(query)}

    def get(self, day: str, host: str) -> int:
        """Requests that this host had on the day."""
        query = select(host_day.c.requests).where(host_day.c.host == host, host_day.c.day == day)
        return self._connection.execute(query).scalar_one_or_none() or 0

    def add(self, day: str, requests: Mapping[str, int]) -> None:
        """Count these requests too, and forget the days before."""
        self._connection.execute(delete(host_day).where(host_day.c.day < day))
        for host, count in sorted(requests.items()):
            row = insert(self._connection, host_day).values(host=host, day=day, requests=count)
            more = {"requests": host_day.c.requests + row.excluded.requests}
            self._connection.execute(row.on_conflict_do_update(index_elements=["host", "day"], set_=more))
