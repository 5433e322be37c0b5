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


def judge(articles: Sequence[tuple[str, str]], readings: Sequence[linear.Reading]) -> Judged:
    """Tone and topics of titles with their bodies; ``readings`` are the light model's of the same."""
    titles, bodies = [title for title, _ in articles], [body for _, body in articles]
    taken = {task: transformer.answer_of(task, titles, bodies) for task in ("tone", "topics")}
    logs = {task: np.log(np.maximum(shares, np.float32(1e-6))) for task, shares in taken.items() if shares is not None}
    second_from = SURE_SECOND
    if len(logs) < len(taken) and FILE.is_file() and (found := transformer.headlines(titles, bodies)) is not None:
        for task in taken.keys() - logs.keys():
            classifier, mixture = linear.light().classifier(task), _mixtures()[task]
            light = np.stack([classifier.scores(reading) for reading in readings])
            logs[task] = mixture.scores(found.scores[task], light)
            second_from = mixture.second_from if task == "topics" else second_from
    return Judged(
        _tones(logs["tone"]) if "tone" in logs else None,
        _topics(logs["topics"], second_from) if "topics" in logs else None,
    )


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
