"""Tips go after 30 days, objections after 90: from the tables, the free pages, the logs. Coarse daily counts remain."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, timedelta

from factcheck.tips import KEPT
from news.times import Clock, local_date
from storage import Storage
from storage.public import PublicStore

#: How long an objection is kept after it came, answered or not.
CONTESTS_KEPT = timedelta(days=90)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Forgotten:
    tips: int
    contests: int


def last_day_to_delete(today: date) -> date:
    """Whole days go together, so a day's count is exact; none lives longer than ``KEPT``, though a run is missed."""
    return today - KEPT + timedelta(days=1)


def forget(office: Storage, store: PublicStore, province: str, clock: Clock) -> Forgotten:
    """Count, then delete, then erase what deleting leaves behind. Repeating it does no harm."""
    now = clock()
    count(office, store, province)
    with store.begin() as work:
        tips = work.tips.delete_until(last_day_to_delete(local_date(now)))
        contests = work.contests.delete_before(now - CONTESTS_KEPT)
    store.erase_traces()
    if tips or contests:
        log.info("forgot %d tips and %d objections", tips, contests)
    return Forgotten(tips, contests)


def count(office: Storage, store: PublicStore, province: str) -> None:
    """Write how many asked about each claim on each day, coarse, into the office's store."""
    with store.read() as read:
        counts = read.tips.counts(province)
    with office.begin() as work:
        known = {one.id for one in work.claims.list(province, limit=100_000)}
        for (claim_id, day), number in counts.items():
            if claim_id in known:
                work.sightings.add_tip_count(claim_id, day, number)
