"""Rebuild the light model of the tip line's categories (``nlp/models/safety.npz``) from labelled messages, bit for bit.

    python -m bench.train_safety [--data ../shared/data] [--out nlp/models] [--cv]

One logistic regression per category against the messages without one (liblinear's dual solver, fixed seed, no BLAS),
over the cues of ``nlp/models/safety.toml`` and the words with and without accents. A category's threshold lies
``MARGIN`` above the highest score of a message without any: in cross-validation, and in ``labelled/tips.jsonl``, which
teaches nothing else. ``--cv`` prints nested figures: thresholds from the training folds alone, messages left out.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from bench.figures import bootstrap, table
from nlp.masking import mask
from nlp.safety import CATEGORIES, Model, Reading, read, weigh
from nlp.text import fold

SEED = 20261122
#: Messages written for this model: alarms and scares of kinds that the others lack, and what only sounds like them.
OWN = Path(__file__).parent / "labels" / "tips.jsonl"
COST, MIN_MESSAGES, FOLDS = 1.0, 3, 10
#: Log-odds between the highest wrong score of cross-validation and the threshold.
MARGIN = 0.4
DECIMALS = 3
FORMS = ("accented", "bare")


@dataclass(frozen=True)
class Item:
    label: str
    kind: str
    reading: Reading
    #: The same message written without accents.
    bare: Reading


def read_items(file: Path) -> list[Item]:
    rows = sorted((json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()), key=lambda r: r["id"])
    masked = [mask(row["text"]).text for row in rows]
    return [
        Item(row["label"], row.get("kind", ""), read(text), read(fold(text)))
        for row, text in zip(rows, masked, strict=True)
    ]


def fit(items: Sequence[Item]) -> dict[str, np.ndarray]:
    """The model's arrays, thresholds zero. Each message teaches twice: as it is, and without accents."""
    items = [*items, *(replace(item, reading=item.bare) for item in items)]
    arrays: dict[str, np.ndarray] = {}
    dense = np.array([item.reading.dense for item in items])
    blocks = [sp.csr_matrix(dense)]
    for form, words in zip(FORMS, range(2), strict=True):
        found = Counter(word for item in items for word in item.reading.words[words])
        kept = sorted(word for word, count in found.items() if count >= MIN_MESSAGES)
        rarity = np.round(np.log((1 + len(items)) / (1 + np.array([found[word] for word in kept]))) + 1, DECIMALS)
        blocks.append(matrix([item.reading.words[words] for item in items], kept, rarity))
        arrays[f"{form}.words"] = np.frombuffer("\n".join(kept).encode(), np.uint8)
        arrays[f"{form}.rarity"] = rarity.astype(np.float32)
    X = sp.hstack(blocks).tocsr()
    weights, bias = zip(*(fit_category(X, items, category) for category in CATEGORIES), strict=True)
    W = np.round(np.array(weights).T, DECIMALS).astype(np.float32)
    first, second = dense.shape[1], dense.shape[1] + blocks[1].shape[1]
    arrays |= {"cues": W[:first], "accented.weights": W[first:second], "bare.weights": W[second:]}
    return arrays | {"bias": np.round(bias, DECIMALS).astype(np.float32), "thresholds": np.zeros(len(CATEGORIES))}


def matrix(counted: Sequence[Counter[str]], kept: Sequence[str], rarity: np.ndarray) -> sp.csr_matrix:
    rows = {word: row for row, word in enumerate(kept)}
    found = [weigh(counts, rows, rarity) for counts in counted]
    ends = np.cumsum([0, *(len(at) for at, _ in found)])
    columns = np.array([row for at, _ in found for row in at], np.int64)
    return sp.csr_matrix((np.concatenate([values for _, values in found]), columns, ends), (len(counted), len(kept)))


def fit_category(X: sp.csr_matrix, items: Sequence[Item], category: str) -> tuple[np.ndarray, float]:
    taken = np.array([item.label in (category, "none") for item in items])
    y = np.array([item.label == category for item in items])[taken]
    learner = LogisticRegression(C=COST, solver="liblinear", dual=True, random_state=SEED, max_iter=5000, tol=1e-3)
    learner.fit(X[taken], y)
    return learner.coef_.ravel(), float(learner.intercept_[0])


