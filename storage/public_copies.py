"""Copies of the corrections, for the public process. The office writes them; they can be dropped and written again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from news.claims import Correction
from storage.claim_rows import decode_correction, encode_correction
from storage.public_tables import correction_copy


class Copies:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace(self, province: str, corrections: Sequence[Correction]) -> bool:
        """Hold exactly these versions; ``False`` when they were held already."""
        wanted = {(one.claim_id, one.version): encode_correction(one) for one in corrections}
        held = {
            (row.claim_id, row.version): row.content
            for row in self._connection.execute(select(correction_copy).where(correction_copy.c.province == province))
        }
        if wanted == held:
            return False
        self._connection.execute(delete(correction_copy).where(correction_copy.c.province == province))
        rows = [
            {"claim_id": claim, "version": version, "province": province, "content": content}
            for (claim, version), content in wanted.items()
        ]
        if rows:
            self._connection.execute(insert(correction_copy), rows)
        return True

    def list(self, province: str) -> Sequence[Correction]:
        """Every version of every correction, those published last first."""
        query = select(correction_copy.c.content).where(correction_copy.c.province == province)
        found = [decode_correction(content) for content in self._connection.execute(query).scalars()]
        return sorted(found, key=lambda one: (one.published_at, one.number, one.version), reverse=True)
