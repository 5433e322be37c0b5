"""Train ``nlp/models/relevance.json`` from labelled headlines; the same input gives the same file, bit for bit.

python -m bench.train_relevance [FOLDER]        FOLDER: ../shared/data/labelled
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from news.analysis import Relevance
from nlp import gazetteer, lexicon, mentions, relevance, relevance_features

CLASSES = (Relevance.ABOUT, Relevance.SPORT, Relevance.PASSING)
INVERSE_REGULARISATION = 0.1
#: A passing item called about costs a glance, an about item called passing costs the item: weights found by
#: cross-validation, where the F1 of ``about`` is highest.
CLASS_WEIGHTS = {"about": 1.0, "sport": 1.0, "passing": 2.0}
SMALLEST_SCALE = 0.2

Example = tuple[dict[str, float], str]


def read(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (row for row in map(json.loads, lines) if row.get("relevance"))


def examples(rows: Iterable[dict[str, Any]]) -> Iterator[Example]:
    """The features of each row for each labelled province that it mentions."""
    places, words = gazetteer.load(), lexicon.lexicon()
    for row in rows:
        title, lead = row["title"], row["summary"]
        day = datetime.fromisoformat(row["date"] + "T12:00:00+07:00")
        found = mentions.find(title, lead, language="vi", published_at=day, gazetteer=places)
        head = relevance.head_of(title, lead, "")
        cues = words.count(head.text.lower())
        for province, label in row["relevance"].items():
            if label != Relevance.NONE and any(mention.province == province for mention in found):
                yield relevance_features.measure(head, found, province, cues), label


def train(found: Iterable[Example]) -> dict[str, Any]:
    """Weights on unscaled features, rounded so that the last bits of the solver do not matter."""
    features, labels = zip(*found, strict=True)
    names = sorted(features[0])
    values = np.array([[example[name] for name in names] for example in features])
    mean, scale = values.mean(axis=0), np.maximum(values.std(axis=0), SMALLEST_SCALE)
    learner = LogisticRegression(C=INVERSE_REGULARISATION, class_weight=CLASS_WEIGHTS, max_iter=5000, tol=1e-8)
    learner.fit((values - mean) / scale, labels)
    order = [list(learner.classes_).index(name) for name in CLASSES]
    weights = learner.coef_[order] / scale
    bias = learner.intercept_[order] - weights @ mean
    return {
        "classes": list(CLASSES),
        "bias": [round(float(value), 3) for value in bias],
        "weights": {name: [round(float(w), 3) for w in weights[:, at]] for at, name in enumerate(names)},
    }


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0]) if arguments else Path("../shared/data/labelled")
    found = list(examples(read(folder / "train_headlines.jsonl")))
    relevance.MODEL.write_text(json.dumps(train(found), indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(found)} examples, weights in {relevance.MODEL}")


if __name__ == "__main__":
    main(sys.argv[1:])
