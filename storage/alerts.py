"""Alerts with what each recipient has heard of them, and links that acknowledge."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from news.alert import Alert, Severity, Told
from news.errors import UnknownId
from storage.alert_tables import ack_token, alert, alert_finding, alert_told
from storage.bulk import add_rows
from storage.codec import storable
from storage.dialects import among
from storage.dialects import insert as put
from storage.rows import next_number

#: A row has a method ``count`` of its own.
_ALERTS = select(alert, alert.c.count.label("count_"))


class Alerts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, one: Alert, findings: Sequence[int] = ()) -> int:
        """Store an alert as it now is, with the findings (ids) that joined it; returns its id."""
        number = one.id or next_number(self._connection, alert.c.id)
        row = {
            "id": number,
            "province": one.province,
            "route": one.route,
            "event": one.event,
            "title": storable(one.title),
            "severity": one.severity.value,
            "first_at": one.first_at,
            "last_at": one.last_at,
            "count": one.count,
            "acknowledged_by": one.acknowledged_by,
            "acknowledged_at": one.acknowledged_at,
            "closed_at": one.closed_at,
        }
        self._replace(alert, row, ("id",))
        for told in one.told:
            self._replace(alert_told, {"alert_id": number, **_columns(told)}, ("alert_id", "recipient"))
        first = one.count - len(findings) + 1
        rows = [(number, first + place, key) for place, key in enumerate(findings)]
        add_rows(self._connection, alert_finding, rows)
        return number

    def get(self, province: str, alert_id: int) -> Alert:
        """Raises ``UnknownId``."""
        query = _ALERTS.where(alert.c.province == province, alert.c.id == alert_id)
        found = self._read(self._connection.execute(query).all())
        if not found:
            raise UnknownId("alert", alert_id)
        return found[0]

    def open(self, province: str) -> Sequence[Alert]:
        """Alerts that may still grow, be repeated or escalate; oldest first."""
        query = _ALERTS.where(alert.c.province == province, alert.c.closed_at.is_(None)).order_by(alert.c.id)
        return self._read(self._connection.execute(query).all())

    def list(self, province: str, limit: int = 200) -> Sequence[Alert]:
        """Newest event first."""
        query = _ALERTS.where(alert.c.province == province)
        query = query.order_by(alert.c.last_at.desc(), alert.c.id.desc()).limit(limit)
        return self._read(self._connection.execute(query).all())

    def mark_acknowledged(self, province: str, alert_id: int, person: str | None, at: datetime | None) -> None:
        """By whom and when; ``None`` undoes it. Raises ``UnknownId``."""
        marked = update(alert).where(alert.c.province == province, alert.c.id == alert_id)
        marked = marked.values(acknowledged_by=person, acknowledged_at=at)
        if not self._connection.execute(marked).rowcount:
            raise UnknownId("alert", alert_id)

    def last_told(self, province: str) -> dict[str, datetime]:
        """When each recipient was last told of anything that is still open."""
        found: dict[str, datetime] = {}
        for one in self.open(province):
            for told in one.told:
                found[told.recipient] = max(told.at, found.get(told.recipient, told.at))
        return found

    def add_token(self, token: str, province: str, alert_id: int, recipient: str, expires_at: datetime) -> None:
        """Keep the hash of a link's token."""
        row = {"sha256": _sha256(token), "province": province, "alert_id": alert_id, "recipient": recipient}
        self._connection.execute(insert(ack_token), row | {"expires_at": expires_at, "used_at": None})

    def find_token(self, token: str, now: datetime) -> tuple[Alert, str] | None:
        """The alert and the recipient of a link that is neither used nor out of time."""
        query = select(ack_token).where(ack_token.c.sha256 == _sha256(token), ack_token.c.used_at.is_(None))
        row = self._connection.execute(query.where(ack_token.c.expires_at > now)).first()
        return None if row is None else (self.get(row.province, row.alert_id), row.recipient)

    def use_token(self, token: str, now: datetime) -> tuple[Alert, str] | None:
        """As ``find_token``; afterwards the link is used up."""
        found = self.find_token(token, now)
        if found is not None:
            used = update(ack_token).where(ack_token.c.sha256 == _sha256(token)).values(used_at=now)
            self._connection.execute(used)
        return found

    def drop_tokens(self, before: datetime) -> None:
        self._connection.execute(delete(ack_token).where(ack_token.c.expires_at < before))

    def _replace(self, table: Any, row: dict[str, Any], keys: tuple[str, ...]) -> None:
        statement = put(self._connection, table).values(row)
        changed = {name: statement.excluded[name] for name in row if name not in keys}
        self._connection.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=changed))

    def _read(self, rows: Iterable[Row[Any]]) -> Sequence[Alert]:
        rows = [*rows]
        told: dict[int, tuple[Told, ...]] = {row.id: () for row in rows}
        query = select(alert_told, alert_told.c.count.label("count_"))
        query = query.where(among(self._connection, alert_told.c.alert_id, [*told]))
        for row in self._connection.execute(query.order_by(alert_told.c.recipient)):
            heard = Told(row.recipient, row.count_, row.sends, row.first_at, row.at, bool(row.is_escalation))
            told[row.alert_id] += (heard,)
        return [
            Alert(
                row.id,
                row.province,
                row.route,
                row.event,
                row.title,
                Severity(row.severity),
                row.first_at,
                row.last_at,
                row.count_,
                told[row.id],
                row.acknowledged_by,
                row.acknowledged_at,
                row.closed_at,
            )
            for row in rows
        ]


def _columns(told: Told) -> dict[str, Any]:
    return {
        "recipient": told.recipient,
        "count": told.count,
        "sends": told.sends,
        "first_at": told.first_at,
        "at": told.at,
        "is_escalation": told.is_escalation,
    }


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
