"""The comparison: align what was read of both texts, measure what agrees and differs, let the learned layer decide.

The light layer is a linear model over these measures and the claim's words, trained by ``bench.train_evidence``. Where
there is a transformer, ``propose`` adds its opinion with a weight chosen on pairs that neither had seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from nlp import mixed, transformer
from nlp.evidence import features
from nlp.evidence.alignment import Alignment, align
from nlp.evidence.proposal import Label, Proposal
from nlp.evidence.reading import Reading, read
from nlp.evidence.reasons import reasons

FILE = Path(__file__).parent.parent / "models" / "evidence.npz"
LABELS = tuple(Label)
#: How much the log-probabilities of the transformer count beside the light layer's, chosen by
#: ``bench.train_evidence --mix`` on pairs that neither has seen. At 0 it is not asked.
TRANSFORMER_WEIGHT = 0.6
_LEAST = 1e-4
#: A claim of so many syllables that stands in the evidence word for word is supported: the learned layer has seen few,
#: for nobody writes them to train it. Markers that turn what stands beside them around.
_LEAST_VERBATIM = 5
_TURNING = frozenset({"negation", "possible", "contrast"})
_VERBATIM = (0.96, 0.02, 0.02)

#: A claim with its evidence, as they were read.
Pair = tuple[Reading, Reading]


@cache
def _model() -> mixed.Mixed:
    return mixed.load(FILE)


def compare(
    claim: str, evidence: str, *, claim_date: date | None = None, evidence_date: date | None = None
) -> Proposal:
    """Return what ``evidence`` says of ``claim``, by the best models there are; any texts, empty ones too."""
    return propose([(read(claim, claim_date), read(evidence, evidence_date))])[0]


def compare_readings(claim: Reading, evidence: Reading) -> Proposal:
    """What the light layer alone says of texts that have been read: for who compares thousands."""
    aligned = align(claim, evidence)
    return _proposal(claim, evidence, aligned, light(claim, evidence, aligned))


def propose(pairs: Sequence[Pair]) -> list[Proposal]:
    """Proposals for many pairs, by light layer and transformer together; by the light layer where there is none."""
    aligned = [align(claim, evidence) for claim, evidence in pairs]
    found = [light(claim, evidence, one) for (claim, evidence), one in zip(pairs, aligned, strict=True)]
    deep = _asked(pairs) if TRANSFORMER_WEIGHT else None
    if deep is not None:
        found = [
            together(
                one, [float(row[transformer.LABELS["pairs"].index(label)]) for label in LABELS], TRANSFORMER_WEIGHT
            )
            for one, row in zip(found, deep, strict=True)
        ]
    return [_proposal(*pair, one, shares) for pair, one, shares in zip(pairs, aligned, found, strict=True)]


def _asked(pairs: Sequence[Pair]) -> mixed.Floats | None:
    return transformer.pairs([claim.text for claim, _ in pairs], [evidence.text for _, evidence in pairs])


def light(claim: Reading, evidence: Reading, aligned: Alignment) -> list[float]:
    """Probabilities in the order of ``Label``."""
    shares = _model().probabilities(features.words(claim, aligned), features.measure(claim, evidence, aligned))
    return [float(share) for share in shares]


def together(light_shares: Sequence[float], deep_shares: Sequence[float], weight: float) -> list[float]:
    """Both opinions as one: a weighed product of their probabilities, brought to the sum 1."""
    logs = np.log(np.maximum(light_shares, _LEAST)) + weight * np.log(np.maximum(deep_shares, _LEAST))
    powers = np.exp(logs - logs.max())
    return [float(share) for share in powers / powers.sum()]


def is_verbatim(claim: Reading, evidence: Reading) -> bool:
    """Whether the evidence says the claim word for word, in a sentence that denies and doubts nothing."""
    size = len(claim.tokens)
    if size < _LEAST_VERBATIM:
        return False
    for start in evidence.at.get(claim.plain[0], ()):
        if evidence.tokens[start : start + size] != claim.tokens:
            continue
        sentence = evidence.sentence[start]
        around = [one for one in evidence.phrases if evidence.sentence[one.start] == sentence]
        outside = [one for one in around if not start <= one.start < start + size]
        if not any(_TURNING.intersection(one.phrase.markers) for one in outside):
            return True
    return False


def _proposal(claim: Reading, evidence: Reading, aligned: Alignment, shares: Sequence[float]) -> Proposal:
    if not claim.tokens or not evidence.tokens:
        return Proposal(Label.NEI, 1.0, (), (0.0, 0.0, 1.0))
    if is_verbatim(claim, evidence):
        shares = _VERBATIM
    score, label = max(zip(shares, LABELS, strict=True), key=lambda pair: pair[0])
    supported, refuted, open_ = shares
    return Proposal(label, score, reasons(claim, evidence, aligned), (supported, refuted, open_))
