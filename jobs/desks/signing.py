"""The signature: freeze the content, seal it, keep its documents and hand its letters to the outbox, at once.

Documents and letters are made within the transaction of the signature (about a second, once a day): a signed edition
without its documents, or documents of an edition that was not signed, can not exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboards.services.desk import DeskRefusal, SignedLine
from jobs.desks.making import Making, seal_of
from jobs.desks.posting import Posting
from jobs.desks.signed import signed_line
from jobs.wiring import Office
from news.digest import Period
from news.people import Person, Role
from reports.frozen import fingerprint, freeze, thaw
from reports.render import Format, document
from storage import Edition

#: What a signed edition is kept and sent as.
KEPT = (Format.DOCX, Format.PDF, Format.HTML)


class Signing:
    def __init__(self, office: Office, making: Making, posting: Posting) -> None:
        self._office, self._making, self._posting = office, making, posting

    def preview(self, day: date) -> bytes:
        """The page of the edition that a signature now would make, without a seal."""
        with self._office.storage.read() as work:
            digest = self._making.to_sign(work, self._making.draft(work, day, fresh=True), "")
        return document(digest, self._making.letterhead, Format.HTML)

    def sign(self, person: Person, day: date, token: str) -> SignedLine:
        """See ``dashboards.services.desk.Desk.sign``."""
        if not person.may(Role.EDITOR):
            raise DeskRefusal("Chỉ người ký duyệt được ký điểm báo.")
        province = self._office.province
        with self._office.storage.begin() as work:
            draft = self._making.draft(work, day, fresh=True)
            if fingerprint(draft.digest) != token:
                raise DeskRefusal("Bản điểm báo đã thay đổi sau khi bạn mở trang này. Hãy xem lại rồi ký.")
            digest = self._making.to_sign(work, draft, person.name)
            line = digest.edition
            if line is None or (line.replaces is not None and not line.changes):
                raise DeskRefusal("Bản này không khác bản đã ký; không có gì để ký lại.")
            key = f"{day}/{line.number}"
            work.audit.add(province, person.id, "sign", "edition", key)
            edition = Edition(
                province=province,
                period=Period.DAY,
                day=day,
                number=line.number,
                window=digest.window,
                content=freeze(digest),
                person=person.id,
                signed_at=digest.made_at,
                audit_head=work.audit.head(),
            )
            work.editions.add(edition)
            seal, letterhead = seal_of(edition), self._making.letterhead
            files = {one.value: document(digest, letterhead, one, seal) for one in KEPT}
            work.editions.add_files(edition, files)
            self._posting.post(work, digest, seal, files)
        return signed_line(edition, digest, {person.id: person.name})

    def signed(self, limit: int = 100) -> Sequence[SignedLine]:
        province = self._office.province
        with self._office.storage.read() as work:
            editions = work.editions.list(province, Period.DAY, limit)
            names = {one.person.id: one.person.name for one in work.people.list(province)}
        return [signed_line(edition, thaw(edition.content), names) for edition in editions]
