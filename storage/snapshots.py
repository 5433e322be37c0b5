"""Where the raw page of an article is kept (WARC), until when, and whether something cites it.

On one machine the records lie in files of a folder; on many they lie in the store itself, where every worker reaches
them: ``file`` is then ``STORE`` and ``offset`` the record's number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Row, delete, func, not_, select, update

from news.article import Snapshot
from storage.dialects import among, insert
from storage.rows import batches, next_number
from storage.schema import snapshot
from storage.work_tables import raw_page

#: In the place of a file's name: the record lies in the store.
STORE = "store"


@dataclass(frozen=True, slots=True)
class SnapshotRef:
    """A raw page as the archive wrote it, before it is known which article it belongs to.

    ``record``: the WARC record itself, to be kept in the store; empty where a file holds it.
    """

    url: str
    file: str
    offset: int
    length: int
    sha256: str
    fetched_at: datetime
    delete_after: datetime
    record: bytes = b""

    def of(self, article_id: int) -> Snapshot:
        return Snapshot(
            article_id, self.url, self.file, self.offset, self.length, self.sha256, self.fetched_at, self.delete_after
        )


@dataclass(frozen=True, slots=True)
class StoredSnapshot:
    id: int
    snapshot: Snapshot
    is_cited: bool


class Snapshots:
    """Every record of the archive has a row until its bytes are gone, also that of a deleted article."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: Snapshot, record: bytes = b"") -> None:
        """Remember a raw page; the same place in the archive again is the same page.

        With its ``record`` it is kept in the store, in the transaction that cites it.
        """
        if record:
            new = replace(new, file=STORE, offset=next_number(self._connection, raw_page.c.id))
            self._connection.execute(insert(self._connection, raw_page), {"id": new.offset, "record": record})
        row = {
            "id": next_number(self._connection, snapshot.c.id),
            "article_id": new.article_id,
            "url": new.url,
            "file": new.file,
            "offset": new.offset,
            "length": new.length,
            "sha256": new.sha256,
            "fetched_at": new.fetched_at,
            "delete_after": new.delete_after,
            "cited": False,
        }
        self._connection.execute(insert(self._connection, snapshot).on_conflict_do_nothing(), row)

    def record(self, number: int) -> bytes | None:
        """The WARC record that the store keeps under this number (``offset`` of a page whose file is ``STORE``)."""
        found: bytes | None = self._connection.execute(
            select(raw_page.c.record).where(raw_page.c.id == number)
        ).scalar_one_or_none()
        return found

    def list(self, article_id: int) -> Sequence[StoredSnapshot]:
        """The raw pages of an article, oldest first."""
        query = select(snapshot).where(snapshot.c.article_id == article_id).order_by(snapshot.c.id)
        return [_read(row) for row in self._connection.execute(query)]

    def expired(self, now: datetime, limit: int = 1_000) -> Sequence[StoredSnapshot]:
        """Raw pages to be deleted: past their time and cited by nothing. Delete the bytes, then the rows."""
        query = select(snapshot).where(snapshot.c.delete_after <= now, not_(snapshot.c.cited))
        query = query.order_by(snapshot.c.delete_after, snapshot.c.id).limit(limit)
        return [_read(row) for row in self._connection.execute(query)]

    def cited(self) -> Sequence[StoredSnapshot]:
        """Raw pages that a claim, case or correction needs as they were."""
        query = select(snapshot).where(snapshot.c.cited).order_by(snapshot.c.id)
        return [_read(row) for row in self._connection.execute(query)]

    def count(self, file: str) -> int:
        """How many raw pages still lie in a file of the archive."""
        query = select(func.count()).select_from(snapshot).where(snapshot.c.file == file)
        return self._connection.execute(query).scalar_one()

    def cite(self, snapshot_id: int, *, is_cited: bool = True) -> None:
        """A claim, case or correction cites this page, or no longer does."""
        self._connection.execute(update(snapshot).where(snapshot.c.id == snapshot_id).values(cited=is_cited))

    def release(self, article_id: int, now: datetime) -> None:
        """The article is deleted: its raw pages are to go at once, whatever cited them."""
        statement = update(snapshot).where(snapshot.c.article_id == article_id)
        self._connection.execute(statement.values(delete_after=now, cited=False))

    def delete(self, ids: Sequence[int]) -> None:
        """Forget raw pages, with the records that the store itself keeps of them."""
        for batch in batches(ids):
            mine = (snapshot.c.file == STORE, among(self._connection, snapshot.c.id, batch))
            kept = select(snapshot.c.offset).where(*mine)
            self._connection.execute(delete(raw_page).where(raw_page.c.id.in_(kept)))
            self._connection.execute(delete(snapshot).where(among(self._connection, snapshot.c.id, batch)))


def _read(row: Row[tuple[object, ...]]) -> StoredSnapshot:
    kept = Snapshot(
        article_id=row.article_id,
        url=row.url,
        file=row.file,
        offset=row.offset,
        length=row.length,
        sha256=row.sha256,
        fetched_at=row.fetched_at,
        delete_after=row.delete_after,
    )
    return StoredSnapshot(row.id, kept, row.cited)
