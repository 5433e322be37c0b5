"""What the store says of itself in numbers: how much waits at each step and since when, and what came of the rest.

Asked every few seconds, so each query reads an index in the order of the work, or a short window. Numbers, states and
ids of provinces only: nothing of an article, a tip or a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, not_, or_, select

from news.analysis import Relevance
from news.digest import Period
from storage.alert_tables import finding
from storage.claim_tables import matching
from storage.collection_tables import rereading
from storage.schema import article, article_version, edition, entry, follower, outbox, reading, relevance, source_state


class Step(StrEnum):
    """Where a unit of work may wait, in the order of an article's way."""

    FEEDS = "feeds"
    PAGES = "pages"
    REREADINGS = "rereadings"
    ANALYSIS = "analysis"
    STORIES = "stories"
    MATCHING = "matching"
    ALERTS = "alerts"
    DELIVERIES = "deliveries"


@dataclass(frozen=True, slots=True)
class Queue:
    """So much waits at a step; ``since``: when the oldest of it began to."""

    step: Step
    depth: int
    since: datetime | None


class Figures:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def queues(self, now: datetime, matched_since: datetime) -> Sequence[Queue]:
        """Every step. ``matched_since``: articles first seen before are not held against the library any more."""
        waiting = {
            Step.FEEDS: _waiting(source_state.c.next_due_at, source_state.c.next_due_at <= now),
            Step.PAGES: _waiting(entry.c.first_seen_at, _is_state(entry.c.page, "wanted"), _has_come(now)),
            Step.REREADINGS: _waiting(rereading.c.next_at, rereading.c.next_at <= now),
            Step.ANALYSIS: _unread(),
            Step.STORIES: _waiting(article.c.recorded_at, not_(article.c.is_grouped)),
            Step.MATCHING: _unmatched(matched_since),
            Step.ALERTS: _waiting(finding.c.at, not_(finding.c.is_routed)),
            Step.DELIVERIES: _waiting(
                outbox.c.created_at, _is_state(outbox.c.state, "waiting"), outbox.c.next_attempt_at <= now
            ),
        }
        return [Queue(step, *self._connection.execute(query).one()) for step, query in waiting.items()]

    def feeds(self, since: datetime) -> dict[str, int]:
        """How many readings of feeds ended so, by health."""
        query = (
            select(reading.c.health, func.count().label("count_"))
            .where(reading.c.at >= since)
            .group_by(reading.c.health)
        )
        return {row.health: row.count_ for row in self._connection.execute(query)}

    def sources(self) -> dict[str, int]:
        """How many feeds are in which health now."""
        query = select(source_state.c.health, func.count().label("count_")).group_by(source_state.c.health)
        return {row.health: row.count_ for row in self._connection.execute(query)}

    def deliveries(self) -> dict[tuple[str, str, str], int]:
        """Messages by province, channel and state."""
        by = (outbox.c.province, outbox.c.channel, outbox.c.state)
        query = select(*by, func.count()).group_by(*by)
        return {
            (province, channel, state): count for province, channel, state, count in self._connection.execute(query)
        }

    def followed_at(self, name: str) -> datetime | None:
        """When this follower of the change log last went on; ``None`` for one that never did."""
        return self._connection.execute(select(follower.c.at).where(follower.c.name == name)).scalar_one_or_none()

    def digests(self) -> dict[tuple[str, Period], datetime]:
        """When each province last signed a digest of each period."""
        query = select(edition.c.province, edition.c.period, func.max(edition.c.signed_at))
        rows = self._connection.execute(query.group_by(edition.c.province, edition.c.period))
        return {(province, Period(period)): at for province, period, at in rows}


def _waiting(since: ColumnElement[datetime], *conditions: ColumnElement[bool]) -> Select[int, Any]:
    return select(func.count(), func.min(since)).where(*conditions)


def _is_state(column: ColumnElement[str], state: str) -> ColumnElement[bool]:
    # Written out, not bound: only so the databases see that the partial index answers.
    return column == literal(state, literal_execute=True)


def _has_come(now: datetime) -> ColumnElement[bool]:
    return or_(entry.c.retry_at.is_(None), entry.c.retry_at <= now)


def _unread() -> Select[int, Any]:
    """Versions that no model has read; when they were recorded, for an archive's articles are seen long ago."""
    newest = and_(article_version.c.article_id == article.c.id, article_version.c.version == article.c.version)
    query = select(func.count(), func.min(article_version.c.recorded_at)).select_from(article)
    return query.join(article_version, newest).where(article.c.analysed_by == 0)


def _unmatched(since: datetime) -> Select[int, Any]:
    query = select(func.count(), func.min(relevance.c.first_seen_at)).select_from(relevance)
    query = query.join(article, article.c.id == relevance.c.article_id)
    same = and_(matching.c.article_id == article.c.id, matching.c.province == relevance.c.province)
    query = query.join(matching, same, isouter=True)
    return query.where(
        relevance.c.label == Relevance.ABOUT.value,
        relevance.c.first_seen_at >= since,
        or_(matching.c.version.is_(None), matching.c.version != article.c.version),
        article.c.analysed_by != 0,
    )
