"""Claims for the pages of review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from dashboards.services.claims import ClaimView, TrayLine
from factcheck.articles import proposal_of, sentence_at
from jobs.desks.claim_views import MOST_PROPOSALS, ClaimViews, own
from jobs.desks.making import Making
from jobs.factchecking import FactCheck
from jobs.wiring import Office
from news.claims import Claim, ClaimState, Closing, Correction, Decision
from news.errors import NewsError, UnknownId
from news.people import Person
from news.times import local_date
from reports.correction_request import StatedAt, correction_request
from reports.docx import render
from storage import Work


class NotPublished(NewsError):
    """A letter about what nobody published."""

    @property
    def vi(self) -> str:
        return "Chỉ gửi đề nghị cải chính khi kết luận đã được hai người công bố."


class ClaimsDesk:
    def __init__(self, office: Office, factcheck: FactCheck) -> None:
        self._office, self._factcheck = office, factcheck
        self._views = ClaimViews(office, factcheck)

    def today(self) -> date:
        return local_date(self._office.clock())

    def tray(self, person: Person, states: Sequence[ClaimState]) -> Sequence[TrayLine]:
        return self._views.tray(person, states)

    def get(self, claim_id: int, person: Person) -> ClaimView:
        return self._views.get(claim_id, person)

    def counts(self) -> Mapping[ClaimState, int]:
        with self._office.storage.read() as work:
            return work.claims.count(self._office.province)

    def add(self, person: Person, statement: str) -> Claim:
        claim = self._factcheck.review.add(person, statement)
        self._look_up(claim)
        return claim

    def step(self, person: Person, claim_id: int, seen: int, verb: str) -> Claim:
        if verb not in ("take", "restore", "send_back", "contest", "uphold"):
            raise ValueError(f"no such step: {verb}")
        done: Claim = getattr(self._factcheck.review, verb)(claim_id, seen, person)
        if verb == "restore":
            self._tell_cards(claim_id, None)
        return done

    def reword(self, person: Person, claim_id: int, seen: int, statement: str) -> Claim:
        claim = self._factcheck.review.reword(claim_id, seen, person, statement)
        self._look_up(claim)
        return claim

    def close(self, person: Person, claim_id: int, seen: int, closing: Closing, same_as: int | None = None) -> Claim:
        done = self._factcheck.review.close(claim_id, seen, person, closing, same_as)
        self._tell_cards(claim_id, closing, same_as)
        return done

    def decide(self, person: Person, claim_id: int, seen: int, decision: Decision) -> Claim:
        return self._factcheck.review.decide(claim_id, seen, person, decision)

    def approve(self, person: Person, claim_id: int, seen: int) -> Correction:
        published = self._factcheck.review.approve(claim_id, seen, person)
        self._factcheck.refresh()
        with self._office.storage.read() as work:
            claim = work.claims.get(claim_id)
        self._factcheck.seek(claim)
        return published

    def check(self, claim_id: int, person: Person) -> int:
        with self._office.storage.begin() as work:
            claim = own(self._office, work, claim_id)
            work.audit.add(person.province, person.id, "check", "claim", claim_id)
        return self._look_up(claim)

    def letter(self, person: Person, claim_id: int, article_id: int) -> bytes:
        office = self._office
        with office.storage.begin() as work:
            own(self._office, work, claim_id)
            newest = work.corrections.find(claim_id)
            if newest is None or not newest.is_in_force:
                raise NotPublished(claim_id)
            seen = next((one for one in work.sightings.list(claim_id) if one.article_id == article_id), None)
            if seen is None:
                raise UnknownId("sighting", article_id)
            stored = work.articles.get(article_id)
            kept = next(iter(work.snapshots.list(article_id)), None)
            work.audit.add(person.province, person.id, "make_letter", "claim", claim_id)
        stated = StatedAt(
            outlet=office.source_name(stored.article.source),
            title=stored.article.title,
            url=stored.article.url,
            published=stored.article.published.at,
            words=sentence_at(stored, seen),
            snapshot_sha256=kept.snapshot.sha256 if kept else "",
            snapshot_at=kept.snapshot.fetched_at if kept else None,
        )
        now = office.clock()
        sheet = correction_request(Making(office).letterhead, local_date(now), newest, stated, self._address)
        return render(sheet, made_at=now)

    @cached_property
    def _address(self) -> str:
        return self._office.configuration.public.address

    def _look_up(self, claim: Claim) -> int:
        """What the library says of the claim, kept beside it; and where the press states it."""
        self._factcheck.seek(claim)
        day = local_date(claim.created_at)
        matches = self._factcheck.matcher().match(claim.statement, day, is_thorough=True)[:MOST_PROPOSALS]
        with self._office.storage.begin() as work:
            for match in matches:
                work.proposals.put(proposal_of(claim, match))
        return sum(match.speaks for match in matches)

    def _tell_cards(self, claim_id: int, closing: Closing | None, same_as: int | None = None) -> None:
        """Tips that wait for this claim learn what became of it."""
        with self._office.public.begin() as public:
            public.tips.close_claim(claim_id, closing, same_as=same_as)

    def _own(self, work: Work, claim_id: int) -> Claim:
        claim = work.claims.get(claim_id)
        if claim.province != self._office.province:
            raise UnknownId("claim", claim_id)
        return claim
