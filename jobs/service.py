"""The service of ``diembao run``: rounds on schedule until told to stop.

A round that was missed (the machine slept, the last one took long) runs once when it can; rounds never pile up.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from config.settings import ScheduleSettings
from news.errors import NewsError
from news.times import ICT, utc_now

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Duties:
    """What is to be done, as plain calls; ``stop`` ends whichever of them is running."""

    round: Callable[[], object]
    digest: Callable[[], object]
    tidy: Callable[[], object]
    stop: Callable[[], object]


def serve_schedule(duties: Duties, schedule: ScheduleSettings) -> None:
    """Do the duties on schedule; returns after SIGTERM or SIGINT, when what was running has ended."""
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    scheduler = make_scheduler(duties, schedule)
    scheduler.start()
    stopping.wait()
    log.info("stopping")
    duties.stop()
    scheduler.shutdown(wait=True)


def make_scheduler(duties: Duties, schedule: ScheduleSettings) -> BackgroundScheduler:
    """One worker: the duties take turns, so a digest is made between two rounds and not during one."""
    scheduler = BackgroundScheduler(
        timezone=ICT,
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    at = schedule.digest_at
    scheduler.add_job(
        _guarded, IntervalTrigger(seconds=int(schedule.round_every.total_seconds()), timezone=ICT),
        args=[duties.round], id="round", next_run_time=utc_now(),
    )  # fmt: skip
    scheduler.add_job(
        _guarded, CronTrigger(hour=at.hour, minute=at.minute, timezone=ICT), args=[duties.digest], id="digest"
    )
    scheduler.add_job(_guarded, CronTrigger(hour=2, minute=15, timezone=ICT), args=[duties.tidy], id="tidy")
    return scheduler


def _guarded(duty: Callable[[], object]) -> None:
    """A duty that fails is reported; the schedule goes on. This is the loop that must survive."""
    try:
        duty()
    except NewsError as error:
        log.error("%s", error.vi)
    except Exception:
        log.exception("a duty failed")
