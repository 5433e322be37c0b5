"""A claim as its pages show it: what the machine proposes, where the press states it, what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboards.services.claims import ClaimView, OlderTelling, ProposalLine, SightedArticle, TrayLine
from factcheck import review
from factcheck.articles import sentence_at
from factcheck.effect import Effect, effect_of
from factcheck.sameness import Known
from jobs.factchecking import FactCheck
from jobs.wiring import Office
from news.article import StoredArticle
from news.claims import Claim, ClaimState, Correction
from news.errors import UnknownId
from news.evidence import EvidenceLink
from news.people import Person
from news.times import local_date
from reports.correction_request import page_text
from storage import Work
from storage.proposals import StoredProposal

LABEL_VI = {"SUPPORTED": "phù hợp", "REFUTED": "mâu thuẫn", "NEI": "không nói đến"}
MOST_PROPOSALS = 8
_UNDECIDED = (ClaimState.NEW, ClaimState.IN_REVIEW, ClaimState.VERDICT, ClaimState.CONTESTED)


class ClaimViews:
    """What may be seen of the claims of one office."""

    def __init__(self, office: Office, factcheck: FactCheck) -> None:
        self._office, self._factcheck = office, factcheck
        self._address = office.configuration.public.address

    def tray(self, person: Person, states: Sequence[ClaimState]) -> Sequence[TrayLine]:
        with self._office.storage.read() as work:
            return [
                TrayLine(one, self._hint(work, one), len(work.sightings.list(one.id)), _steps(one, person))
                for one in work.claims.list(self._office.province, states)
            ]

    def get(self, claim_id: int, person: Person) -> ClaimView:
        with self._office.storage.read() as work:
            claim = own(self._office, work, claim_id)
        older = self._older(claim) if claim.state in _UNDECIDED else None
        with self._office.storage.read() as work:
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
                public_url="" if newest is None else f"{self._address}{newest.path}",
                older=older,
            )

    def _older(self, claim: Claim) -> OlderTelling | None:
        """Where the archive told the same long before the claim was made."""
        found = self._factcheck.older(claim.statement, local_date(claim.created_at))
        if found is None:
            return None
        article = found.stored.article
        outlet = self._office.source_name(article.source)
        return OlderTelling(found.stored.id, article.title, outlet, found.recycled.day, found.recycled.text)

    def _hint(self, work: Work, claim: Claim) -> str:
        proposals = work.proposals.list(claim.id)
        if not proposals or proposals[0].label == "NEI":
            return ""
        words = "; ".join(one.words for one in proposals[0].reasons[:3])
        return f"{said_by(proposals[0])}: {words}".rstrip(": ")

    def _proposals(self, work: Work, claim: Claim) -> list[ProposalLine]:
        found = work.proposals.list(claim.id)[:MOST_PROPOSALS]
        documents = work.evidence.find(one.evidence_id for one in found)
        return [
            ProposalLine(
                documents[one.evidence_id],
                _passage(work, one),
                said_by(one),
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
        today, name = local_date(self._office.clock()), self._office.source_name
        found = effect_of(newest, work.sightings.list(claim_id), tips, counts, still, today)
        return replace(found, corrected=tuple(map(name, found.corrected)), still=tuple(map(name, found.still)))

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


def said_by(one: StoredProposal) -> str:
    """The proposal in a word; what agrees as a whole and differs in a point is unclear."""
    differs = any(not reason.agrees and reason.claim_span and reason.evidence_span for reason in one.reasons)
    return "chưa rõ, có điểm khác" if one.label == "SUPPORTED" and differs else LABEL_VI[one.label]


def own(office: Office, work: Work, claim_id: int) -> Claim:
    """Raises ``UnknownId``, also for another office's claim."""
    claim = work.claims.get(claim_id)
    if claim.province != office.province:
        raise UnknownId("claim", claim_id)
    return claim
