"""A digest on its way to its readers: letters into the outbox; who is told when nobody has signed.

At half past six without a signature the office's choice counts (``schedule.toml``): an edition that says on every
page that it is unsigned, a word that there is none yet, or nothing. It is never kept as a signed one.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from jobs.desks.making import Making
from jobs.wiring import Office
from news.digest import Digest, Period
from news.edition import EditionLine, Seal
from news.letter import Attachment, Letter
from news.times import local
from reports import mail, words
from reports.arrange import arrange
from reports.plain import name
from reports.render import Format, document, file_name
from storage import Work

log = logging.getLogger(__name__)

#: How long before the digest's hour the deputy is told.
BEFORE = timedelta(minutes=5)
#: Who acts when no person does, in the audit log.
CLOCKWORK = "diembao"
ATTACHED = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
}


class Posting:
    def __init__(self, office: Office, making: Making) -> None:
        self._office, self._making = office, making

    def post(self, work: Work, digest: Digest, seal: Seal | None, files: Mapping[str, bytes]) -> int:
        """Letters to everybody on the list of the digest; how many. ``files``: by format."""
        sheet = arrange(digest, self._making.letterhead, seal)
        attachments = tuple(
            Attachment(file_name(digest, one), media_type, files[one.value]) for one, media_type in ATTACHED.items()
        )
        number = digest.edition.number if digest.edition else 0
        address = self._office.configuration.web.address
        facts = (
            ("address", f"{address}/digest/{digest.day.isoformat()}" if address else ""),
            ("day", digest.day.isoformat()),
            ("edition", str(number)),
            ("event", "digest_signed" if seal else "digest_unsigned"),
            ("sha256", seal.sha256 if seal else ""),
        )
        letter = Letter(_subject(digest), mail.text(sheet), mail.html(sheet), attachments, facts=facts)
        return hand_on(self._office, work, f"digest/{digest.day}/{number}", letter, to_deputy=False)

    @property
    def reminder_at(self) -> time:
        """Local time at which the deputy is told."""
        at = self._office.configuration.schedule.digest_at
        return (datetime.combine(date.min + timedelta(days=1), at) - BEFORE).time()

    def remind_today(self) -> bool:
        return self.remind(local(self._office.clock() + BEFORE).date())

    def send_unsigned_today(self) -> bool:
        return self.send_unsigned(local(self._office.clock()).date())

    def remind(self, day: date) -> bool:
        """Tell the deputy that nobody has signed; ``False`` when there is no need to."""
        with self._office.storage.begin() as work:
            if not self._is_wanted(work, day):
                return False
            hour = self._office.configuration.schedule.digest_at
            text = (
                f"Điểm báo ngày {day:%d/%m/%Y} chưa có ai ký duyệt.\n"
                f"Đến {hour:%H:%M}, {_CHOICE[self._office.configuration.schedule.without_signature]}.\n"
                "Mở trang Bàn điểm báo để xem lại và ký.\n"
            )
            letter = Letter(f"Chưa ký duyệt: điểm báo ngày {day:%d/%m/%Y}", text)
            hand_on(self._office, work, f"unsigned/{day}/deputy", letter, to_deputy=True)
            work.audit.add(self._office.province, CLOCKWORK, "remind", "edition", str(day))
        return True

    def send_unsigned(self, day: date) -> bool:
        """At the digest's hour: what goes out without a signature; ``False`` when it is signed or nothing is to go."""
        choice = self._office.configuration.schedule.without_signature
        with self._office.storage.begin() as work:
            if choice == "nothing" or not self._is_wanted(work, day):
                return False
            if choice == "word":
                text = (
                    f"Điểm báo ngày {day:%d/%m/%Y} chưa được ký duyệt đến {words.moment(self._office.clock())}; "
                    "bản ký duyệt sẽ được gửi ngay khi có.\n"
                )
                letter = Letter(f"Chưa có điểm báo ngày {day:%d/%m/%Y}", text)
                hand_on(self._office, work, f"digest/{day}/none", letter, to_deputy=False)
            else:
                draft = self._making.draft(work, day, fresh=True)
                digest = replace(draft.digest, edition=EditionLine(0))
                files = {one.value: document(digest, self._making.letterhead, one) for one in ATTACHED}
                self.post(work, digest, None, files)
            work.audit.add(self._office.province, CLOCKWORK, "send_unsigned", "edition", str(day))
        return True

    def _is_wanted(self, work: Work, day: date) -> bool:
        province = self._office.province
        return self._office.has_digest(day) and not work.editions.of_day(province, Period.DAY, day)


def hand_on(office: Office, work: Work, key: str, letter: Letter, *, to_deputy: bool) -> int:
    """One row of the outbox a reader; how many. A key that was used before sends nothing again."""
    payload, province, sent = letter.encode(), office.province, 0
    for reader in office.digest_readers(to_deputy=to_deputy):
        row = f"{province}/{key}/{reader.channel}/{reader.address}"
        sent += work.outbox.add(province, row, reader.channel, reader.address, payload)
    if not sent:
        log.info("%s: nobody to send it to, or sent before", key)
    return sent


_CHOICE = {
    "edition": "một bản ghi rõ là chưa ký duyệt sẽ được gửi đi",
    "word": "người nhận sẽ được báo là chưa có điểm báo",
    "nothing": "sẽ không có gì được gửi",
}


def _subject(digest: Digest) -> str:
    day = f"{digest.day:%d/%m/%Y}"
    line = digest.edition
    said = {0: " (CHƯA KÝ DUYỆT)", 1: ""}.get(line.number, f" (bản thứ {line.number})") if line else ""
    sample = "[HƯ CẤU] " if digest.is_sample else ""
    return f"{sample}Điểm báo {name(digest.province_name)} ngày {day}{said}"
