"""The scheduler: one leads, by a lock of the database that dies with it; others wait and take over within 30 seconds.

The leader wakes the workers, and does itself what only one may do: it groups what they analysed, and indexes. What it
wakes for is a row of a schedule or a query on storage, so a leader that comes needs nothing from the one that went.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from jobs.advance import LEADER
from jobs.grouping import Grouper
from jobs.main_job import MainJob
from jobs.service import Periodic, make_scheduler
from jobs.workers.installation import Installation
from jobs.workers.presence import GONE_AFTER, Presence
from jobs.workers.roles import Role
from jobs.workers.steps import ANALYSE, FOLLOW, ROUND, office_rows
from jobs.workers.wakes import Wake, Wakes
from news.errors import NewsError
from news.times import at_local, local_date
from storage.holdings import Holding

log = logging.getLogger(__name__)

#: How often whoever waits asks for the lock, and whoever leads looks for what to group (seconds).
TURN = 2.0
#: How often the leader looks whether anything is to be analysed, and whether a worker fell silent.
_LOOK_EVERY = timedelta(seconds=5)
#: A daily row that nobody woke because nobody led is woken this late at most.
_LATEST = timedelta(hours=6)


class Leader:
    """A candidate, and while it holds the lock the leader."""

    def __init__(self, installation: Installation, wakes: Wakes, presence: Presence, stopping: threading.Event) -> None:
        self._installation, self._wakes = installation, wakes
        self._presence, self._stopping = presence, stopping
        self._jobs = {province: MainJob(office, quiet=True) for province, office in installation.offices.items()}

    def run(self) -> None:
        """Lead whenever nobody else does, until told to stop. Outlives the database's absence."""
        while not self._stopping.is_set():
            try:
                with self._installation.storage.alone(LEADER) as holding:
                    if holding is not None:
                        with self._presence.doing("leading"):
                            self._lead(holding)
            except NewsError as error:
                log.error("%s", error.vi)
            self._stopping.wait(TURN)

    def _lead(self, holding: Holding) -> None:
        log.info("leading")
        self._catch_up()
        scheduler = make_scheduler(self._rows())
        scheduler.start()
        try:
            grouper = Grouper()
            while holding.is_held() and not self._stopping.wait(TURN):
                if self._installation.advance.settle(grouper, lambda: self._is_over(holding)):
                    self._follow()
        finally:
            scheduler.shutdown(wait=False)
            log.info("not leading any more")

    def _is_over(self, holding: Holding) -> bool:
        return self._stopping.is_set() or not holding.is_held()

    def _rows(self) -> Iterator[Periodic]:
        every = min(office.configuration.schedule.round_every for office in self._installation.offices.values())
        yield Periodic("round", partial(self._wake_all, Role.FETCH, Wake(ROUND)), every=every)
        yield Periodic("analyse", self._analyse, every=_LOOK_EVERY)
        yield Periodic("follow", self._follow, every=timedelta(minutes=1))
        yield Periodic("gone", self._bury, every=_LOOK_EVERY)
        yield Periodic("tidy", self._wakes.tidy, every=timedelta(minutes=1))
        for province, row, run in self._office_rows():
            yield Periodic(f"{row.name} {province}", run, every=row.every, at=row.at)

    def _office_rows(self) -> Iterator[tuple[str, Periodic, Callable[[], None]]]:
        for province, job in self._jobs.items():
            for row in office_rows(job).values():
                yield province, row, partial(self._fire, row, province)

    def _fire(self, row: Periodic, province: str) -> None:
        self._wakes.wake(row.role, Wake(row.name, province))
        if row.at is not None:
            with self._installation.storage.begin() as work:
                work.firings.mark(f"{row.name} {province}", self._installation.clock())

    def _catch_up(self) -> None:
        """Wake for the daily rows whose hour passed while nobody led."""
        now = self._installation.clock()
        with self._installation.storage.begin() as work:
            before = work.firings.list()
            for province, row, _ in self._office_rows():
                if row.at is not None and f"{row.name} {province}" not in before:
                    work.firings.mark(f"{row.name} {province}", now)
        for province, row, fire in self._office_rows():
            last = before.get(f"{row.name} {province}")
            if row.at is not None and last is not None and is_missed(row, last, now):
                log.warning("%s %s was missed and is made good", row.name, province)
                fire()

    def _analyse(self) -> None:
        with self._installation.storage.read() as work:
            is_waiting = work.readings.waiting(self._installation.advance.reader.analyser.models)
        if is_waiting:
            self._wake_all(Role.ANALYSIS, Wake(ANALYSE))

    def _follow(self) -> None:
        for province in self._installation.offices:
            self._wakes.wake(Role.ANALYSIS, Wake(FOLLOW, province))

    def _wake_all(self, role: Role, wake: Wake) -> None:
        """Wake every worker of the role that lives; one of them at least, should it come later."""
        with self._installation.storage.read() as work:
            alive = Counter(one.role for one in work.workers.list(self._installation.clock() - GONE_AFTER))
        self._wakes.wake(role, wake, sleepers=max(1, alive[role.value]))

    def _bury(self) -> None:
        """What workers that fell silent had in hand is free for others."""
        since = self._installation.clock() - GONE_AFTER
        with self._installation.storage.take() as work:
            work.workers.forget(since - timedelta(days=1))
            work.readings.release_gone([one.id for one in work.workers.list(since)])


def is_missed(row: Periodic, last: datetime, now: datetime) -> bool:
    """Whether a daily row should have been woken since it last was, not too long ago."""
    assert row.at is not None
    due = at_local(local_date(now), row.at.hour, row.at.minute)
    if due > now:
        due -= timedelta(days=1)
    return last < due and now - due <= _LATEST
