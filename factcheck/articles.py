"""New articles about the province, held against what is known: sightings of known claims, proposals for new ones.

What is pending is a query on storage; each article is one transaction, so the step may be killed and repeated. Reading
the tone of an article is none of its business (SCOPE §4), and of an article without a contradiction nothing is kept but
that it was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from factcheck.matching import Match, Matcher
from factcheck.recycled import OldArticles, older
from factcheck.reviewing import propose
from factcheck.sameness import Known
from news.article import StoredArticle
from news.claims import Claim
from news.times import Clock, local_date
from nlp import claims
from storage import Storage, Work
from storage.proposals import ProposalReason, StoredProposal
from storage.sightings import Sighting

#: Articles first seen longer ago are history, not news to be checked.
HORIZON = timedelta(days=7)
BATCH = 50
#: Of one article: new claims proposed, and proposals kept with each claim.
MOST_PER_ARTICLE, MOST_PROPOSALS = 3, 5
#: Sentences of one article that are looked for in the archive.
MOST_IN_ARCHIVE = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run did."""

    articles: int = 0
    sightings: int = 0
    proposed: int = 0


class Archive(Protocol):
    """Articles that may hold a text (the search index), newest first."""

    def __call__(self, text: str, limit: int) -> Sequence[StoredArticle]: ...


class ArticleMatcher:
    """The step after analysis, for one province. ``archive``: where there is anything old enough to be told anew."""

    def __init__(
        self, storage: Storage, province: str, matcher: Matcher, clock: Clock, archive: OldArticles | None = None
    ) -> None:
        self._storage, self._province, self._matcher, self._clock = storage, province, matcher, clock
        self._archive = archive

    def run(self) -> Seen:
        """Read all that is pending."""
        done = Seen()
        self._matcher.forget_documents()
        while True:
            with self._storage.read() as work:
                pending = work.sightings.pending(self._province, self._clock() - HORIZON, BATCH)
                wordings = list(work.claims.all_wordings(self._province))
            if not pending:
                return done
            for article in pending:
                sightings, proposed = self._read(article, Known(wordings))
                wordings += [(claim.id, claim.statement) for claim in proposed]
                done = Seen(done.articles + 1, done.sightings + sightings, done.proposed + len(proposed))

    def _read(self, stored: StoredArticle, known: Known) -> tuple[int, list[Claim]]:
        body = _words(stored)
        seen = {same.key: (same.start, same.end) for same in known.find_all(body)}
        found = [] if (stored.article.language or "vi") != "vi" else self._contradicted(stored, body, seen.values())
        proposed: list[Claim] = []
        with self._storage.begin() as work:
            count = sum(_sight(work, stored, key, start, end) for key, (start, end) in seen.items())
            for sentence, matches in found[:MOST_PER_ARTICLE]:
                claim = propose(work, self._province, sentence.text)
                proposed.append(claim)
                is_old = not matches or any(match.recycled for match in matches)
                count += _sight(work, stored, claim.id, sentence.start, sentence.end, is_recycled=is_old)
                for match in matches[:MOST_PROPOSALS]:
                    work.proposals.put(proposal_of(claim, match))
            work.sightings.mark_matched(self._province, stored.id, stored.version)
        return count, proposed

    def _contradicted(
        self, stored: StoredArticle, body: str, taken: Iterable[tuple[int, int]]
    ) -> list[tuple[claims.Sentence, list[Match]]]:
        """Check-worthy sentences that the library contradicts or knows as old; without matches: the archive does."""
        spans, asked = list(taken), 0
        day = local_date(stored.sort_time)
        found: list[tuple[claims.Sentence, list[Match]]] = []
        for sentence in claims.find(body):
            is_known = any(start < sentence.end and sentence.start < end for start, end in spans)
            if sentence.is_checkworthy and not is_known:
                telling = _telling(self._matcher.match(sentence.text, day))
                # The light core looked at everything; the slower opinion is asked about what it would tell.
                telling = _telling(self._matcher.reconsidered(sentence.text, day, telling)) if telling else []
                if telling:
                    found.append((sentence, telling))
                elif self._archive is not None and asked < MOST_IN_ARCHIVE:
                    asked += 1
                    if older(sentence.text, day, self._archive) is not None:
                        found.append((sentence, []))
        return sorted(found, key=lambda one: -one[1][0].proposal.score if one[1] else 0.0)


def seek(storage: Storage, claim: Claim, archive: Archive, limit: int = 300) -> int:
    """Find a claim in articles read before it was known; how many state it."""
    with storage.read() as work:
        wordings = [(claim.id, text) for text in work.claims.wordings(claim.id)]
    known, seen = Known(wordings), []
    for _, text in wordings:
        for stored in archive(text, limit):
            if (same := known.find(_words(stored))) is not None:
                seen.append((stored, same.start, same.end))
    with storage.begin() as work:
        return sum(_sight(work, stored, claim.id, start, end) for stored, start, end in seen)


def proposal_of(claim: Claim, match: Match) -> StoredProposal:
    """A match as it is kept beside the claim, its reasons with it."""
    reasons = tuple(
        ProposalReason(one.kind.value, one.claim_span, one.evidence_span, one.agrees, one.words)
        for one in match.proposal.reasons
    )
    if match.recycled is not None:
        reasons = (ProposalReason("recycled", None, None, False, match.recycled.because()), *reasons)
    return StoredProposal(
        claim_id=claim.id,
        evidence_id=match.passage.evidence_id,
        passage=match.passage.number,
        label=match.proposal.label.value,
        score=match.proposal.score,
        reasons=reasons,
        at=claim.changed_at,
    )


def _telling(matches: Sequence[Match]) -> list[Match]:
    return [match for match in matches if match.contradicts or match.recycled]


def _words(stored: StoredArticle) -> str:
    """Title and body as one text; spans of sightings count in it."""
    return f"{stored.article.title}\n{stored.article.body}"


def sentence_at(stored: StoredArticle, sighting: Sighting) -> str:
    """The words in which an article states a claim; empty when it has another version now."""
    return _words(stored)[sighting.start : sighting.end] if sighting.version == stored.version else ""


def _sight(
    work: Work, stored: StoredArticle, claim_id: int, start: int, end: int, *, is_recycled: bool = False
) -> bool:
    article = stored.article
    seen = Sighting(claim_id, stored.id, article.source, stored.version, start, end, stored.first_seen_at)
    return work.sightings.add(replace(seen, is_recycled=is_recycled))
