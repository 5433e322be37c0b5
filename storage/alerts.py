"""Alerts with what each recipient has heard of them, and links that acknowledge."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, select, update

from news.alert import Alert, Severity, Told
from news.errors import UnknownId
from storage.alert_tables import ack_token, alert, alert_finding, alert_told
from storage.bulk import add_rows, write
from storage.codec import storable
from storage.dialects import among
from storage.dialects import insert as insert_or_replace
from storage.owning import owned
from storage.rows import next_number
from storage.schema import microseconds

#: A row has a method ``count`` of its own.
_ALERTS = select(alert, alert.c.count.label("count_"))


class Alerts:
    def __init__(self, connection: Connection, province: str | None = None) -> None:
        self._connection, self._province = connection, province

    def put_many(self, alerts: Iterable[tuple[Alert, Sequence[int]]]) -> list[Alert]:
        """Store alerts as they now are, each with the findings (ids) that joined it; returns them with their ids."""
        number = next_number(self._connection, alert.c.id)
        stored, told, joined = [], [], []
        for one, findings in alerts:
            if not one.id:
                one = replace(one, id=number)
                number += 1
            stored.append(one)
            told += [(one.id, *_told_row(heard)) for heard in one.told]
            first = one.count - len(findings) + 1
            joined += [(one.id, first + place, key) for place, key in enumerate(findings)]
        self._put(alert, ("id",), [_row(one) for one in stored])
        self._put(alert_told, ("alert_id", "recipient"), told)
        add_rows(self._connection, alert_finding, joined)
        return stored

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

    def add_token(self, token: str, province: str, alert_id: int, recipient: str, expires_at: datetime) -> None:
        """Keep the hash of a link's token."""
        row = {"sha256": _sha256(token), "province": province, "alert_id": alert_id, "recipient": recipient}
        self._connection.execute(insert(ack_token), row | {"expires_at": expires_at, "used_at": None})

    def find_token(self, token: str, now: datetime) -> tuple[Alert, str] | None:
        """The alert and the recipient of a link that is neither used nor out of time."""
        query = select(ack_token).where(ack_token.c.sha256 == _sha256(token), ack_token.c.used_at.is_(None))
        query = query.where(owned(ack_token, self._province))
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

    def _put(self, table: Table, keys: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert whole rows, or replace those that are there."""
        names = [column.name for column in table.columns]
        statement = insert_or_replace(self._connection, table)
        changed = {name: statement.excluded[name] for name in names if name not in keys}
        statement = statement.on_conflict_do_update(index_elements=list(keys), set_=changed)
        write(self._connection, statement, names, rows)

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


def _row(one: Alert) -> tuple[Any, ...]:
    return (
        one.id, one.province, one.route, one.event, storable(one.title), one.severity.value,
        microseconds(one.first_at), microseconds(one.last_at), one.count,
        one.acknowledged_by, _moment(one.acknowledged_at), _moment(one.closed_at),
    )  # fmt: skip


def _told_row(told: Told) -> tuple[Any, ...]:
    times = microseconds(told.first_at), microseconds(told.at)
    return (told.recipient, told.count, told.sends, *times, told.is_escalation)


def _moment(at: datetime | None) -> int | None:
    return None if at is None else microseconds(at)


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
