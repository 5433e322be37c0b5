"""Why the models said what they said, as plain values ready for JSON."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from news.analysis import Analysis, Relevance, Tone
from nlp import linear, mixture, relevance, tone
from nlp.adopted import LABELS
from nlp.words import segment

#: So many words of title and lead are taken out one at a time; the encoder reads not many more.
_MOST_WORDS = 48


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
        whole = of_both(title, text, found.tone)
        keys["tone_reasons"] = [asdict(one) for one in whole or tone.reasons(title, text, given=found.tone)]
        keys["tone_reasons_by"] = "words taken out" if whole else "light model"
    return keys


def of_both(title: str, body: str, given: Tone, limit: int = 5) -> list[tone.Reason]:
    """The words on which the tone of both models together hangs: each is taken out and the models are asked again.

    ``weight`` is by how much the probability of the tone given falls without the word. Empty without a transformer.
    """
    words = [(word, True) for word in segment(title)] + [(word, False) for word in segment(body)]
    at = [place for place, (word, _) in enumerate(words[:_MOST_WORDS]) if any(map(str.isalnum, word))]
    articles = [_without(words, None), *(_without(words, place) for place in at)]
    shares = mixture.tone_shares(articles, [linear.read(*article) for article in articles])
    if shares is None:
        return []
    chances: list[float] = shares[:, LABELS["tone"].index(given.value)].tolist()
    found = [
        tone.Reason(words[place][0], round(chances[0] - chance, 4), words[place][1])
        for place, chance in zip(at, chances[1:], strict=True)
    ]
    return sorted(found, key=lambda reason: (-abs(reason.weight), reason.words))[:limit]


def _without(words: Sequence[tuple[str, bool]], place: int | None) -> tuple[str, str]:
    """Title and body from their words but one."""
    kept = [one for number, one in enumerate(words) if number != place]
    title, body = (" ".join(word for word, is_title in kept if is_title is wanted) for wanted in (True, False))
    return title, body
