"""The digest of a day, and its files: as it was signed where it was, else the draft of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dashboards.services.desk import SignedLine
from jobs.desks.making import Making, seal_of
from jobs.desks.signed import signed_line
from jobs.wiring import Office
from news.digest import Digest, Period
from news.edition import Seal
from news.errors import UnknownId
from reports.render import Format, document, formats, write
from reports.sheet import Letterhead
from reports.windows import due_day

#: What a reader may want; programs ask the command line for JSON.
_OFFERED = (Format.DOCX, Format.PDF, Format.HTML)


class DigestDesk:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._making = Making(office)
        self.formats = tuple(one.value for one in _OFFERED)

    @property
    def letterhead(self) -> Letterhead:
        return self._making.letterhead

    def today(self) -> date:
        return due_day(self._office.clock(), self._office.configuration.schedule.digest_at)

    def get(self, day: date) -> Digest:
        """The newest signed edition; without one, the draft."""
        return self._get(day)[0]

    def line(self, day: date) -> SignedLine | None:
        province = self._office.province
        with self._office.storage.read() as work:
            last = self._making.last(work, day)
            names = {one.person.id: one.person.name for one in work.people.list(province)} if last else {}
        return signed_line(*last, names) if last else None

    def document(self, day: date, format: str, number: int | None = None) -> bytes:
        """``number``: that edition's document, byte for byte as it was sent. Raises ``UnknownId`` for none."""
        (one,) = formats([format])
        province = self._office.province
        with self._office.storage.read() as work:
            editions = work.editions.of_day(province, Period.DAY, day)
            wanted = number or (editions[-1].number if editions else 0)
            kept = work.editions.file(province, Period.DAY, day, wanted, one.value)
        if kept is not None:
            return kept
        if number is not None:
            raise UnknownId("edition", f"{day}/{number}")
        digest, seal = self._get(day)
        return document(digest, self.letterhead, one, seal)

    def write(self, day: date, names: Sequence[str], folder: Path | None = None) -> list[Path]:
        """Write the digest's files and return their paths."""
        target = folder or self._office.configuration.digests_folder
        digest, seal = self._get(day)
        return write(digest, self.letterhead, formats(names), target, seal)

    def _get(self, day: date) -> tuple[Digest, Seal | None]:
        with self._office.storage.read() as work:
            if (last := self._making.last(work, day)) is not None:
                return last[1], seal_of(last[0])
            return self._making.draft(work, day).digest, None
