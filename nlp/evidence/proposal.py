"""What a comparison of a claim with given evidence proposes, and why. A person decides; a model only proposes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: Characters ``start`` to ``end`` of the text as given.
Span = tuple[int, int]


class Label(StrEnum):
    """What the evidence says of the claim; equal to its plain string."""

    SUPPORTED = "SUPPORTED"
    REFUTED = "REFUTED"
    NEI = "NEI"


class ReasonKind(StrEnum):
    """What was compared."""

    NUMBER = "number"
    DATE = "date"
    PLACE = "place"
    ACTOR = "actor"
    NEGATION = "negation"
    MODALITY = "modality"
    OUTCOME = "outcome"
    QUANTITY = "quantity"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Reason:
    """Two places that agree or disagree; a side without a counterpart has ``None``. ``words`` says it in Vietnamese."""

    kind: ReasonKind
    claim_span: Span | None
    evidence_span: Span | None
    agrees: bool
    words: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The likeliest label with its probability (0..1), those of all three, and the reasons, weightiest first."""

    label: Label
    score: float
    reasons: tuple[Reason, ...]
    #: In the order of ``Label``: supported, refuted, not enough information.
    probabilities: tuple[float, float, float]
