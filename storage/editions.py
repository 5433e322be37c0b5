"""Signed digests as they were signed; the next one's window begins where the last one ended."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from news.digest import Period
from news.times import Window
from storage.rows import next_number
from storage.schema import edition


@dataclass(frozen=True, slots=True)
class Edition:
    """``number`` counts the editions of one day, from 1; ``audit_head`` is printed in the document."""

    province: str
    period: Period
    day: date
    number: int
    window: Window
    content: bytes
    person: str
    signed_at: datetime
    audit_head: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class Editions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, signed: Edition) -> bool:
        """Keep a signed edition; ``False`` when this number was signed before: a signed edition never changes."""
        keys = (signed.province, signed.period.value, signed.day.isoformat(), signed.number)
        columns = (edition.c.province, edition.c.period, edition.c.day, edition.c.number)
        before = select(edition.c.id).where(*(column == key for column, key in zip(columns, keys, strict=True)))
        if self._connection.execute(before).first() is not None:
            return False
        row = {
            "id": next_number(self._connection, edition.c.id),
            "province": signed.province,
            "period": signed.period.value,
            "day": signed.day.isoformat(),
            "number": signed.number,
            "window_begin": signed.window.begin,
            "window_end": signed.window.end,
            "content": signed.content,
            "sha256": signed.sha256,
            "person": signed.person,
            "signed_at": signed.signed_at,
            "audit_head": signed.audit_head,
        }
        self._connection.execute(insert(edition), row)
        return True

    def last(self, province: str, period: Period) -> Edition | None:
        """The edition whose window ends last."""
        query = select(edition).where(edition.c.province == province, edition.c.period == period.value)
        row = self._connection.execute(
            query.order_by(edition.c.window_end.desc(), edition.c.id.desc()).limit(1)
        ).first()
        return None if row is None else _read(row)

    def list(self, province: str, period: Period | None = None, limit: int = 100) -> Sequence[Edition]:
        """Signed editions, the newest first."""
        query = select(edition).where(edition.c.province == province)
        if period is not None:
            query = query.where(edition.c.period == period.value)
        query = query.order_by(edition.c.window_end.desc(), edition.c.id.desc()).limit(limit)
        return [_read(row) for row in self._connection.execute(query)]


def _read(row: Row[Any]) -> Edition:
    return Edition(
        province=row.province,
        period=Period(row.period),
        day=date.fromisoformat(row.day),
        number=row.number,
        window=Window(row.window_begin, row.window_end),
        content=row.content,
        person=row.person,
        signed_at=row.signed_at,
        audit_head=row.audit_head,
    )
