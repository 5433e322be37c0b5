"""When the page of an article about a province is read again: published is not final."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from news.analysis import Relevance
from news.case import CaseState
from storage.case_tables import office_case
from storage.claim_tables import correction, sighting
from storage.collection_tables import rereading
from storage.dialects import among
from storage.rows import batches
from storage.schema import article, entry, relevance


class Rereadings:
    """A page is due when its time has come and its entry is at rest; being due makes it wanted again."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def plan(self, schedule: Sequence[timedelta], now: datetime) -> int:
        """Take up every article about a province that the schedule still reaches; return how many are new in it."""
        reached = (
            select(relevance.c.article_id, relevance.c.first_seen_at)
            .join(entry, entry.c.article_id == relevance.c.article_id)
            .join(rereading, rereading.c.article_id == relevance.c.article_id, isouter=True)
            .where(relevance.c.label == Relevance.ABOUT.value)
            .where(relevance.c.first_seen_at > now - schedule[-1])
            .where(entry.c.page == "fetched", rereading.c.article_id.is_(None))
            .distinct()
        )
        rows = [
            {"article_id": row.article_id, "number": 0, "next_at": _next(schedule, row.first_seen_at, now)}
            for row in self._connection.execute(reached)
        ]
        if rows:
            self._connection.execute(insert(rereading), rows)
        return len(rows)

    def awaited(self, since: datetime) -> Sequence[int]:
        """Ids of the articles whose change somebody waits for, the newest 1,000 of each kind.

        Those of open cases, and those that state what was corrected in public after ``since``.
        """
        of_cases = (
            select(office_case.c.article_id)
            .where(office_case.c.state.in_((CaseState.OPEN.value, CaseState.ANSWERED.value)))
            .where(office_case.c.article_id.is_not(None))
            .order_by(office_case.c.id.desc())
        )
        of_corrections = (
            select(sighting.c.article_id)
            .join(correction, correction.c.claim_id == sighting.c.claim_id)
            .where(correction.c.published_at > since)
            .order_by(sighting.c.at.desc())
        )
        return sorted(
            {
                key
                for query in (of_cases, of_corrections)
                for key in self._connection.execute(query.limit(1_000)).scalars()
            }
        )

    def hasten(self, ids: Collection[int], at: datetime) -> None:
        """Have these articles read again by this time at the latest: a correction or a case waits for a change."""
        for batch in batches(ids):
            known = set(
                self._connection.execute(
                    select(rereading.c.article_id).where(among(self._connection, rereading.c.article_id, batch))
                ).scalars()
            )
            fresh = [{"article_id": key, "number": 0, "next_at": at} for key in batch if key not in known]
            if fresh:
                self._connection.execute(insert(rereading), fresh)
            late = (rereading.c.next_at.is_(None)) | (rereading.c.next_at > at)
            sooner = update(rereading).where(among(self._connection, rereading.c.article_id, sorted(known)), late)
            self._connection.execute(sooner.values(next_at=at))

    def wake(self, schedule: Sequence[timedelta], now: datetime, most: int) -> int:
        """Make the pages that are due wanted again, the longest due first; return how many."""
        due = (
            select(rereading.c.article_id, rereading.c.number, article.c.first_seen_at)
            .join(article, article.c.id == rereading.c.article_id, isouter=True)
            .where(rereading.c.next_at <= now)
            .order_by(rereading.c.next_at, rereading.c.article_id)
            .limit(most)
        )
        woken = 0
        for key, number, seen in self._connection.execute(due).all():
            if seen is None:
                self._connection.execute(delete(rereading).where(rereading.c.article_id == key))
                continue
            asked = update(entry).where(entry.c.article_id == key, entry.c.page.in_(("fetched", "gone")))
            woken += bool(self._connection.execute(asked.values(page="wanted", attempts=0, retry_at=None)).rowcount)
            following = update(rereading).where(rereading.c.article_id == key)
            self._connection.execute(following.values(number=number + 1, next_at=_next(schedule, seen, now)))
        return woken

    def count(self, article_id: int) -> int:
        """How often the page has been asked for again."""
        query = select(rereading.c.number).where(rereading.c.article_id == article_id)
        return self._connection.execute(query).scalar_one_or_none() or 0


def _next(schedule: Sequence[timedelta], first_seen_at: datetime, now: datetime) -> datetime | None:
    """The first time of the schedule that lies ahead: what was missed is not made up for."""
    return next((first_seen_at + after for after in schedule if first_seen_at + after > now), None)
