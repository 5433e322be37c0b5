"""The tip line: a message in, an answer and a ticket out. Page, Telegram and Zalo all speak to this.

Masking comes first: what leaves ``submit`` for storage, matching or grouping holds no number, account, handle, address
or recognised name, and nothing of the sender ever came in (SCOPE §3).
"""

from __future__ import annotations

import threading
from datetime import timedelta

from factcheck.answers import Answer, AnswerKind, Receipt
from factcheck.grouping import Cards
from factcheck.sameness import Known
from factcheck.tickets import new_ticket, ticket_hash
from news.claims import Correction
from news.errors import NewsError
from news.times import Clock
from nlp import masking, safety
from storage.public import PublicStore
from storage.public_tips import CardState

MOST_CHARS = 5_000
LEAST_CHARS = 8
#: Kept questions in a day; beyond it known claims are still answered, and nothing is kept.
MOST_PER_DAY = 3_000
#: A tip is gone after this, whatever became of it.
KEPT = timedelta(days=30)


class TipRefused(NewsError):
    """A message that is not taken: empty or far too long. Holds nothing of it."""

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(reason)
        self.reason, self.words = reason, words

    @property
    def vi(self) -> str:
        return self.words


class TipLine:
    """The tip line of one province. Threads may share it."""

    def __init__(self, store: PublicStore, province: str, clock: Clock) -> None:
        self._store, self._province, self._clock = store, province, clock
        self._cards = Cards(province)
        self._lock = threading.Lock()
        self._known: tuple[tuple[Correction, ...], Known] = ((), Known(()))

    def submit(self, text: str) -> Receipt:
        """Answer a message and keep it, masked, for 30 days. Raises ``TipRefused``."""
        masked = masked_tip(text)
        known, same_as = self._published()
        same = same_as.find(masked)
        judged = safety.judge(masked)
        now = self._clock()
        with self._store.begin() as work:
            if work.tips.count(self._province, now - timedelta(days=1)) >= MOST_PER_DAY:
                ticket = ""
            else:
                ticket = new_ticket()
                with self._lock:
                    card = self._cards.card_for(work.tips, masked, None if same is None else same.key)
                work.tips.add(
                    self._province,
                    ticket_hash(ticket),
                    masked,
                    card=card,
                    claim_id=None if same is None else same.key,
                    category=judged.category,
                )
        if same is not None:
            answer = Answer(AnswerKind.CORRECTION, known[same.key], same.because(masked))
        elif judged.category is not None:
            answer = Answer(AnswerKind.ADVICE, category=judged.category)
        else:
            answer = Answer(AnswerKind.CHECKING)
        return Receipt(answer, ticket)

    def answer(self, ticket: str) -> Answer:
        """What can be said now to the holder of a ticket."""
        with self._store.read() as work:
            found = work.tips.find(ticket_hash(ticket), self._clock() - KEPT)
        if found is None:
            return Answer(AnswerKind.UNKNOWN)
        tip, card = found
        known, same_as = self._published()
        if (same := same_as.find(tip.text)) is not None:
            return Answer(AnswerKind.CORRECTION, known[same.key], same.because(tip.text))
        if card.claim_id in known:
            because = "Người thẩm định đã xếp câu hỏi này vào nhận định sau."
            return Answer(AnswerKind.CORRECTION, known[card.claim_id], because)
        if card.state is CardState.DISCARDED or card.closing is not None:
            return Answer(AnswerKind.CLOSED, closing=card.closing)
        if card.category is not None:
            return Answer(AnswerKind.ADVICE, category=card.category)
        return Answer(AnswerKind.CHECKING)

    def preview(self, text: str) -> Answer:
        """What ``submit`` would answer; nothing is kept."""
        masked = masked_tip(text)
        known, same_as = self._published()
        if (same := same_as.find(masked)) is not None:
            return Answer(AnswerKind.CORRECTION, known[same.key], same.because(masked))
        category = safety.judge(masked).category
        return Answer(AnswerKind.CHECKING if category is None else AnswerKind.ADVICE, category=category)

    def _published(self) -> tuple[dict[int, Correction], Known]:
        """The corrections in force, by claim, and their wordings to be found in messages."""
        with self._store.read() as work:
            newest: dict[int, Correction] = {}
            for one in work.copies.list(self._province):
                if one.claim_id not in newest or newest[one.claim_id].version < one.version:
                    newest[one.claim_id] = one
        current = tuple(one for one in newest.values() if one.is_in_force)
        with self._lock:
            if self._known[0] != current:
                wordings = ((one.claim_id, text) for one in current for text in (one.statement, *one.wordings))
                self._known = current, Known(wordings)
            return {one.claim_id: one for one in current}, self._known[1]


def masked_tip(text: str) -> str:
    """The message as it may be kept. Raises ``TipRefused``."""
    if len(text) > MOST_CHARS:
        raise TipRefused("too long", f"Tin quá dài; hãy gửi nhiều nhất {MOST_CHARS} ký tự, phần cần hỏi nhất.")
    if len(text.strip()) < LEAST_CHARS:
        raise TipRefused("empty", "Hãy dán nội dung tin cần hỏi.")
    return masking.mask(text.strip()).text
