"""Train ``nlp/models/relevance.json`` from labelled headlines; the same input gives the same file, bit for bit.

python -m bench.train_relevance [FOLDER]        FOLDER: ../shared/data/labelled
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from news.analysis import Relevance
from nlp import gazetteer, lexicon, mentions, relevance, relevance_features

CLASSES = (Relevance.ABOUT, Relevance.SPORT, Relevance.PASSING)
LABELS = Path(__file__).with_name("relevance_labels.csv")
INVERSE_REGULARISATION = 0.2
#: The doubtful headlines of ``LABELS`` weigh less, for passing is rarer in the press than among them.
DOUBTFUL_WEIGHT = 0.4
#: A feature that hardly varies is not blown up.
SMALLEST_SCALE = 0.2


@dataclass(frozen=True, slots=True)
class Example:
    """The features of a headline for one province, its label and how much it counts."""

    features: dict[str, float]
    label: str
    weight: float


def headlines(folder: Path) -> Iterator[dict[str, Any]]:
    """The labelled headlines, of one shape: title, summary, date, relevance, weight."""
    with (folder / "labelled" / "train_headlines.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row.get("relevance"):
                yield {**row, "weight": 1.0}
    with LABELS.open(encoding="utf-8", newline="") as file:
        labels = {row["id"]: {row["province"]: row["relevance"]} for row in csv.DictReader(file)}
    with gzip.open(folder / "press" / "headlines_60k.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["id"] in labels:
                day = row["published_at"][:10]
                yield {**row, "date": day, "relevance": labels[row["id"]], "weight": DOUBTFUL_WEIGHT}


def noon(date: str) -> datetime:
    """Noon of a day; of the middle of the year where only that is known."""
    return datetime.fromisoformat((date if len(date) > 4 else f"{date}-06-30") + "T12:00:00+07:00")


def examples(rows: Iterable[dict[str, Any]]) -> Iterator[Example]:
    """The features of each row for each labelled province that it mentions."""
    places, words = gazetteer.load(), lexicon.lexicon()
    for row in rows:
        title, lead = row["title"], row["summary"] or ""
        day = noon(row["date"])
        found = mentions.find(title, lead, language="vi", published_at=day, gazetteer=places)
        head = relevance.head_of(title, lead, "")
        cues = words.count(head.text.lower())
        for province, label in row["relevance"].items():
            if label != Relevance.NONE and any(mention.province == province for mention in found):
                features = relevance_features.measure(head, found, province, cues)
                yield Example(features, label, row["weight"])


def train(found: Sequence[Example]) -> dict[str, Any]:
    """Weights on unscaled features, rounded so that the last bits of the solver do not matter."""
    names = sorted(found[0].features)
    values = np.array([[example.features[name] for name in names] for example in found])
    mean, scale = values.mean(axis=0), np.maximum(values.std(axis=0), SMALLEST_SCALE)
    learner = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=5000, tol=1e-8)
    labels = [example.label for example in found]
    learner.fit((values - mean) / scale, labels, sample_weight=[example.weight for example in found])
    order = [list(learner.classes_).index(name) for name in CLASSES]
    weights = learner.coef_[order] / scale
    bias = learner.intercept_[order] - weights @ mean
    return {
        "classes": list(CLASSES),
        "bias": [round(float(value), 3) for value in bias],
        "weights": {name: [round(float(w), 3) for w in weights[:, at]] for at, name in enumerate(names)},
    }


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0]) if arguments else Path("../shared/data")
    found = list(examples(headlines(folder)))
    relevance.MODEL.write_text(json.dumps(train(found), indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(found)} examples, weights in {relevance.MODEL}")


if __name__ == "__main__":
    main(sys.argv[1:])
