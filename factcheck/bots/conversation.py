"""What a bot says, the same in every chat: help, an answer with its ticket, or the answer under a ticket."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from factcheck.answers import Answer, AnswerKind, Receipt
from factcheck.limits import Buckets, Limit
from news.errors import NewsError

HELP_VI = (
    "Hãy dán nội dung tin bạn nhận được, tôi sẽ trả lời ngay nếu tin đó đã được kiểm chứng. Số điện thoại, tài khoản "
    "và tên người được che trước khi lưu; không lưu gì về bạn. Đã có mã trả lời? Gửi mã đó (ví dụ K7QF-3M9X-T2WA)."
)
TOO_OFTEN_VI = "Bạn gửi hơi nhanh; hãy thử lại sau ít phút."
_TICKET = re.compile(r"\s*[0-9A-Za-z]{4}[-\s]?[0-9A-Za-z]{4}[-\s]?[0-9A-Za-z]{4}\s*")
_GREETING = re.compile(r"\s*(?:/\w+|xin chào|chào|hi|hello)\W*", re.IGNORECASE)


class Tips(Protocol):
    """The tip line (``factcheck.tips.TipLine``)."""

    def submit(self, text: str) -> Receipt: ...

    def answer(self, ticket: str) -> Answer: ...


class Ask(Protocol):
    """One guarded POST of JSON: status and body of the answer. Raises ``NewsError``, which may name the address."""

    def __call__(self, url: str, body: bytes, headers: Sequence[tuple[str, str]] = ()) -> tuple[int, bytes]: ...


@dataclass(frozen=True, slots=True)
class Conversation:
    """``address``: where the public pages are, for links (empty: none)."""

    tips: Tips
    address: str
    limits: Buckets

    def reply(self, sender: str, text: str) -> str:
        """The words to send back. ``sender`` is used for counting, hashed, in memory, and dropped."""
        if not text.strip() or _GREETING.fullmatch(text):
            return HELP_VI
        if not self.limits.allows(sender):
            return TOO_OFTEN_VI
        if _TICKET.fullmatch(text):  # one in fifty has no digit; what is no ticket of ours is a message
            answer = self.tips.answer(text)
            if answer.kind is not AnswerKind.UNKNOWN:
                return self._words(answer)
        try:
            receipt = self.tips.submit(text)
        except NewsError as error:
            return error.vi
        ticket = f"\n\nMã trả lời: {receipt.ticket}" if receipt.ticket else ""
        return self._words(receipt.answer) + ticket

    def _words(self, answer: Answer) -> str:
        if answer.correction is None or not self.address:
            return answer.words
        return f"{answer.words}\n{self.address}{answer.correction.path}"


def usual_limits() -> Buckets:
    """For chats: a sender may ask a few times in a row, all together two a second."""
    return Buckets(Limit(8, 600), Limit(120, 60))


def pieces(text: str, most: int) -> list[str]:
    """A long answer in messages of at most ``most`` characters, cut between words."""
    found = []
    while len(text) > most:
        place = max(text.rfind(" ", 0, most), text.rfind("\n", 0, most))
        place = place if place > 0 else most
        found.append(text[:place])
        text = text[place:].lstrip()
    return [*found, text] if text else found
