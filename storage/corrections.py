"""What was published, every version of it, and what may be counted because of it. Nothing here is ever deleted."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Select, and_, func, insert, select

from news.claims import FALSE_VERDICTS, Correction, CorrectionState, CountedClaim
from news.errors import UnknownId
from news.times import Clock, local_date
from storage.claim_rows import correction_row, day_text, read_correction
from storage.claim_tables import correction
from storage.owning import owned

_NEWEST = (
    select(correction.c.claim_id, func.max(correction.c.version).label("version"))
    .group_by(correction.c.claim_id)
    .subquery()
)
_CURRENT: Select[tuple[object, ...]] = select(correction).join(
    _NEWEST,
    and_(correction.c.claim_id == _NEWEST.c.claim_id, correction.c.version == _NEWEST.c.version),
)


class Corrections:
    def __init__(self, connection: Connection, clock: Clock, province: str | None = None) -> None:
        self._connection, self._clock, self._province = connection, clock, province

    def add(self, one: Correction, *, decided_by: str, approved_by: str) -> None:
        """Keep a new public version. The table refuses one person in both parts, and a version that exists."""
        row = {**correction_row(one), "decided_by": decided_by, "approved_by": approved_by}
        self._connection.execute(insert(correction), row)

    def next_number(self, province: str) -> int:
        query = select(func.max(correction.c.number)).where(correction.c.province == province)
        return (self._connection.execute(query).scalar_one() or 0) + 1

    def find(self, claim_id: int) -> Correction | None:
        """The newest public version of a claim, if it has one."""
        mine = owned(correction, self._province)
        row = self._connection.execute(_CURRENT.where(correction.c.claim_id == claim_id, mine)).first()
        return None if row is None else read_correction(row)

    def get(self, province: str, number: int) -> Correction:
        """The newest version under this number. Raises ``UnknownId``."""
        here = _CURRENT.where(correction.c.province == province, correction.c.number == number)
        row = self._connection.execute(here).first()
        if row is None:
            raise UnknownId("correction", number)
        return read_correction(row)

    def list(self, province: str, limit: int = 10_000) -> Sequence[Correction]:
        """The newest version of each, withdrawn ones too, the one published last first."""
        query = _CURRENT.where(correction.c.province == province)
        query = query.order_by(correction.c.published_at.desc(), correction.c.number.desc()).limit(limit)
        return [read_correction(row) for row in self._connection.execute(query)]

    def versions(self, claim_id: int) -> Sequence[Correction]:
        """All public versions of a claim, oldest first."""
        query = select(correction).where(correction.c.claim_id == claim_id, owned(correction, self._province))
        query = query.order_by(correction.c.version)
        return [read_correction(row) for row in self._connection.execute(query)]

    def counted(self, province: str) -> Sequence[CountedClaim]:
        """What a counter may ask about today: in force, refuted or misleading, with approved wordings (SCOPE §2)."""
        today = local_date(self._clock())
        query = _CURRENT.where(
            correction.c.province == province,
            correction.c.state != CorrectionState.WITHDRAWN.value,
            correction.c.verdict.in_([verdict.value for verdict in FALSE_VERDICTS]),
            correction.c.counted_until >= day_text(today),
        )
        return [
            CountedClaim(one.province, one.claim_id, one.number, one.wordings, one.counted_until)
            for one in map(read_correction, self._connection.execute(query.order_by(correction.c.number)))
            if one.wordings and one.counted_until is not None
        ]
