"""One holder fetches from a host at a time, on one machine or many."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from storage.dialects import insert
from storage.schema import host_lease


class Leases:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, host: str, holder: str, until: datetime, now: datetime) -> bool:
        """Take or prolong the lease of a host; ``False`` while another holder's has not run out."""
        query = select(host_lease.c.holder).where(host_lease.c.host == host, host_lease.c.until > now)
        current = self._connection.execute(query).scalar_one_or_none()
        if current is not None and current != holder:
            return False
        statement = insert(self._connection, host_lease).values(host=host, holder=holder, until=until)
        taken = {"holder": statement.excluded.holder, "until": statement.excluded.until}
        self._connection.execute(statement.on_conflict_do_update(index_elements=[host_lease.c.host], set_=taken))
        return True

    def release(self, host: str, holder: str, free_at: datetime | None = None) -> None:
        """Give the host back, to others from ``free_at`` on: its rest between two requests. Another's lease stays."""
        mine = (host_lease.c.host == host, host_lease.c.holder == holder)
        if free_at is None:
            self._connection.execute(delete(host_lease).where(*mine))
        else:
            self._connection.execute(update(host_lease).where(*mine).values(until=free_at))
