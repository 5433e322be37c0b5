"""Wrong guesses in a row, by who asks where; ``dashboards.sign_in.patience`` says what follows from them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from news.times import Clock
from storage.dialects import insert
from storage.people_tables import attempt

#: What is so old counts for nothing.
_FORGOTTEN = timedelta(days=1)


class Attempts:
    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    def get(self, province: str, key: str) -> tuple[int, datetime] | None:
        """Failures in a row and the time of the last one; ``None``: no reason to wait."""
        query = select(attempt.c.failures, attempt.c.last_at)
        query = query.where(attempt.c.province == province, attempt.c.key == key)
        row = self._connection.execute(query).first()
        return None if row is None or row.last_at < self._clock() - _FORGOTTEN else (row.failures, row.last_at)

    def fail(self, province: str, key: str) -> None:
        before = self.get(province, key)
        row = {"province": province, "key": key, "failures": 1 + (before[0] if before else 0), "last_at": self._clock()}
        statement = insert(self._connection, attempt).values(row)
        newer = {name: statement.excluded[name] for name in ("failures", "last_at")}
        keys = [attempt.c.province, attempt.c.key]
        self._connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=newer))

    def take_back(self, province: str, key: str) -> None:
        """One of the failures was none."""
        here = (attempt.c.province == province, attempt.c.key == key, attempt.c.failures > 0)
        self._connection.execute(update(attempt).where(*here).values(failures=attempt.c.failures - 1))

    def forgive(self, province: str, key: str) -> None:
        self._connection.execute(delete(attempt).where(attempt.c.province == province, attempt.c.key == key))

    def purge(self) -> None:
        self._connection.execute(delete(attempt).where(attempt.c.last_at < self._clock() - _FORGOTTEN))
