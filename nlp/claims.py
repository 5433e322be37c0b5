"""Sentences worth checking: specific statements about the world that evidence could confirm or refute.

``find`` gives every sentence its score; opinion, question, exhortation, advertising and feeling have a low one. Nothing
here judges a person: it says only where in a text something is stated. The light model (``bench.train_claims``) reads
words and measures; ``judge`` adds the transformer where there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp import claims_features, mixed, sentences, transformer

FILE = Path(__file__).parent / "models" / "claims.npz"
LABELS = ("other", "claim")
#: From this score on a sentence is worth checking, by the light model alone and by both (``bench.train_claims``).
LIGHT_FROM, BOTH_FROM = 0.44, 0.44
#: How much of the score is the transformer's, where there is one.
TRANSFORMER_SHARE = 0.4
#: A text has as many sentences as it likes; no more than these are read.
MOST_SENTENCES = 2_000


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` is ``whole[start:end]``; ``score`` 0..1, how likely it states something worth checking."""

    text: str
    start: int
    end: int
    score: float
    is_checkworthy: bool


@cache
def _model() -> mixed.Mixed:
    return mixed.load(FILE)


def find(text: str, *, language: str = "vi", is_whole: bool = False, best: bool = False) -> tuple[Sentence, ...]:
    """Return all sentences in order, with their scores; of a language other than Vietnamese none is scored above 0.

    ``is_whole``: the text is one sentence, whatever it holds. ``best``: with the transformer, where there is one.
    """
    found = _whole(text) if is_whole else sentences.split(text)
    if language != "vi":
        return tuple(Sentence(*one, 0.0, False) for one in found)
    read = found[:MOST_SENTENCES]
    scores, threshold = judge([one.text for one in read], best=best)
    marked = [Sentence(*one, score, score >= threshold) for one, score in zip(read, scores, strict=True)]
    return (*marked, *(Sentence(*one, 0.0, False) for one in found[MOST_SENTENCES:]))


def _whole(text: str) -> list[sentences.Sentence]:
    kept = text.strip()
    start = text.index(kept) if kept else 0
    return [sentences.Sentence(kept, start, start + len(kept))] if kept else []


def judge(texts: Sequence[str], *, best: bool) -> tuple[list[float], float]:
    """Scores of sentences, and the score from which one is worth checking."""
    scores = [light(text) for text in texts]
    deep = transformer.heads(texts, "claims") if best else None
    if deep is None:
        return scores, LIGHT_FROM
    column = deep[:, transformer.LABELS["claims"].index("claim")].tolist()
    return [together(one, other) for one, other in zip(scores, column, strict=True)], BOTH_FROM


def light(text: str) -> float:
    """The light model's score of one sentence."""
    shares = _model().probabilities(claims_features.words(text), claims_features.measure(text))
    return float(shares[LABELS.index("claim")])


def together(light_score: float, deep_score: float) -> float:
    return (1 - TRANSFORMER_SHARE) * light_score + TRANSFORMER_SHARE * deep_score
