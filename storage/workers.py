"""Who is at work: each program says so itself, every few seconds; whoever falls silent is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from storage.dialects import insert
from storage.work_tables import firing, worker


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """``place``: machine and number of the process; ``doing``: the step it is at, empty while it waits."""

    id: str
    role: str
    place: str
    started_at: datetime
    seen_at: datetime
    doing: str


class Workers:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def mark(self, one: WorkerRow) -> None:
        """Say that this worker lives."""
        row = {name: getattr(one, name) for name in WorkerRow.__slots__}
        statement = insert(self._connection, worker).values(row)
        again = {"seen_at": statement.excluded.seen_at, "doing": statement.excluded.doing}
        self._connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=again))

    def list(self, since: datetime) -> Sequence[WorkerRow]:
        """Those seen since then, by role and place."""
        query = select(worker).where(worker.c.seen_at >= since).order_by(worker.c.role, worker.c.place, worker.c.id)
        return [WorkerRow(**row._mapping) for row in self._connection.execute(query)]

    def end(self, worker_id: str) -> None:
        """This worker goes home."""
        self._connection.execute(delete(worker).where(worker.c.id == worker_id))

    def forget(self, before: datetime) -> None:
        """Take out whoever was last seen before."""
        self._connection.execute(delete(worker).where(worker.c.seen_at < before))


class Firings:
    """When each daily row of the schedule was last woken."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self) -> Mapping[str, datetime]:
        return {row.name: row.at for row in self._connection.execute(select(firing))}

    def mark(self, name: str, at: datetime) -> None:
        statement = insert(self._connection, firing).values(name=name, at=at)
        again = {"at": statement.excluded.at}
        self._connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=again))
