"""The service of ``diembao run``: rows of periodic work, done on schedule until told to stop.

Work that was missed (the machine slept, the last run took long) runs once when it can; it never piles up.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import time, timedelta
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from jobs.workers.roles import Role
from news.errors import NewsError
from news.times import ICT, utc_now

log = logging.getLogger(__name__)

#: Work of one lane takes turns, so a digest is made between two rounds and not during one.
MAIN = "main"
#: What must go out while a round runs.
POST = "post"


@dataclass(frozen=True, slots=True)
class Periodic:
    """One row: run ``every`` so often, the first time at once, or daily ``at`` a local time (+07:00)."""

    name: str
    run: Callable[[], object]
    every: timedelta | None = None
    at: time | None = None
    lane: str = MAIN
    #: Which worker does it where several machines do the work (``jobs.workers``).
    role: Role = Role.ANALYSIS

    def __post_init__(self) -> None:
        if (self.every is None) == (self.at is None):
            raise ValueError(f"{self.name}: either every or at")


def serve_schedule(rows: Iterable[Periodic], stop: Callable[[], object]) -> None:
    """Do the rows on schedule; returns after SIGTERM or SIGINT, when ``stop`` has ended whatever was running."""
    stopping = threading.Event()

    def stop_serving(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop_serving)
    scheduler = make_scheduler(rows)
    scheduler.start()
    stopping.wait()
    log.info("stopping")
    stop()
    scheduler.shutdown(wait=True)


def make_scheduler(rows: Iterable[Periodic]) -> BackgroundScheduler:
    """One worker a lane."""
    rows = tuple(rows)
    scheduler = BackgroundScheduler(
        timezone=ICT,
        executors={lane: ThreadPoolExecutor(1) for lane in {MAIN, *(row.lane for row in rows)}},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for row in rows:
        if row.every is not None:
            trigger = IntervalTrigger(seconds=int(row.every.total_seconds()), timezone=ICT)
            scheduler.add_job(_guarded, trigger, args=[row], id=row.name, executor=row.lane, next_run_time=utc_now())
        elif row.at is not None:
            trigger = CronTrigger(hour=row.at.hour, minute=row.at.minute, timezone=ICT)
            scheduler.add_job(_guarded, trigger, args=[row], id=row.name, executor=row.lane)
    return scheduler


def _guarded(row: Periodic) -> None:
    """Work that fails is reported; the schedule goes on. This is the loop that must survive."""
    try:
        row.run()
    except NewsError as error:
        log.error("%s: %s", row.name, error.vi)
    except Exception:
        log.exception("%s failed", row.name)
