"""Objections to corrections: masked, kept for 90 days, answered by the office under a ticket."""

from __future__ import annotations

from factcheck.tickets import new_ticket, ticket_hash
from factcheck.tips import TipRefused, masked_tip
from news.claims import Correction
from news.times import Clock
from news.urls import is_web_link
from nlp import masking
from storage.public import PublicStore
from storage.public_contests import ContestState

_MOST_URL_CHARS = 2_000
#: Objections kept in all at once while nobody has looked at them.
MOST_OPEN = 2_000
WAITING_VI = "Văn phòng đã nhận đề nghị xem lại và đang xem xét."


class ContestLine:
    """Where the public contests. Threads may share it."""

    def __init__(self, store: PublicStore, province: str, clock: Clock) -> None:
        self._store, self._province, self._clock = store, province, clock

    def submit(self, correction: Correction, text: str, url: str) -> str:
        """Keep an objection; its ticket. Raises ``TipRefused``."""
        masked = masked_tip(text)
        link = url.strip()
        if link and (len(link) > _MOST_URL_CHARS or not is_web_link(link) or masking.mask(link).spans):
            words = "Đường dẫn phải là trang công khai (http hoặc https), không phải trang cá nhân."
            raise TipRefused("not a public link", words)
        ticket = new_ticket()
        with self._store.begin() as work:
            if len(work.contests.list(self._province)) >= MOST_OPEN:
                raise TipRefused("too many open", "Đang có quá nhiều đề nghị chờ xem; hãy thử lại sau.")
            work.contests.add(self._province, correction.number, ticket_hash(ticket), masked, link)
        return ticket

    def answer(self, ticket: str) -> str | None:
        """What can be said now; ``None`` where the ticket is no objection's."""
        with self._store.read() as work:
            found = work.contests.find(ticket_hash(ticket))
        if found is None:
            return None
        if found.state is ContestState.OPEN:
            return WAITING_VI
        outcome = "sẽ được xem lại" if found.state is ContestState.ACCEPTED else "được giữ nguyên"
        return f"Kết luận {outcome}. {found.answer}".strip()
