"""Sentences worth checking: specific statements about the world that evidence could confirm or refute.

``find`` gives every sentence its score; opinion, question, exhortation, advertising and feeling have a low one. Nothing
here judges a person: it says only where in a text something is stated.
"""

from __future__ import annotations

from dataclasses import dataclass

from nlp import sentences
from nlp.tokens import tokens


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` is ``whole[start:end]``; ``score`` 0..1, how likely it states something worth checking."""

    text: str
    start: int
    end: int
    score: float
    is_checkworthy: bool


def find(text: str, *, language: str = "vi") -> tuple[Sentence, ...]:
    """Return all sentences in order, with their scores; of a language other than Vietnamese none is scored above 0."""
    return tuple(_scored(*found, language=language) for found in sentences.split(text))


def _scored(text: str, start: int, end: int, *, language: str) -> Sentence:
    has_number = any(token.isdigit() for token in tokens(text))
    score = 0.0 if language != "vi" or text.endswith("?") else 0.7 if has_number else 0.4
    return Sentence(text, start, end, score, score >= 0.5)
