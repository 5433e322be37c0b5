"""Why the models said what they said, as plain values ready for JSON."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from news.analysis import Analysis, Relevance
from nlp import relevance, tone


def explain(title: str, text: str, found: Analysis, wanted: Collection[str]) -> dict[str, Any]:
    """The reasons of the steps in ``wanted``; provinces without relevance have none to give."""
    keys: dict[str, Any] = {}
    if "mentions" in wanted:
        keys["mention_reasons"] = [mention.reason for mention in found.mentions]
    if "relevance" in wanted:
        named = [province for province, label in found.relevance.items() if label is not Relevance.NONE]
        weighed = relevance.weigh(title, "", text, found.mentions, provinces=named)
        keys["relevance_reasons"] = {province: list(judgement.reasons) for province, judgement in weighed.items()}
    if "tone" in wanted and found.tone_score:
        keys["tone_reasons"] = [asdict(reason) for reason in tone.reasons(title, text, given=found.tone)]
    return keys
