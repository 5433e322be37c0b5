"""What ``diembao run`` does on schedule: one row a job. To add work, add a row."""

from __future__ import annotations

from datetime import time, timedelta
from functools import partial

from jobs.counting import count_in_child
from jobs.desks.making import Making
from jobs.desks.posting import Posting
from jobs.desks.report_posting import ReportPosting
from jobs.main_job import MainJob
from jobs.reporting import PERIODS
from jobs.service import POST, Periodic
from jobs.wiring import Office
from jobs.workers.roles import Role


def rows(office: Office, job: MainJob) -> tuple[Periodic, ...]:
    """The work of one office, in the order of a day."""
    schedule = office.configuration.schedule
    posting, reports = Posting(office, Making(office)), ReportPosting(office)
    return (
        Periodic("round", job.scheduled_round, every=schedule.round_every),
        Periodic("alerts", job.route_alerts, every=timedelta(minutes=1), lane=POST, role=Role.DELIVERY),
        Periodic("public", job.refresh_public, every=timedelta(minutes=1), lane=POST, role=Role.DELIVERY),
        Periodic("deliver", job.deliver, every=timedelta(seconds=20), lane=POST, role=Role.DELIVERY),
        Periodic("deputy", posting.remind_today, at=posting.reminder_at, lane=POST, role=Role.DELIVERY),
        Periodic("unsigned", posting.send_unsigned_today, at=schedule.digest_at, lane=POST, role=Role.DELIVERY),
        Periodic("digest", job.write_due_digest, at=schedule.digest_at),
        *(Periodic(f"{period}_report", partial(reports.prepare, period), at=schedule.reports.at) for period in PERIODS),
        Periodic("fact_checks", job.read_fact_checks, every=timedelta(hours=3), role=Role.FETCH),
        Periodic(
            "counters",
            partial(count_in_child, office.configuration.folder),
            every=timedelta(hours=1),
            role=Role.FETCH,
        ),
        Periodic("tidy", job.tidy, at=time(2, 15)),
        Periodic("forget", job.forget, at=time(2, 30)),
    )
