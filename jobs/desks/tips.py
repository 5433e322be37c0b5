"""The tray of tips and objections. The office's store is written first: a card not marked stays in the tray."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.services.tips import CardView, ContestLine
from factcheck.review import ReviewRefused, may
from factcheck.sameness import alike
from jobs.desks.claims import ClaimsDesk
from jobs.factchecking import FactCheck
from jobs.wiring import Office
from news.claims import Claim, ClaimOrigin, ClaimState, Closing
from news.errors import UnknownId
from news.people import Person
from nlp.nearest import Nearest
from storage.public_contests import ContestState
from storage.public_tips import CardState, TipCard

_MOST_NEAR = 5
_NEAR_FROM = 0.3
_OPEN = tuple(state for state in ClaimState if state not in (ClaimState.CLOSED, ClaimState.WITHDRAWN))


class TipsDesk:
    def __init__(self, office: Office, factcheck: FactCheck, claims: ClaimsDesk) -> None:
        self._office, self._factcheck, self._claims = office, factcheck, claims

    def cards(self) -> Sequence[TipCard]:
        with self._office.public.read() as public:
            return public.tips.cards(self._office.province)

    def get(self, card_id: int) -> CardView:
        with self._office.public.read() as public:
            card, tips = public.tips.card(card_id), tuple(public.tips.texts(card_id))
        with self._office.storage.read() as work:
            claims = work.claims.list(self._office.province, _OPEN)
        found = Nearest(one.statement for one in claims).find(card.text, _MOST_NEAR)
        near = [claims[place] for place, _ in found if alike(claims[place].statement, card.text) >= _NEAR_FROM]
        return CardView(card, tips, tuple(near))

    def claim(self, person: Person, card_id: int, statement: str) -> Claim:
        self._card(card_id)
        made = self._factcheck.review.add(person, statement, ClaimOrigin.TIP)
        self._mark(person, "claim", card_id, CardState.CLAIMED, claim_id=made.id)
        self._claims.check(made.id, person)
        return made

    def attach(self, person: Person, card_id: int, claim_id: int) -> None:
        with self._office.storage.read() as work:
            if work.claims.get(claim_id).province != person.province:
                raise UnknownId("claim", claim_id)
        self._mark(person, "attach", card_id, CardState.CLAIMED, claim_id=claim_id)

    def discard(self, person: Person, card_id: int, closing: Closing) -> None:
        self._mark(person, "discard", card_id, CardState.DISCARDED, closing=closing)

    def restore(self, person: Person, card_id: int) -> None:
        self._mark(person, "restore", card_id, CardState.NEW)

    def contests(self) -> Sequence[ContestLine]:
        with self._office.public.read() as public:
            found = public.contests.list(self._office.province)
        with self._office.storage.read() as work:
            newest = {one.number: one for one in work.corrections.list(self._office.province)}
        return [ContestLine(one, newest.get(one.number)) for one in found]

    def answer_contest(self, person: Person, contest_id: int, answer: str, *, is_accepted: bool) -> None:
        words = " ".join(answer.split())
        if not words:
            raise ReviewRefused(contest_id, "an empty answer", "Hãy ghi trả lời cho người đã đề nghị.")
        with self._office.public.read() as public:
            contest = public.contests.get(contest_id)
        with self._office.storage.begin() as work:
            correction = work.corrections.get(self._office.province, contest.number)
            claim = work.claims.get(correction.claim_id)
            work.audit.add(person.province, person.id, "answer", "contest", contest_id)
        if is_accepted and may("contest", claim, person):
            self._factcheck.review.contest(claim.id, claim.version, person)
        state = ContestState.ACCEPTED if is_accepted else ContestState.REJECTED
        with self._office.public.begin() as public:
            public.contests.mark(contest_id, state, words)

    def _card(self, card_id: int) -> TipCard:
        with self._office.public.read() as public:
            return public.tips.card(card_id)

    def _mark(
        self,
        person: Person,
        verb: str,
        card_id: int,
        state: CardState,
        *,
        claim_id: int | None = None,
        closing: Closing | None = None,
    ) -> None:
        self._card(card_id)
        with self._office.storage.begin() as work:
            work.audit.add(person.province, person.id, verb, "tip_card", card_id)
        with self._office.public.begin() as public:
            public.tips.mark(card_id, state, claim_id=claim_id, closing=closing)
