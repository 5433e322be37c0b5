"""What a wake means: the same steps that ``diembao run`` takes, each on its own and on whatever machine is free.

round            fetch      feeds and pages of all offices; a host is one machine's at a time
analyse          analysis   what is pending, taken out of the other workers' way
follow OFFICE    analysis   claims, watches and alerts of an office, by one worker at a time
ROW OFFICE       its role   a row of the office's schedule (``jobs.periodic``)
"""

from __future__ import annotations

import logging
import threading

from jobs.main_job import MainJob
from jobs.periodic import rows
from jobs.rounds import RoundFailed, Rounds
from jobs.service import Periodic
from jobs.workers.installation import Installation
from jobs.workers.presence import Presence
from jobs.workers.wakes import Wake
from news.errors import NewsError

log = logging.getLogger(__name__)

ROUND, ANALYSE, FOLLOW = "round", "analyse", "follow"


def office_rows(job: MainJob) -> dict[str, Periodic]:
    """An office's rows by name. Its round is the installation's."""
    return {row.name: row for row in rows(job.office, job) if row.name != ROUND}


class Steps:
    """Does what a worker is woken for. One step at a time; ``stop`` ends the one under way between two of its parts."""

    def __init__(self, installation: Installation, presence: Presence, stopping: threading.Event) -> None:
        self._installation, self._presence, self._stopping = installation, presence, stopping
        self._jobs = {province: MainJob(office, quiet=True) for province, office in installation.offices.items()}
        self._rows = {(name, p): row for p, job in self._jobs.items() for name, row in office_rows(job).items()}
        limit = max(office.configuration.crawl.round_time for office in installation.offices.values())
        self._rounds = Rounds(installation.folder, limit)

    def perform(self, wake: Wake) -> None:
        """Do one step. What fails is said; its work is still pending, and the worker goes on."""
        with self._presence.doing(f"{wake.step} {wake.province}".strip()):
            try:
                self._do(wake)
            except NewsError as error:
                if not self._stopping.is_set():
                    log.error("%s: %s", wake.step, error.vi)
            except Exception:
                log.exception("%s failed", wake.step)

    def stop(self) -> None:
        self._rounds.stop()
        for job in self._jobs.values():
            job.stop()

    def _do(self, wake: Wake) -> None:
        if wake.step == ROUND:
            self._round()
        elif wake.step == ANALYSE:
            found = self._installation
            done = found.advance.analyse(self._presence.id, found.clock, self._stopping.is_set)
            log.info("%d articles analysed", done)
        elif wake.step == FOLLOW and wake.province in self._jobs:
            with self._installation.storage.alone(f"follow {wake.province}") as holding:
                if holding is not None:
                    self._jobs[wake.province].follow()
        elif (wake.step, wake.province) in self._rows:
            self._rows[wake.step, wake.province].run()
        else:
            log.warning("%s %s: not in this worker's configuration", wake.step, wake.province)

    def _round(self) -> None:
        try:
            found = self._rounds.run()
        except RoundFailed:
            if self._stopping.is_set():
                return
            raise
        log.info("round: %d feeds, %d new entries, %d pages", found["feeds"], found["new"], found["pages_fetched"])
