"""One holder a host, on one machine or on many. A killed round keeps nobody out: its machine takes over its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from news.times import Clock
from storage import Storage

SPAN = timedelta(minutes=10)


class HostLeases:
    """The leases of this round; taken at the first request to a host, renewed while it lasts, released at the end.

    A host given back rests for its pause before another machine asks it: politeness knows no machines.
    """

    def __init__(self, storage: Storage, holder: str, clock: Clock, pause: timedelta = timedelta(0)) -> None:
        self._storage = storage
        self._holder = holder
        self._clock = clock
        self._pause = pause
        self._pauses: dict[str, timedelta] = {}
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

    def slow_down(self, host: str, pause: timedelta) -> None:
        """The host asks for a longer pause than ours."""
        self._pauses[host] = max(pause, self._pause)

    def release_all(self) -> None:
        if not self._until:
            return
        now = self._clock()
        with self._storage.begin() as work:
            for host in self._until:
                pause = self._pauses.get(host, self._pause)
                work.leases.release(host, self._holder, now + pause if pause else None)
        self._until.clear()
