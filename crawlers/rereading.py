"""Published is not final: pages about a province are read again, often at first and then ever more rarely."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage import Work

#: After the article was first seen. Most edits come within hours; corrections within days; removals any time.
SCHEDULE = tuple(timedelta(hours=hours) for hours in (2, 8, 24, 72, 7 * 24, 21 * 24, 60 * 24))
#: What a correction or a case waits for is looked at this often.
AWAITED_EVERY = timedelta(hours=4)
#: So long after its publication a correction waits for those who stated the claim.
AWAITED_FOR = timedelta(days=30)
#: In one round; the rest waits for the next one.
MOST_AT_ONCE = 500


def wake_pages(work: Work, now: datetime) -> int:
    """Make the pages whose time has come wanted again; return how many. Each costs its host one request."""
    work.rereadings.plan(SCHEDULE, now)
    work.rereadings.hasten(work.rereadings.awaited(now - AWAITED_FOR), now + AWAITED_EVERY)
    return work.rereadings.wake(SCHEDULE, now, MOST_AT_ONCE)
