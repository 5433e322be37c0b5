"""Signed digests as they were signed; the next one's window begins where the last one ended."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select

from news.digest import Period
from news.times import Window
from storage.draft_tables import edition_file
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
        before = select(edition.c.id).where(*_is(signed.province, signed.period, signed.day, signed.number))
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

    def add_files(self, signed: Edition, files: Mapping[str, bytes]) -> None:
        """Keep the documents of a signed edition, by format, as they are sent."""
        key = self._connection.execute(
            select(edition.c.id).where(*_is(signed.province, signed.period, signed.day, signed.number))
        ).scalar_one()
        for format, content in files.items():
            row = {
                "id": next_number(self._connection, edition_file.c.id),
                "edition_id": key,
                "format": format,
                "content": content,
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            self._connection.execute(insert(edition_file), row)

    def file(self, province: str, period: Period, day: date, number: int, format: str) -> bytes | None:
        """A document of a signed edition; ``None`` where there is none in this format."""
        query = select(edition_file.c.content).join_from(
            edition_file, edition, edition.c.id == edition_file.c.edition_id
        )
        query = query.where(*_is(province, period, day, number), edition_file.c.format == format)
        return self._connection.execute(query).scalar_one_or_none()

    def of_day(self, province: str, period: Period, day: date) -> Sequence[Edition]:
        """The editions of one day, the first one first."""
        query = select(edition).where(*_is(province, period, day)).order_by(edition.c.number)
        return [_read(row) for row in self._connection.execute(query)]

    def last(self, province: str, period: Period) -> Edition | None:
        """The edition whose window ends last."""
        query = select(edition).where(edition.c.province == province, edition.c.period == period.value)
        row = self._connection.execute(
            query.order_by(edition.c.window_end.desc(), edition.c.id.desc()).limit(1)
        ).first()
        return None if row is None else _read(row)

    def mark(self, province: str) -> int:
        """Grows with every signature: equal marks, equal editions."""
        query = select(func.coalesce(func.max(edition.c.id), 0)).where(edition.c.province == province)
        return int(self._connection.execute(query).scalar_one())

    def list(self, province: str, period: Period | None = None, limit: int = 100) -> Sequence[Edition]:
        """Signed editions, the newest first."""
        query = select(edition).where(edition.c.province == province)
        if period is not None:
            query = query.where(edition.c.period == period.value)
        query = query.order_by(edition.c.window_end.desc(), edition.c.id.desc()).limit(limit)
        return [_read(row) for row in self._connection.execute(query)]


def _is(province: str, period: Period, day: date, number: int | None = None) -> list[ColumnElement[bool]]:
    keys = [edition.c.province == province, edition.c.period == period.value, edition.c.day == day.isoformat()]
    return keys if number is None else [*keys, edition.c.number == number]


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
