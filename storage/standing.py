"""Cases, corrections and sources as they stood at a moment: from what is only ever appended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, func, select

from news.case import Case
from news.claims import Correction
from news.source import Health
from news.times import Window
from storage.case_tables import case_change, office_case
from storage.cases import read_case
from storage.claim_rows import read_correction
from storage.claim_tables import claim, correction
from storage.schema import reading, round_

_ANSWERED = tuple(one.value for one in (Health.OK, Health.EMPTY, Health.FROZEN, Health.SILENT))


@dataclass(frozen=True, slots=True)
class SourceReadings:
    """How often a source was read in a window, and how often it answered."""

    source: str
    readings: int
    answered: int


class Standing:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def cases(self, province: str, at: datetime) -> Sequence[Case]:
        """Every case as it was at the moment, by number."""
        query = (
            select(case_change.c.case_id, case_change.c.content)
            .join(office_case, office_case.c.id == case_change.c.case_id)
            .where(office_case.c.province == province, case_change.c.at <= at)
            .order_by(case_change.c.case_id, case_change.c.version)
        )
        newest = {row.case_id: row.content for row in self._connection.execute(query)}
        return [read_case(content) for content in newest.values()]

    def claims(self, province: str, window: Window) -> int:
        """How many claims came up in the window."""
        query = select(func.count()).where(
            claim.c.province == province, claim.c.created_at >= window.begin, claim.c.created_at < window.end
        )
        return int(self._connection.execute(query).scalar_one())

    def corrections(self, province: str, at: datetime) -> Sequence[Correction]:
        """Each correction in the version that was public at the moment, the one published first first."""
        query = select(correction).where(correction.c.province == province, correction.c.published_at <= at)
        newest = {row.claim_id: row for row in self._connection.execute(query.order_by(correction.c.version))}
        return sorted(map(read_correction, newest.values()), key=lambda one: (one.first_published_at, one.number))

    def was_at_work(self, window: Window) -> bool:
        """Whether any round of collection began in the window."""
        query = select(round_.c.id).where(round_.c.started_at >= window.begin, round_.c.started_at < window.end)
        return self._connection.execute(query.limit(1)).first() is not None

    def readings(self, window: Window) -> list[SourceReadings]:
        """How each source could be read in the window."""
        answered = func.sum(case((reading.c.health.in_(_ANSWERED), 1), else_=0))
        query = select(reading.c.source, func.count(), answered).where(
            reading.c.at >= window.begin, reading.c.at < window.end
        )
        rows = self._connection.execute(query.group_by(reading.c.source).order_by(reading.c.source))
        return [SourceReadings(*row) for row in rows]
