"""The digest of a period, and its files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from jobs.wiring import Office
from news.digest import Digest, Period
from reports.coverage import LONGEST_PAUSE
from reports.gather import Office as DigestOffice
from reports.gather import make_digest
from reports.letterhead import letterhead
from reports.render import Format, document, formats, write
from reports.sheet import Letterhead
from reports.windows import due_day

#: What a reader may want; programs ask the command line for JSON.
_OFFERED = (Format.DOCX, Format.PDF, Format.HTML)


class DigestDesk:
    def __init__(self, office: Office) -> None:
        self._office = office
        self.formats = tuple(one.value for one in _OFFERED)

    @cached_property
    def letterhead(self) -> Letterhead:
        province = self._office.configuration.province
        return letterhead(province.parent, province.office, province.place)

    @cached_property
    def _for_whom(self) -> DigestOffice:
        configuration = self._office.configuration
        return DigestOffice(
            province=self._office.province,
            province_name=configuration.province.name,
            name=configuration.province.office,
            digest_at=configuration.schedule.digest_at,
            most_stories=configuration.digest.most_stories,
            old_after=configuration.digest.old_after,
            longest_pause=max(LONGEST_PAUSE, 3 * configuration.schedule.round_every),
            is_sample=configuration.is_sample,
        )

    def today(self) -> date:
        return due_day(self._office.clock(), self._office.configuration.schedule.digest_at)

    def get(self, day: date, period: Period = Period.DAY) -> Digest:
        """Read storage and arrange; nothing is kept, the same storage gives the same digest."""
        with self._office.storage.read() as work:
            return make_digest(
                work,
                self._for_whom,
                self._office.configuration.sources,
                period,
                day,
                made_at=self._office.clock(),
            )

    def document(self, day: date, format: str) -> bytes:
        (one,) = formats([format])
        return document(self.get(day), self.letterhead, one)

    def write(self, day: date, period: Period, names: Sequence[str], folder: Path | None = None) -> list[Path]:
        """Write the digest's files and return their paths."""
        target = folder or self._office.configuration.digests_folder
        return write(self.get(day, period), self.letterhead, formats(names), target)
