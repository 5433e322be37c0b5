"""Steps of review in storage: each is one transaction with its history, its audit entry and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from factcheck import review
from factcheck.deciding import Fault, faults
from factcheck.publication import correction_of
from news.claims import MACHINE, Claim, ClaimChange, ClaimOrigin, Closing, Correction, Decision
from news.errors import NewsError
from news.people import Person
from news.times import Clock, local_date
from storage import Storage, Work


class Announce(Protocol):
    """What others do about a published version, within the transaction that publishes it (the liaison's notice)."""

    def __call__(self, work: Work, correction: Correction, /) -> None: ...


class FaultyDecision(NewsError):
    """A decision that cannot be published as it is, with every fault at once."""

    def __init__(self, claim_id: int, found: list[Fault]) -> None:
        super().__init__(claim_id, tuple(found))
        self.claim_id, self.faults = claim_id, tuple(found)

    def __str__(self) -> str:
        return f"claim {self.claim_id}: faults in {', '.join(fault.field for fault in self.faults)}"

    @property
    def vi(self) -> str:
        return " ".join(fault.words for fault in self.faults)


Step = Callable[[Claim, datetime], ClaimChange]


class Review:
    """The reviewers' acts in one province's office. Raises ``ReviewRefused``, ``FaultyDecision``, ``StaleClaim``."""

    def __init__(self, storage: Storage, clock: Clock, announce: Announce) -> None:
        self._storage, self._clock, self._announce = storage, clock, announce

    def add(self, person: Person, statement: str, origin: ClaimOrigin = ClaimOrigin.OFFICE) -> Claim:
        """A claim in the reviewer's words."""
        with self._storage.begin() as work:
            words = " ".join(statement.split())
            new = work.claims.add(person.province, words, origin, person.id)
            work.audit.add(person.province, person.id, "add", "claim", new.id)
            return new

    def take(self, claim_id: int, seen: int, person: Person) -> Claim:
        return self._do(claim_id, person, lambda one, at: review.take(one, seen, person, at))

    def reword(self, claim_id: int, seen: int, person: Person, statement: str) -> Claim:
        return self._do(claim_id, person, lambda one, at: review.reword(one, seen, person, at, statement))

    def close(self, claim_id: int, seen: int, person: Person, closing: Closing, same_as: int | None = None) -> Claim:
        """Closed as the same as another claim, its wordings are the other's from now on."""

        def step(work: Work, one: Claim, at: datetime) -> ClaimChange:
            done = review.close(one, seen, person, at, closing, same_as)
            if same_as is not None:
                _own(work.claims.get(same_as), person)
                for words in work.claims.wordings(claim_id):
                    work.claims.add_wording(same_as, words)
            return done

        return self._do_in(claim_id, person, step)

    def restore(self, claim_id: int, seen: int, person: Person) -> Claim:
        return self._do(claim_id, person, lambda one, at: review.restore(one, seen, person, at))

    def send_back(self, claim_id: int, seen: int, person: Person) -> Claim:
        return self._do(claim_id, person, lambda one, at: review.send_back(one, seen, person, at))

    def contest(self, claim_id: int, seen: int, person: Person) -> Claim:
        return self._do(claim_id, person, lambda one, at: review.contest(one, seen, person, at))

    def uphold(self, claim_id: int, seen: int, person: Person) -> Claim:
        return self._do(claim_id, person, lambda one, at: review.uphold(one, seen, person, at))

    def decide(self, claim_id: int, seen: int, person: Person, decision: Decision) -> Claim:
        """Propose what is to be published, or the withdrawal of what was."""

        def step(work: Work, one: Claim, at: datetime) -> ClaimChange:
            _check(work, one, decision, at)
            return review.decide(one, seen, person, at, decision)

        return self._do_in(claim_id, person, step)

    def approve(self, claim_id: int, seen: int, person: Person) -> Correction:
        """Publish: the page, the announcement and what is cited, in one transaction."""
        published: list[Correction] = []

        def step(work: Work, one: Claim, at: datetime) -> ClaimChange:
            done = review.approve(one, seen, person, at)
            decision = one.decision
            if decision is None:
                raise AssertionError("review.approve lets no claim without a decision pass")
            _check(work, one, decision, at)
            before = work.corrections.find(claim_id)
            number = work.corrections.next_number(one.province)
            new = correction_of(done, decision, work.evidence.find(decision.evidence), before, number)
            work.corrections.add(new, decided_by=decision.person, approved_by=person.id)
            for wording in new.wordings:
                work.claims.add_wording(claim_id, wording)
            for sighting in work.sightings.list(claim_id):
                for kept in work.snapshots.list(sighting.article_id):
                    work.snapshots.cite(kept.id)
            self._announce(work, new)
            published.append(new)
            return done

        self._do_in(claim_id, person, step)
        return published[0]

    def _do(self, claim_id: int, person: Person, step: Step) -> Claim:
        return self._do_in(claim_id, person, lambda _work, one, at: step(one, at))

    def _do_in(self, claim_id: int, person: Person, step: Callable[[Work, Claim, datetime], ClaimChange]) -> Claim:
        with self._storage.begin() as work:
            done = step(work, _own(work.claims.get(claim_id), person), self._clock())
            work.claims.change(done)
            work.audit.add(person.province, person.id, done.verb, "claim", claim_id)
            return done.claim


def propose(work: Work, province: str, statement: str) -> Claim:
    """A claim that the machine found in the press; it waits in the tray, and is nobody's verdict."""
    return work.claims.add(province, statement, ClaimOrigin.ARTICLE, MACHINE)


def _own(claim: Claim, person: Person) -> Claim:
    if claim.province != person.province:
        raise review.ReviewRefused(claim.id, "of another province", "Nhận định này thuộc đơn vị khác.")
    return claim


def _check(work: Work, claim: Claim, decision: Decision, at: datetime) -> None:
    cited = {key: one for key, one in work.evidence.find(decision.evidence).items() if one.province == claim.province}
    found = faults(decision, cited, local_date(at))
    if decision.verdict is None:
        found = [fault for fault in found if fault.field != "evidence" or decision.evidence]
    if found:
        raise FaultyDecision(claim.id, found)
