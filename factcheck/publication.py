"""From an approved decision to the public page: the ``Correction`` that everyone may read. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from news.claims import ClaimChange, ClaimState, Correction, CorrectionState, Decision, Verdict
from news.evidence import EvidenceLink, StoredEvidence
from nlp.text import fold

_SLUG_WORDS = 9
_STATES = {
    ClaimState.PUBLISHED: CorrectionState.PUBLISHED,
    ClaimState.REVISED: CorrectionState.REVISED,
    ClaimState.WITHDRAWN: CorrectionState.WITHDRAWN,
}


def correction_of(
    step: ClaimChange,
    decision: Decision,
    evidence: Mapping[int, StoredEvidence],
    before: Correction | None,
    number: int,
) -> Correction:
    """The next public version. ``step`` is the approval of ``decision``; ``before`` the version it follows.

    ``number`` counts for a first publication only: number and address of a correction never change.
    """
    state = _STATES[step.claim.state]
    links = tuple(evidence[key].link for key in decision.evidence)
    if before is None:
        verdict = decision.verdict
        if verdict is None:
            raise ValueError("nothing was published that could be withdrawn")
        return _first(step, decision, verdict, number, links)
    following = replace(
        before,
        version=before.version + 1,
        state=state,
        explanation=decision.explanation,
        evidence=links,
        published_at=step.at,
        wordings=(),
        counted_until=None,
    )
    if decision.verdict is None:
        return following
    return replace(
        following,
        statement=decision.statement,
        verdict=decision.verdict,
        category=decision.category,
        wordings=decision.wordings,
        counted_until=decision.counted_until,
    )


def _first(
    step: ClaimChange, decision: Decision, verdict: Verdict, number: int, links: tuple[EvidenceLink, ...]
) -> Correction:
    return Correction(
        province=step.claim.province,
        number=number,
        version=1,
        state=CorrectionState.PUBLISHED,
        claim_id=step.claim.id,
        slug=slug_of(number, decision.statement),
        statement=decision.statement,
        verdict=verdict,
        explanation=decision.explanation,
        evidence=links,
        category=decision.category,
        first_published_at=step.at,
        published_at=step.at,
        wordings=decision.wordings,
        counted_until=decision.counted_until,
    )


def slug_of(number: int, statement: str) -> str:
    """``12-vo-dap-ho-dong-dinh-la-tin-sai``: the number, then the first words without accents."""
    words = re.findall(r"[a-z0-9]+", fold(statement))[:_SLUG_WORDS]
    return "-".join([str(number), *words])
