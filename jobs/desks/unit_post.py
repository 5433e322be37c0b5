"""Letters to units: the document, and its way through the outbox with a form to answer by."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from dashboards.services.cases import SentLetter
from jobs.casework import Register
from jobs.desks.making import Making
from jobs.wiring import Office
from news.case import Case, CaseKind
from news.letter import Attachment, Letter
from news.times import local_date
from news.urls import is_web_link
from reports import mail
from reports.docx import render
from reports.sheet import Sheet
from reports.unit_letter import Asked, unit_letter
from storage import Work

#: A late answer by the one-time form is better than none.
LINK_STAYS = timedelta(days=30)
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class UnitPost:
    def __init__(self, office: Office) -> None:
        self._office, self._register = office, Register(office)

    def document(self, case: Case) -> bytes:
        """The letter as DOCX; its number is left to the registry."""
        return render(self._sheet(case), made_at=self._office.clock())

    def link(self, work: Work, case: Case) -> str:
        """The secret of a new one-time form; older ones of the case count no more."""
        secret = secrets.token_urlsafe(32)
        work.cases.put_link(secret, case, max(case.due_at, self._office.clock()) + LINK_STAYS)
        return secret

    def post(self, work: Work, case: Case, email: str, times: int) -> None:
        """Hand the letter to the outbox; ``times``: how often the unit was written to before."""
        sheet, address = self._sheet(case), self._office.configuration.web.address
        words = [mail.text(sheet)]
        if times:
            words.insert(0, f"Nhắc lại: vụ việc này chưa có trả lời, hạn {self._register.line(case).due}.\n")
        if is_web_link(case.url):
            words.append(f"Bài báo: {case.url}\n")
        if address:
            page = f"{address}/answer/{self.link(work, case)}"
            words.append(f"Trả lời ngay trên trang, không cần tài khoản, một lần:\n{page}\n\nHoặc trả lời thư này.")
        else:
            words.append("Đề nghị trả lời bằng cách trả lời thư này.")
        words.append("Công văn ở tệp đính kèm.\n")
        subject = f"{'Nhắc: đ' if times else 'Đ'}ề nghị trả lời nội dung báo chí nêu (vụ việc số {case.id})"
        file = Attachment(f"de-nghi-tra-loi-{case.id}.docx", _DOCX, self.document(case))
        letter = Letter(subject, "\n".join(words), "", (file,), thread=f"case-{case.id}")
        key = f"{_key(case)}{case.version}"
        work.outbox.add(case.province, key, "email", email, letter.encode())

    def letters(self, work: Work, case: Case) -> Sequence[SentLetter]:
        """What was written to the unit and what became of it, the newest first."""
        return [
            SentLetter(one.recipient, one.sent_at or one.created_at, one.state, one.detail)
            for one in work.outbox.list(case.province, key=_key(case), limit=20)
        ]

    def _sheet(self, case: Case) -> Sheet:
        line, rule = self._register.line(case), self._register.rule(case)
        asked = Asked(
            unit=line.unit,
            outlet=case.outlet,
            title=case.title,
            url=case.url,
            question=case.question,
            due=line.due,
            basis=rule.source if rule else "",
            is_press_request=case.kind is CaseKind.PRESS_REQUEST,
        )
        return unit_letter(Making(self._office).letterhead, local_date(self._office.clock()), asked)


def _key(case: Case) -> str:
    return f"{case.province}/case/{case.id}/"
