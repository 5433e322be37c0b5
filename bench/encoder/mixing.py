"""How much the encoder and the light model each say in tone and topics: chosen on the held-out headlines.

The light model that speaks here was trained without them. Figures are cross-validated: weights chosen on four fifths
speak on the last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from random import Random

import numpy as np

from bench import train_light
from bench.encoder.samples import TONES, TOPICS, is_held_out
from bench.figures import macro_f1, micro_f1
from nlp.linear import Floats, Light
from nlp.mixture import Mixture, chosen
from nlp.transformer import softmax

FOLDS, SEED = 5, 20261122
WEIGHTS = tuple(np.arange(0.0, 1.55, 0.1).round(1).tolist())
SECOND_FROM = tuple(np.arange(-4.0, 1.0, 0.1).round(1).tolist())

Labels = tuple[str, ...]


def held_out(data: Path) -> list[train_light.Item]:
    items = train_light.read_items(data / "labelled" / "train_headlines.jsonl")
    return [one for one in items if is_held_out("headlines", one.id)]


def light_without(data: Path, file: Path) -> Light:
    """The light model of the other items, trained once and kept in ``file``."""
    if not file.is_file():
        items = train_light.read_items(data / "labelled" / "train_headlines.jsonl")
        texts = train_light.read_texts(data / "press" / "headlines_60k.jsonl.gz", {item.id for item in items})
        train_light.write(
            train_light.train([one for one in items if not is_held_out("headlines", one.id)], texts), file
        )
    return Light(file)


@dataclass(frozen=True)
class Question:
    """Tone or topics of the held-out items: what is right, and the scores of both models (items × labels)."""

    name: str
    labels: Labels
    golds: Sequence[Labels]
    encoder: Floats
    light: Floats

    @property
    def measure(self) -> str:
        return "macro F1" if self.name == "tone" else "micro F1"

    def score(self, pairs: Sequence[tuple[Labels, Labels]]) -> float:
        if self.name == "tone":
            return macro_f1([(gold[0], guess[0]) for gold, guess in pairs], self.labels)
        return micro_f1(pairs)

    def say(self, mixture: Mixture, rows: Sequence[int]) -> list[Labels]:
        scores = mixture.scores(self.encoder[list(rows)], self.light[list(rows)])
        if self.name == "tone":
            return [(self.labels[at],) for at in scores.argmax(axis=1)]
        return [tuple(self.labels[at] for at in chosen(row, mixture.second_from)) for row in scores]

    def choose(self, rows: Sequence[int]) -> Mixture:
        """Weights under which the first labels surprise least; of topics then the threshold with the best F1."""
        weights = [Mixture(one, other) for one, other in product(WEIGHTS[1:], WEIGHTS)]
        found = min(weights, key=lambda one: self.surprise(one, rows))
        if self.name == "tone":
            return found
        tried = [replace(found, second_from=second) for second in SECOND_FROM]
        golds = [self.golds[row] for row in rows]
        return max(tried, key=lambda one: self.score(list(zip(golds, self.say(one, rows), strict=True))))

    def surprise(self, mixture: Mixture, rows: Sequence[int]) -> float:
        """Mean of minus the logarithm of the chance given to the right first label."""
        shares = softmax(mixture.scores(self.encoder[list(rows)], self.light[list(rows)]))
        truth = [self.labels.index(self.golds[row][0]) for row in rows]
        return -float(np.log(shares[np.arange(len(truth)), truth]).mean())

    def without_light(self) -> Question:
        return replace(self, light=np.zeros_like(self.light))

    def cross_validated(self) -> list[Labels]:
        """What is said of each item by weights that were chosen on the other folds."""
        order = Random(SEED).sample(range(len(self.golds)), len(self.golds))
        found: dict[int, Labels] = {}
        for fold in range(FOLDS):
            mine = order[fold::FOLDS]
            mixture = self.choose(sorted(set(order) - set(mine)))
            found |= dict(zip(mine, self.say(mixture, mine), strict=True))
        return [found[row] for row in range(len(order))]


def questions(items: Sequence[train_light.Item], light: Light, encoder: Mapping[str, Floats]) -> list[Question]:
    """Both questions; ``encoder`` has the scores of the same items."""
    readings = light.vocabulary.read([(one.title, one.summary) for one in items])
    found = []
    for name, golds in (("tone", [(one.tone,) for one in items]), ("topics", [one.topics for one in items])):
        classifier = light.classifier(name)
        words = np.stack([classifier.scores(reading) for reading in readings])
        found.append(Question(name, classifier.labels, golds, encoder[name], words))
    assert [one.labels for one in found] == [TONES, TOPICS]
    return found
