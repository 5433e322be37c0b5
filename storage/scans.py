"""Scans of articles that no machine brought; evidence like a raw page: not searched, kept for a time (SCOPE §1)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from news.errors import UnknownId
from news.times import Clock
from storage.draft_tables import scan
from storage.rows import next_number


@dataclass(frozen=True, slots=True)
class Scan:
    """One file. ``content`` is empty in lists."""

    id: int
    article_id: int
    name: str
    media_type: str
    sha256: str
    person: str
    at: datetime
    content: bytes = b""


_LISTED = (scan.c.id, scan.c.article_id, scan.c.name, scan.c.media_type, scan.c.sha256, scan.c.person, scan.c.at)


class Scans:
    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    def add(
        self,
        province: str,
        article_id: int,
        name: str,
        media_type: str,
        content: bytes,
        person: str,
        *,
        delete_after: datetime,
    ) -> int:
        """Keep a file beside an article; its id."""
        key = next_number(self._connection, scan.c.id)
        row = {
            "id": key,
            "province": province,
            "article_id": article_id,
            "name": name,
            "media_type": media_type,
            "content": content,
            "sha256": hashlib.sha256(content).hexdigest(),
            "person": person,
            "at": self._clock(),
            "delete_after": delete_after,
        }
        self._connection.execute(insert(scan), row)
        return key

    def get(self, province: str, scan_id: int) -> Scan:
        """The file with its content. Raises ``UnknownId``."""
        query = select(*_LISTED, scan.c.content).where(scan.c.id == scan_id, scan.c.province == province)
        row = self._connection.execute(query).first()
        if row is None:
            raise UnknownId("scan", scan_id)
        return Scan(*row)

    def list(self, province: str, article_id: int) -> list[Scan]:
        """The files of an article, oldest first, without their contents."""
        query = select(*_LISTED).where(scan.c.article_id == article_id, scan.c.province == province)
        return [Scan(*row) for row in self._connection.execute(query.order_by(scan.c.id))]

    def delete_expired(self, now: datetime) -> int:
        """Delete files past their time; how many."""
        return self._connection.execute(delete(scan).where(scan.c.delete_after <= now)).rowcount
