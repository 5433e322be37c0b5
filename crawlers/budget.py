"""How many requests a host may have on a day, over all rounds: a publisher's machine is not ours to use up."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from news.times import Clock, local

if TYPE_CHECKING:
    from storage import Storage

#: So many requests are written down at once; a round that is killed forgets fewer than these.
_WRITTEN_AT_ONCE = 25


class HostBudgets:
    """The budgets of one round. ``spend`` before every request, ``close`` at the end."""

    def __init__(self, storage: Storage, most: int, clock: Clock) -> None:
        self._storage, self._most, self._clock = storage, most, clock
        self._day = ""
        self._known: set[str] = set()
        self._spent: Counter[str] = Counter()
        self._unwritten: Counter[str] = Counter()

    def spend(self, host: str) -> timedelta | None:
        """Count one request; or how long the host must be left alone, until its next day."""
        now = self._clock()
        day = local(now).date().isoformat()
        if day != self._day:
            self.close()
            self._day, self._spent, self._known = day, Counter(), set()
        if host not in self._known:
            # Asked when the host is ours: until then another machine may have spent of its day.
            with self._storage.read() as work:
                self._spent[host] = work.budgets.get(day, host)
            self._known.add(host)
        if self._spent[host] >= self._most:
            return _until_tomorrow(now)
        self._spent[host] += 1
        self._unwritten[host] += 1
        if self._unwritten.total() >= _WRITTEN_AT_ONCE:
            self.close()
        return None

    def close(self) -> None:
        """Write down what was spent."""
        if self._unwritten:
            with self._storage.begin() as work:
                work.budgets.add(self._day, self._unwritten)
            self._unwritten.clear()


class NoBudgets:
    """For a probe, which asks each address once."""

    def spend(self, host: str) -> timedelta | None:  # noqa: ARG002
        return None


def _until_tomorrow(now: datetime) -> timedelta:
    today = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=1) - now
