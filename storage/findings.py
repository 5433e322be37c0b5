"""What watches found, each once by its key; whether it was routed, and why nobody was told if so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from news.alert import Condition, Finding, Severity
from storage.alert_tables import alert_finding, finding
from storage.bulk import add_rows
from storage.codec import decode, decode_topics, encode, encode_topics, storable
from storage.dialects import among
from storage.owning import owned
from storage.rows import batches, next_number
from storage.schema import microseconds


@dataclass(frozen=True, slots=True)
class StoredFinding:
    id: int
    finding: Finding
    muted_by: str | None = None


class Findings:
    def __init__(self, connection: Connection, province: str | None = None) -> None:
        self._connection, self._province = connection, province

    def add_many(self, found: Iterable[Finding]) -> list[StoredFinding]:
        """Store what was not found before; returns those, to be routed."""
        fresh: dict[tuple[str, str], Finding] = {(one.province, one.key): one for one in found}
        for batch in batches(list(fresh)):
            keys = [key for _, key in batch]
            query = select(finding.c.province, finding.c.key).where(among(self._connection, finding.c.key, keys))
            for row in self._connection.execute(query):
                fresh.pop((row.province, row.key), None)
        number = next_number(self._connection, finding.c.id)
        stored = [StoredFinding(number + place, one) for place, one in enumerate(fresh.values())]
        add_rows(self._connection, finding, [_row(one) for one in stored])
        return stored

    def unrouted(self, province: str, limit: int = 20_000) -> list[StoredFinding]:
        """Findings that no plan has seen yet, oldest first."""
        query = select(finding).where(finding.c.province == province, finding.c.is_routed.is_(False))
        return [_read(row) for row in self._connection.execute(query.order_by(finding.c.id).limit(limit))]

    def mark_routed(self, muted: Mapping[int, str | None]) -> None:
        """Of each finding (by id) why nobody is told of it, or ``None``."""
        by_reason: dict[str | None, list[int]] = {}
        for key, why in muted.items():
            by_reason.setdefault(why, []).append(key)
        for why, keys in by_reason.items():
            marked = update(finding).where(among(self._connection, finding.c.id, keys), owned(finding, self._province))
            self._connection.execute(marked.values(is_routed=True, muted_by=why))

    def list(
        self, province: str, *, alert: int | None = None, after: int = 0, watch: str | None = None, limit: int = 200
    ) -> list[StoredFinding]:
        """Newest first; with ``alert`` those in it after the ``after``-th, oldest first."""
        query = select(finding).where(finding.c.province == province)
        if watch is not None:
            query = query.where(finding.c.watch == watch)
        if alert is None:
            query = query.order_by(finding.c.id.desc())
        else:
            query = query.join(alert_finding, alert_finding.c.finding_id == finding.c.id)
            query = query.where(alert_finding.c.alert_id == alert, alert_finding.c.place > after)
            query = query.order_by(alert_finding.c.place)
        return [_read(row) for row in self._connection.execute(query.limit(limit))]

    def last_at(self, province: str, watches: Collection[str]) -> dict[tuple[str, Condition], datetime]:
        """When each watch last spoke, by condition."""
        query = select(finding.c.watch, finding.c.condition, func.max(finding.c.at).label("at"))
        query = query.where(finding.c.province == province, among(self._connection, finding.c.watch, list(watches)))
        rows = self._connection.execute(query.group_by(finding.c.watch, finding.c.condition))
        return {(row.watch, Condition(row.condition)): row.at for row in rows}


def _row(stored: StoredFinding) -> tuple[Any, ...]:
    one = stored.finding
    return (
        stored.id, one.province, one.key, one.watch, one.condition.value, one.severity.value, one.event,
        storable(one.title), storable(one.words), encode_topics(one.topics), one.unit,
        encode(list(one.articles)).decode(), microseconds(one.at), False, None,
    )  # fmt: skip


def _read(row: Row[Any]) -> StoredFinding:
    return StoredFinding(
        row.id,
        Finding(
            row.key,
            row.province,
            row.watch,
            Condition(row.condition),
            Severity(row.severity),
            row.event,
            row.title,
            row.words,
            row.at,
            decode_topics(row.topics),
            row.unit,
            tuple(decode(row.articles)),
        ),
        row.muted_by,
    )
