"""Claim against given evidence: supported, refuted, or not enough information, with the spans that say so.

``compare`` is for two texts; who compares many reads each text once (``read``) and compares the readings.
"""

from nlp.evidence.compare import compare, compare_readings, propose
from nlp.evidence.proposal import Label, Proposal, Reason, ReasonKind, Span
from nlp.evidence.reading import Reading, read

__all__ = [
    "Label",
    "Proposal",
    "Reading",
    "Reason",
    "ReasonKind",
    "Span",
    "compare",
    "compare_readings",
    "propose",
    "read",
]
