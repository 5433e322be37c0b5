"""What ``diembao run`` does on schedule: one row a job. To add work, add a row."""

from __future__ import annotations

from datetime import time

from jobs.main_job import MainJob
from jobs.service import Periodic
from jobs.wiring import Office


def rows(office: Office, job: MainJob) -> tuple[Periodic, ...]:
    """The work of one office, in the order of a day."""
    schedule = office.configuration.schedule
    return (
        Periodic("round", job.round, every=schedule.round_every),
        Periodic("digest", job.write_due_digest, at=schedule.digest_at),
        Periodic("tidy", job.tidy, at=time(2, 15)),
    )
