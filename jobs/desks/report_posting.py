"""A report on its way: to everybody on the list of the digest when it is signed; to the deputy when it is due."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from jobs.desks.posting import ATTACHED, CLOCKWORK, hand_on
from jobs.reporting import Reporting
from jobs.wiring import Office
from news.digest import Period
from news.edition import EditionLine, Seal
from news.letter import Attachment, Letter
from news.report import Report
from reports import mail
from reports.periods.words import called
from reports.plain import name
from reports.render import file_name, formats, sheet_of, write
from storage import Work

log = logging.getLogger(__name__)


class ReportPosting:
    def __init__(self, office: Office) -> None:
        self._office, self._reporting = office, Reporting(office)

    def post(self, work: Work, report: Report, seal: Seal, files: Mapping[str, bytes]) -> int:
        """Letters to everybody on the list of the digest; how many. ``files``: by format."""
        sheet = sheet_of(report, self._reporting.letterhead, seal)
        attachments = tuple(
            Attachment(file_name(report, one), media_type, files[one.value]) for one, media_type in ATTACHED.items()
        )
        number = report.edition.number if report.edition else 0
        again = f" (bản thứ {number})" if number > 1 else ""
        sample = "[HƯ CẤU] " if report.is_sample else ""
        subject = f"{sample}Báo cáo {called(report.period, report.day)}: báo chí về {name(report.province_name)}{again}"
        address = self._office.configuration.web.address
        facts = (
            ("address", f"{address}/reports/{report.period}/{report.day}" if address else ""),
            ("day", report.day.isoformat()),
            ("edition", str(number)),
            ("event", f"{report.period}_report_signed"),
            ("sha256", seal.sha256),
        )
        letter = Letter(subject, mail.text(sheet), mail.html(sheet), attachments, facts=facts)
        return hand_on(self._office, work, f"report/{report.period}/{report.day}/{number}", letter, to_deputy=False)

    def prepare(self, period: Period) -> bool:
        """Write the documents of the period that is due, unsigned, and tell the deputy once; ``False``: not now.

        A period in which the office did not work yet has no report.
        """
        day, province = self._reporting.newest_due(period), self._office.province
        with self._office.storage.read() as work:
            is_signed = bool(work.editions.of_day(province, period, day))
            if is_signed or not work.standing.was_at_work(self._reporting.whole(period, day)):
                return False
            self._write(work, period, day)
        subject = f"Chờ ký duyệt: báo cáo {called(period, day)}"
        text = f"Đã đến ngày lập báo cáo {called(period, day)}.\nMở trang Báo cáo để xem lại, viết nhận định và ký.\n"
        with self._office.storage.begin() as work:
            if not hand_on(self._office, work, f"report/{period}/{day}/due", Letter(subject, text), to_deputy=True):
                return False
            work.audit.add(province, CLOCKWORK, "remind", "report", f"{period}/{day}")
        return True

    def _write(self, work: Work, period: Period, day: date) -> None:
        """The draft as documents, once: an officer may have written on in them."""
        configuration = self._office.configuration
        named = formats(configuration.schedule.digest_formats)
        counted = self._reporting.count(work, period, day, self._office.clock())
        report = replace(self._reporting.draft(work, counted), edition=EditionLine(0))
        missing = [one for one in named if not (configuration.digests_folder / file_name(report, one)).exists()]
        for file in write(report, self._reporting.letterhead, missing, configuration.digests_folder):
            log.info("%s", file)
