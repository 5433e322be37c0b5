"""The draft of a report: counted in the background, edited, signed as the digest of a day is.

An editor signs what they saw: the figures as of the moment at which they were counted. That moment is part of the
token, so that the figures can be counted again as of it, should this process have forgotten them.
"""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from dashboards.services.desk import DeskRefusal
from dashboards.services.reports import ReportDraft, ReportLine
from jobs.desks.making import seal_of
from jobs.desks.report_posting import ReportPosting
from jobs.desks.report_reading import line_of, names_of
from jobs.desks.tasks import TasksDesk
from jobs.reporting import Reporting
from jobs.wiring import Office
from news.digest import Period
from news.draft import Act
from news.errors import UnknownId
from news.people import Person, Role
from news.report import Report
from reports.draft import MOST_CHARS, undoable
from reports.frozen import freeze
from reports.periods.draft import ACTS
from reports.periods.words import called
from reports.render import Format, document
from storage import Edition

#: What a signed edition is kept and sent as.
KEPT = (Format.DOCX, Format.PDF, Format.HTML)
#: Figures older than this are counted anew when somebody looks.
_FRESH = timedelta(hours=12)
_MOST_MARK = 3


class ReportDrafting:
    def __init__(self, office: Office, reporting: Reporting, tasks: TasksDesk) -> None:
        self._office, self._reporting, self._tasks = office, reporting, tasks
        self._posting = ReportPosting(office)
        self._counted: dict[tuple[Period, date], Report] = {}
        self._lock = threading.Lock()

    def draft(self, person: Person, period: Period, day: date) -> ReportDraft | None:
        counted = self._fresh(period, day)
        if counted is None:
            return None
        with self._office.storage.read() as work:
            report = self._reporting.draft(work, counted)
            to_sign = self._reporting.to_sign(work, report, "")
            last = self._reporting.last(work, period, day)
            edits = work.drafts.list(self._office.province, period, day)
            names = names_of(work, self._office.province)
        return ReportDraft(
            report=report,
            token=_token(report),
            signed=line_of(last[0], names) if last else None,
            changes=to_sign.edition.changes if last and to_sign.edition else None,
            undo=undoable(edits, person.id),
        )

    def begin(self, person: Person, period: Period, day: date, next: str) -> str:
        words = f"Đang đếm số liệu {called(period, day)}"
        return self._tasks.begin(person, words, next, lambda: self.count(period, day))

    def count(self, period: Period, day: date, as_of: datetime | None = None) -> Report:
        """Count the figures, as of now or of a moment, and keep them for who looks next."""
        with self._office.storage.read() as work:
            counted = self._reporting.count(work, period, day, as_of or self._office.clock())
        with self._lock:
            self._counted[period, day] = counted
        return counted

    def edit(self, person: Person, period: Period, day: date, act: Act, article_id: int | None, value: str) -> None:
        value = value.strip()
        if act not in ACTS - {Act.UNDO} or (article_id is None) is not (act is Act.LEAD):
            raise DeskRefusal("Việc này không làm được với báo cáo.")
        if len(value) > MOST_CHARS.get(act, _MOST_MARK):
            raise DeskRefusal(f"Dài quá {MOST_CHARS.get(act, _MOST_MARK)} ký tự; hãy rút ngắn. Nội dung chưa được lưu.")
        with self._office.storage.begin() as work:
            work.drafts.add(self._office.province, period, day, act, article_id, value, person.id)
            key = f"{period}/{day}/{article_id or 'lead'}"
            work.audit.add(self._office.province, person.id, act.value, "report", key)

    def undo(self, person: Person, period: Period, day: date) -> bool:
        province = self._office.province
        with self._office.storage.begin() as work:
            edit = undoable(work.drafts.list(province, period, day), person.id)
            if edit is None:
                return False
            work.drafts.add(province, period, day, Act.UNDO, edit.article_id, str(edit.place), person.id)
            work.audit.add(province, person.id, "undo", "report", f"{period}/{day}/{edit.place}")
        return True

    def preview(self, period: Period, day: date) -> bytes:
        counted = self._fresh(period, day)
        if counted is None:
            raise UnknownId("draft", f"{period}/{day}")
        with self._office.storage.read() as work:
            report = self._reporting.to_sign(work, self._reporting.draft(work, counted), "")
        return document(report, self._reporting.letterhead, Format.HTML)

    def sign(self, person: Person, period: Period, day: date, token: str) -> ReportLine:
        if not person.may(Role.EDITOR):
            raise DeskRefusal("Chỉ người ký duyệt được ký báo cáo.")
        counted = self._as_of_token(period, day, token)
        province = self._office.province
        with self._office.storage.begin() as work:
            report = self._reporting.draft(work, counted)
            if _token(report) != token:
                raise DeskRefusal("Báo cáo đã thay đổi sau khi bạn mở trang này. Hãy xem lại rồi ký.")
            report = self._reporting.to_sign(work, report, person.name)
            if report.edition is None or (report.edition.replaces is not None and not report.edition.changes):
                raise DeskRefusal("Bản này không khác bản đã ký; không có gì để ký lại.")
            work.audit.add(province, person.id, "sign", "report", f"{period}/{day}/{report.edition.number}")
            edition = Edition(
                province=province,
                period=period,
                day=day,
                number=report.edition.number,
                window=report.now.window,
                content=freeze(report),
                person=person.id,
                signed_at=self._office.clock(),
                audit_head=work.audit.head(),
            )
            work.editions.add(edition)
            seal, letterhead = seal_of(edition), self._reporting.letterhead
            files = {one.value: document(report, letterhead, one, seal) for one in KEPT}
            work.editions.add_files(edition, files)
            self._posting.post(work, report, seal, files)
        return line_of(edition, {person.id: person.name})

    def _fresh(self, period: Period, day: date) -> Report | None:
        """What was counted last, unless it is old or the period has ended since."""
        now, end = self._office.clock(), self._reporting.whole(period, day).end
        with self._lock:
            counted = self._counted.get((period, day))
        if counted is None or now - counted.as_of > _FRESH:
            return None
        return counted if counted.is_whole or now < end else None

    def _as_of_token(self, period: Period, day: date, token: str) -> Report:
        """The figures that a token was given for, counted again where they are not at hand."""
        try:
            as_of = datetime.fromtimestamp(int(token.partition("-")[0]) / 1_000_000, UTC)
        except (ValueError, OverflowError, OSError):
            raise DeskRefusal("Trang này đã cũ; hãy mở lại rồi ký.") from None
        with self._lock:
            counted = self._counted.get((period, day))
        return counted if counted is not None and counted.as_of == as_of else self.count(period, day, as_of)


def _token(report: Report) -> str:
    """When it was counted, and the hash of what it says."""
    at = round(report.as_of.timestamp() * 1_000_000)
    return f"{at}-{sha256(freeze(report)).hexdigest()}"
