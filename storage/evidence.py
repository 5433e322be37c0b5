"""The evidence library: documents, their passages, their original bytes. Superseding deletes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from news.errors import UnknownId
from news.evidence import Evidence, Original, Passage, StoredEvidence
from news.times import Clock
from storage.claim_rows import evidence_row, read_evidence
from storage.claim_tables import correction, evidence, evidence_original, passage
from storage.codec import decode, storable
from storage.dialects import among
from storage.owning import hanging, owned
from storage.rows import batches, next_number


class EvidenceLibrary:
    def __init__(self, connection: Connection, clock: Clock, province: str | None = None) -> None:
        self._connection, self._clock, self._province = connection, clock, province

    def add(
        self,
        province: str,
        new: Evidence,
        passages: Sequence[str],
        person: str,
        original: Original | None = None,
        *,
        delete_original_after: datetime | None = None,
    ) -> int:
        """Put a document into the library; its id. The same document (address and content) again is the same one."""
        known = select(evidence.c.id).where(
            evidence.c.province == province, evidence.c.url == new.url, evidence.c.sha256 == new.sha256
        )
        before = self._connection.execute(known).scalar()
        if before is not None:
            return int(before)
        key = next_number(self._connection, evidence.c.id)
        owned = {"id": key, "province": province, "person": person, "added_at": self._clock(), "superseded_by": None}
        self._connection.execute(insert(evidence), evidence_row(new) | owned)
        rows = [{"evidence_id": key, "number": n, "text": storable(text)} for n, text in enumerate(passages)]
        if rows:
            self._connection.execute(insert(passage), rows)
        if original is not None:
            row = {
                "evidence_id": key,
                "media_type": original.media_type,
                "content": original.content,
                "delete_after": delete_original_after,
            }
            self._connection.execute(insert(evidence_original), row)
        return key

    def get(self, evidence_id: int) -> StoredEvidence:
        """Raises ``UnknownId``."""
        mine = owned(evidence, self._province)
        row = self._connection.execute(select(evidence).where(evidence.c.id == evidence_id, mine)).first()
        if row is None:
            raise UnknownId("evidence", evidence_id)
        return read_evidence(row)

    def has_url(self, province: str, url: str) -> bool:
        """Whether a document of this address is there, in whatever version."""
        query = select(evidence.c.id).where(evidence.c.province == province, evidence.c.url == url).limit(1)
        return self._connection.execute(query).first() is not None

    def list(self, province: str, limit: int = 500) -> Sequence[StoredEvidence]:
        """The newest first."""
        query = select(evidence).where(evidence.c.province == province)
        query = query.order_by(evidence.c.added_at.desc(), evidence.c.id.desc()).limit(limit)
        return [read_evidence(row) for row in self._connection.execute(query)]

    def find(self, ids: Iterable[int]) -> dict[int, StoredEvidence]:
        found: dict[int, StoredEvidence] = {}
        for batch in batches(ids):
            query = select(evidence).where(among(self._connection, evidence.c.id, batch))
            for row in self._connection.execute(query.where(owned(evidence, self._province))):
                found[row.id] = read_evidence(row)
        return found

    def supersede(self, old: int, new: int) -> None:
        """``new`` takes the place of ``old``, which stays. Raises ``UnknownId``; ``ValueError`` for a circle."""
        latest: int | None = self.get(new).id
        while latest is not None:
            if latest == old:
                raise ValueError(f"evidence {old} would supersede itself")
            latest = self.get(latest).superseded_by
        marked = update(evidence).where(evidence.c.id == old, owned(evidence, self._province)).values(superseded_by=new)
        if not self._connection.execute(marked).rowcount:
            raise UnknownId("evidence", old)

    def restore(self, old: int) -> None:
        """Nothing takes the document's place any more. Raises ``UnknownId``."""
        mine = update(evidence).where(evidence.c.id == old, owned(evidence, self._province))
        if not self._connection.execute(mine.values(superseded_by=None)).rowcount:
            raise UnknownId("evidence", old)

    def passages(self, evidence_id: int) -> Sequence[Passage]:
        query = select(passage).where(passage.c.evidence_id == evidence_id).order_by(passage.c.number)
        query = query.where(hanging(passage.c.evidence_id, evidence, self._province))
        return [Passage(row.evidence_id, row.number, row.text) for row in self._connection.execute(query)]

    def texts(self, keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
        """The passages of these documents and numbers; unknown ones are left out."""
        wanted = set(keys)
        found: dict[tuple[int, int], str] = {}
        for batch in batches({key for key, _ in wanted}):
            query = select(passage).where(among(self._connection, passage.c.evidence_id, batch))
            query = query.where(hanging(passage.c.evidence_id, evidence, self._province))
            rows = self._connection.execute(
                query.where(among(self._connection, passage.c.number, {n for _, n in wanted}))
            )
            found |= {(row.evidence_id, row.number): row.text for row in rows}
        return {key: found[key] for key in wanted & found.keys()}

    def passages_after(self, province: str, evidence_id: int) -> Sequence[Passage]:
        """The passages of all documents added after this one (ids only grow): what an index has not seen."""
        query = select(passage).join(evidence, evidence.c.id == passage.c.evidence_id)
        query = query.where(evidence.c.province == province, passage.c.evidence_id > evidence_id)
        query = query.order_by(passage.c.evidence_id, passage.c.number)
        return [Passage(row.evidence_id, row.number, row.text) for row in self._connection.execute(query)]

    def newest(self, province: str) -> int:
        """The greatest id; 0 for an empty library."""
        query = select(func.max(evidence.c.id)).where(evidence.c.province == province)
        return self._connection.execute(query).scalar_one() or 0

    def original(self, evidence_id: int) -> Original | None:
        """The bytes, while they are kept. The caller writes the look into the audit log."""
        query = select(evidence_original).where(evidence_original.c.evidence_id == evidence_id)
        mine = hanging(evidence_original.c.evidence_id, evidence, self._province)
        row = self._connection.execute(query.where(mine)).first()
        return None if row is None else Original(row.media_type, row.content)

    def delete_originals(self, now: datetime) -> int:
        """Delete pages of the press past their time that no correction cites (SCOPE §1); how many."""
        due = select(evidence_original.c.evidence_id).where(evidence_original.c.delete_after <= now)
        ids = set(self._connection.execute(due).scalars())
        for packed in self._connection.execute(select(correction.c.evidence)).scalars() if ids else ():
            ids -= {link[0] for link in decode(packed)}
        for batch in batches(ids):
            self._connection.execute(
                delete(evidence_original).where(among(self._connection, evidence_original.c.evidence_id, batch))
            )
        return len(ids)
