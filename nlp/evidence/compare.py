"""The comparison: read both texts, align them, measure what agrees and differs, and let the learned layer decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nlp import tokens
from nlp.evidence.proposal import Label, Proposal, Reason, ReasonKind


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the comparison sees it; made once, compared often."""

    text: str
    day: date | None
    spans: tuple[tokens.Span, ...]


def read(text: str, day: date | None = None) -> Reading:
    """``day`` is when the text was published: "hôm qua" is relative to it."""
    return Reading(text, day, tuple(tokens.spans(text)))


def compare(
    claim: str, evidence: str, *, claim_date: date | None = None, evidence_date: date | None = None
) -> Proposal:
    """Return what ``evidence`` says of ``claim``; any texts, empty ones too."""
    return compare_readings(read(claim, claim_date), read(evidence, evidence_date))


def compare_readings(claim: Reading, evidence: Reading) -> Proposal:
    """``compare`` for texts that have been read."""
    said = {span.token: span for span in evidence.spans}
    numbers = [span for span in claim.spans if span.token.isdigit()]
    missing = [span for span in numbers if span.token not in said]
    shared = [span for span in claim.spans if span.token in said]
    share = len(shared) / max(1, len(claim.spans))
    reasons = [
        Reason(ReasonKind.NUMBER, (span.start, span.end), None, False, "căn cứ không nêu con số này")
        for span in missing
    ]
    chances = (0.1, 0.5, 0.4) if missing else (share, 0.3 * share, 1 - share)
    total = sum(chances)
    supported, refuted, open_ = (chance / total for chance in chances)
    probabilities = (supported, refuted, open_)
    label = max(zip(probabilities, Label, strict=True))[1]
    return Proposal(label, max(probabilities), tuple(reasons), probabilities)
