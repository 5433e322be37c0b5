"""Tone and topics by both models together: the encoder's scores and the light model's, added with learned weights.

The light model knows words of a year of headlines, the encoder what a sentence says; their errors differ. Weights
and the threshold of a second topic were chosen on held-out items (``bench/encoder/mixing.py``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from news.analysis import Tone, Topic
from nlp import linear, topics, transformer
from nlp.adopted import LABELS
from nlp.graph import Floats

#: The log-probability from which an adopted model's second topic is given.
SURE_SECOND = -1.2
FILE = transformer.FOLDER / "mixture.json"


@dataclass(frozen=True, slots=True)
class Mixture:
    """Weights of one question; ``second_from`` the score from which a second label is given."""

    encoder: float
    light: float
    second_from: float = 0.0

    def scores(self, encoder: Floats, light: Floats) -> Floats:
        """Scores (items × labels) of both models together."""
        return np.asarray(self.encoder * encoder + self.light * light, dtype=np.float32)


@cache
def _mixtures() -> Mapping[str, Mixture]:
    found = json.loads(FILE.read_text(encoding="utf-8"))
    return {name: Mixture(one["encoder"], one["light"], one["second_from"]) for name, one in found.items()}


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer per article; ``None`` where no transformer answers and the light model's stays."""

    tones: list[tuple[Tone, float]] | None = None
    topics: list[tuple[Topic, ...]] | None = None
    #: Of the shipped encoder (articles × 384).
    vectors: Floats | None = None


def judge(articles: Sequence[tuple[str, str]], readings: Sequence[linear.Reading]) -> Judged:
    """Tone and topics of titles with their bodies; ``readings`` are the light model's of the same."""
    scores, taken, vectors = _scores(("tone", "topics"), articles, readings)
    second_from = SURE_SECOND if "topics" in taken else _mixtures()["topics"].second_from if scores else 0.0
    return Judged(
        _tones(scores["tone"]) if "tone" in scores else None,
        _topics(scores["topics"], second_from) if "topics" in scores else None,
        vectors,
    )


def tone_shares(articles: Sequence[tuple[str, str]], readings: Sequence[linear.Reading]) -> Floats | None:
    """Probabilities (articles × tones, as in ``adopted.LABELS``) by what ``judge`` goes by; ``None`` as there."""
    scores, _, _ = _scores(("tone",), articles, readings)
    return transformer.softmax(scores["tone"]) if scores else None


def _scores(
    tasks: Sequence[str], articles: Sequence[tuple[str, str]], readings: Sequence[linear.Reading]
) -> tuple[dict[str, Floats], frozenset[str], Floats | None]:
    """Scores before softmax by task, of tasks that a transformer answers; which of them an adopted model answered; and
    the shipped encoder's vectors where it was asked."""
    titles, bodies = [title for title, _ in articles], [body for _, body in articles]
    found: dict[str, Floats] = {}
    for task in tasks:
        if (shares := transformer.answer_of(task, titles, bodies)) is not None:
            found[task] = np.log(np.maximum(shares, np.float32(1e-6)))
    taken, vectors = frozenset(found), None
    if len(found) < len(tasks) and FILE.is_file() and (said := transformer.headlines(titles, bodies)) is not None:
        vectors = said.vectors
        for task in set(tasks) - taken:
            classifier = linear.light().classifier(task)
            light = np.stack([classifier.scores(reading) for reading in readings])
            found[task] = _mixtures()[task].scores(said.scores[task], light)
    return found, taken, vectors


def _tones(scores: Floats) -> list[tuple[Tone, float]]:
    return [
        (Tone(LABELS["tone"][int(shares.argmax())]), round(float(shares.max()), 4))
        for shares in transformer.softmax(scores)
    ]


def _topics(scores: Floats, second_from: float) -> list[tuple[Topic, ...]]:
    return [tuple(Topic(LABELS["topics"][at]) for at in chosen(row, second_from)) for row in scores]


def chosen(scores: Floats, second_from: float) -> list[int]:
    """Places of the best label and, where its score is high enough, of the next."""
    order = np.argsort(-scores, kind="stable")[: topics.MOST].tolist()
    return [at for rank, at in enumerate(order) if rank == 0 or scores[at] > second_from]
