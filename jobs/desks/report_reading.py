"""Reports that were signed, as they were signed; and the periods whose report is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dashboards.services.reports import ReportLine
from jobs.reporting import PERIODS, Reporting
from jobs.wiring import Office
from news.digest import Period
from news.errors import UnknownId
from news.report import Report
from news.times import local_date
from storage import Edition, Work


class ReportReading:
    def __init__(self, office: Office, reporting: Reporting) -> None:
        self._office, self._reporting = office, reporting

    def signed(self, limit: int = 100) -> Sequence[ReportLine]:
        found: dict[tuple[Period, date], ReportLine] = {}
        with self._office.storage.read() as work:
            names = names_of(work, self._office.province)
            for period in PERIODS:
                for edition in work.editions.list(self._office.province, period, limit):
                    line = found.get((period, edition.day))
                    if line is None or line.number < edition.number:
                        found[period, edition.day] = line_of(edition, names)
        order = {period: place for place, period in enumerate(PERIODS)}
        lines = sorted(found.values(), key=lambda one: (one.day, order[one.period]), reverse=True)
        return lines[:limit]

    def waiting(self) -> Sequence[ReportLine]:
        today, signed = local_date(self._office.clock()), {(one.period, one.day) for one in self.signed()}
        lines = []
        for period in PERIODS:
            due, current = self._reporting.newest_due(period), self._reporting.named(period, today)
            lines += [ReportLine(period, day) for day in sorted({due, current}) if (period, day) not in signed]
        return lines

    def newest(self) -> Sequence[Report]:
        lines = self.signed()
        chosen = [next((one for one in lines if one.period is period), None) for period in PERIODS]
        return [self.get(one.period, one.day)[1] for one in chosen if one is not None]

    def get(self, period: Period, day: date) -> tuple[ReportLine, Report]:
        with self._office.storage.read() as work:
            last = self._reporting.last(work, period, day)
            if last is None:
                raise UnknownId("report", f"{period}/{day}")
            return line_of(last[0], names_of(work, self._office.province)), last[1]

    def editions(self, period: Period, day: date) -> Sequence[ReportLine]:
        with self._office.storage.read() as work:
            names = names_of(work, self._office.province)
            return [line_of(one, names) for one in reversed(work.editions.of_day(self._office.province, period, day))]

    def document(self, period: Period, day: date, format: str, number: int) -> bytes:
        with self._office.storage.read() as work:
            kept = work.editions.file(self._office.province, period, day, number, format)
        if kept is None:
            raise UnknownId("edition", f"{period}/{day}/{number}/{format}")
        return kept


def line_of(edition: Edition, names: Mapping[str, str]) -> ReportLine:
    return ReportLine(
        period=edition.period,
        day=edition.day,
        number=edition.number,
        person=names.get(edition.person, edition.person),
        signed_at=edition.signed_at,
        sha256=edition.sha256,
        audit_head=edition.audit_head,
    )


def names_of(work: Work, province: str) -> dict[str, str]:
    return {one.person.id: one.person.name for one in work.people.list(province)}