def folds_of(items: Sequence[Item], folds: int, seed: int) -> list[int]:
    """The fold of each item, each kind spread evenly."""
    order = Random(seed).sample(range(len(items)), len(items))
    fold = [0] * len(items)
    for place, at in enumerate(sorted(order, key=lambda at: items[at].kind)):
        fold[at] = place % folds
    return fold


def held_out(items: Sequence[Item], folds: int, seed: int) -> np.ndarray:
    """Scores of each item by a model that has not seen it."""
    fold = folds_of(items, folds, seed)
    scores = np.zeros((len(items), len(CATEGORIES)))
    for number in range(folds):
        model = Model(fit([item for item, its in zip(items, fold, strict=True) if its != number]))
        for at, its in enumerate(fold):
            if its == number:
                scores[at] = model.scores(items[at].reading)
    return scores


def thresholds(items: Sequence[Item], scores: np.ndarray) -> np.ndarray:
    """By category: above whatever was scored for it wrongly among the unprotected messages."""
    found = np.zeros(len(CATEGORIES))
    for at in range(len(CATEGORIES)):
        wrong = [
            score[at]
            for item, score in zip(items, scores, strict=True)
            if item.label == "none" and not item.reading.is_protected
        ]
        found[at] = max(wrong, default=0.0) + MARGIN
    return np.round(found, DECIMALS)


def judge(item: Item, scores: np.ndarray, above: np.ndarray) -> str:
    best = int((scores - above).argmax())
    return "none" if item.reading.is_protected or scores[best] <= above[best] else CATEGORIES[best].value


def train(items: Sequence[Item], others: Sequence[Item]) -> dict[str, np.ndarray]:
    """The arrays of ``safety.npz``; ``others`` are messages that only raise thresholds."""
    arrays = fit(items)
    model = Model(arrays)
    scores = np.concatenate([held_out(items, FOLDS, SEED), [model.scores(item.reading) for item in others]])
    return arrays | {"thresholds": thresholds([*items, *others], scores).astype(np.float32)}


def nested(items: Sequence[Item], outer: int = 5) -> Iterator[tuple[Item, str]]:
    """Each item with what a model and thresholds that have not seen it say."""
    fold = folds_of(items, outer, SEED)
    for number in range(outer):
        seen = [item for item, its in zip(items, fold, strict=True) if its != number]
        model, above = Model(fit(seen)), thresholds(seen, held_out(seen, 5, SEED + number))
        for item, its in zip(items, fold, strict=True):
            if its == number:
                yield item, judge(item, model.scores(item.reading), above)


def report(judged: Sequence[tuple[Item, str]]) -> str:
    lines = []
    for category in CATEGORIES:
        mine = [(item.label, guess) for item, guess in judged if item.label == category]
        recall = bootstrap(lambda pairs: sum(gold == guess for gold, guess in pairs) / len(pairs), mine)
        lines.append((category.value, len(mine), str(recall)))
    for kind in ("true_warning", "notice", "everyday"):
        mine_ = [guess for item, guess in judged if item.kind == kind]
        lines.append((kind, len(mine_), f"{sum(guess != 'none' for guess in mine_)} flagged"))
    return table(["nested cross-validation", "messages", "recall / flagged"], lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("nlp/models"))
    parser.add_argument("--cv", action="store_true", help="print nested cross-validated figures, write nothing")
    arguments = parser.parse_args()
    items = [*read_items(arguments.data / "labelled" / "train_tips.jsonl"), *read_items(OWN)]
    if arguments.cv:
        print(report(list(nested(items))))
        return
    file = arguments.out / "safety.npz"
    np.savez_compressed(file, **train(items, read_items(arguments.data / "labelled" / "tips.jsonl")))  # type: ignore[arg-type]
    print(f"{file}: {file.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
