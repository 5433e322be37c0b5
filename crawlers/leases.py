"""One holder a host, on one machine or on many. A killed round keeps nobody out: its machine takes over its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from news.times import Clock
from storage import Storage

SPAN = timedelta(minutes=10)


class HostLeases:
    """The leases of this round; taken at the first request to a host, renewed while it lasts, released at the end."""

    def __init__(self, storage: Storage, holder: str, clock: Clock) -> None:
        self._storage = storage
        self._holder = holder
        self._clock = clock
        self._until: dict[str, datetime] = {}

    def take(self, host: str) -> bool:
        now = self._clock()
        until = self._until.get(host)
        if until is not None and now + SPAN / 2 < until:
            return True
        with self._storage.begin() as work:
            taken = work.leases.take(host, self._holder, now + SPAN, now)
        if taken:
            self._until[host] = now + SPAN
        return taken

    def release_all(self) -> None:
        if not self._until:
            return
        with self._storage.begin() as work:
            for host in self._until:
                work.leases.release(host, self._holder)
        self._until.clear()
