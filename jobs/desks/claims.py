"""Claims for the pages of review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from dashboards.services.claims import ClaimView, ProposalLine, SightedArticle, TrayLine
from factcheck import review
from factcheck.articles import proposal_of, sentence_at
from factcheck.effect import Effect, effect_of
from factcheck.sameness import Known
from jobs.desks.making import Making
from jobs.factchecking import FactCheck
from jobs.wiring import Office
from news.article import StoredArticle
from news.claims import Claim, ClaimState, Closing, Correction, Decision
from news.errors import NewsError, UnknownId
from news.evidence import EvidenceLink
from news.people import Person
from news.times import local_date
from reports.correction_request import StatedAt, correction_request, page_text
from reports.docx import render
from storage import Work
from storage.proposals import StoredProposal

LABEL_VI = {"SUPPORTED": "phù hợp", "REFUTED": "mâu thuẫn", "NEI": "không nói đến"}
_MOST_PROPOSALS = 8


class NotPublished(NewsError):
    """A letter about what nobody published."""

    @property
    def vi(self) -> str:
        return "Chỉ gửi đề nghị cải chính khi kết luận đã được hai người công bố."


class ClaimsDesk:
    def __init__(self, office: Office, factcheck: FactCheck) -> None:
        self._office, self._factcheck = office, factcheck

    def today(self) -> date:
        return local_date(self._office.clock())

    def counts(self) -> Mapping[ClaimState, int]:
        with self._office.storage.read() as work:
            return work.claims.count(self._office.province)

    def tray(self, person: Person, states: Sequence[ClaimState]) -> Sequence[TrayLine]:
        with self._office.storage.read() as work:
            return [
                TrayLine(one, self._hint(work, one), len(work.sightings.list(one.id)), _steps(one, person))
                for one in work.claims.list(self._office.province, states)
            ]

    def get(self, claim_id: int, person: Person) -> ClaimView:
        with self._office.storage.read() as work:
            claim = self._own(work, claim_id)
            history, versions = tuple(work.claims.history(claim_id)), tuple(work.corrections.versions(claim_id))
            sightings = tuple(self._sightings(work, claim))
            cited = claim.decision.evidence if claim.decision else tuple(link.evidence_id for link in _links(versions))
            documents = work.evidence.find(cited)
            people = {change.person for change in history}
            newest = versions[-1] if versions else None
            return ClaimView(
                claim=claim,
                history=history,
                wordings=tuple(work.claims.wordings(claim_id)),
                sightings=sightings,
                proposals=tuple(self._proposals(work, claim)),
                versions=versions,
                cited=tuple(documents[key] for key in cited if key in documents),
                steps=_steps(claim, person),
                names={key: name for key in people if (name := self._name(work, key))},
                effect=None if newest is None else self._effect(work, newest, sightings),
                page_text="" if newest is None else page_text(newest, self._address),
            )

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
            claim = self._own(work, claim_id)
            work.audit.add(person.province, person.id, "check", "claim", claim_id)
        return self._look_up(claim)

    def letter(self, person: Person, claim_id: int, article_id: int) -> bytes:
        office = self._office
        with office.storage.begin() as work:
            self._own(work, claim_id)
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
        matches = self._factcheck.matcher().match(claim.statement, day, is_thorough=True)[:_MOST_PROPOSALS]
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

    def _hint(self, work: Work, claim: Claim) -> str:
        proposals = work.proposals.list(claim.id)
        if not proposals or proposals[0].label == "NEI":
            return ""
        return f"{LABEL_VI[proposals[0].label]}: {'; '.join(one.words for one in proposals[0].reasons[:3])}".rstrip(
            ": "
        )

    def _proposals(self, work: Work, claim: Claim) -> list[ProposalLine]:
        found = work.proposals.list(claim.id)[:_MOST_PROPOSALS]
        documents = work.evidence.find(one.evidence_id for one in found)
        return [
            ProposalLine(
                documents[one.evidence_id],
                _passage(work, one),
                LABEL_VI[one.label],
                one.score,
                tuple(reason.words for reason in one.reasons if reason.words),
            )
            for one in found
            if one.evidence_id in documents
        ]

    def _sightings(self, work: Work, claim: Claim) -> list[SightedArticle]:
        seen = {one.article_id: one for one in work.sightings.list(claim.id)}
        known = Known((claim.id, text) for text in work.claims.wordings(claim.id))
        found = []
        for stored in work.articles.list(seen):
            one = seen[stored.id]
            found.append(
                SightedArticle(
                    stored.id,
                    stored.article.title,
                    stored.article.url,
                    self._office.source_name(stored.article.source),
                    one.at,
                    sentence_at(stored, one) or _stated(known, stored),
                    one.is_recycled,
                )
            )
        return sorted(found, key=lambda one: one.at)

    def _effect(self, work: Work, newest: Correction, sightings: Sequence[SightedArticle]) -> Effect:
        claim_id = newest.claim_id
        still = [one.article_id for one in sightings if one.words]
        tips, counts = work.sightings.tip_counts(claim_id), work.sightings.counts(claim_id)
        return effect_of(newest, work.sightings.list(claim_id), tips, counts, still, self.today())

    def _name(self, work: Work, person_id: str) -> str:
        known = work.people.get(self._office.province, person_id)
        return "" if known is None else known.person.name


def _steps(claim: Claim, person: Person) -> tuple[str, ...]:
    return tuple(verb for verb in review.STEPS if review.may(verb, claim, person))


def _links(versions: Sequence[Correction]) -> Sequence[EvidenceLink]:
    return versions[-1].evidence if versions else ()


def _passage(work: Work, one: StoredProposal) -> str:
    return next((p.text for p in work.evidence.passages(one.evidence_id) if p.number == one.passage), "")


def _stated(known: Known, stored: StoredArticle) -> str:
    """The words in which the newest version states the claim; empty where it does no more."""
    body = f"{stored.article.title}\n{stored.article.body}"
    same = known.find(body)
    return "" if same is None else body[same.start : same.end]
