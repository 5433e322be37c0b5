"""Learn how likely two articles report one event (``nlp/models/stories.json``) and check it on clusters left out.

    python -m bench.train_stories [--data ../shared/data] [--out nlp/models]

Every article is used twice: as a page (title, lead, text) and as a feed shows it (title, lead). Learned from all pairs
near in time; checked on those that ``nlp.stories`` would also look up.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from pathlib import Path
from random import Random

import numpy as np
from sklearn.linear_model import LogisticRegression

from news.story import Edge, EdgeKind
from nlp.grouping import Member, components
from nlp.likeness import MEASURES, Judge, Reading, compare, open_signatures, probability
from nlp.signatures import signature_of
from nlp.stories import MIN_LOG_ODDS, MIN_SHARED_TERMS, WINDOW

SEED = 20261122
COST = 1.0


@dataclass(frozen=True)
class Report:
    """One article of a labelled cluster, read in one of the two ways."""

    cluster: int
    at: datetime
    reading: Reading
    telling: frozenset[int]


def read_reports(file: Path, *, with_text: bool) -> list[Report]:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    reports = []
    for row in rows:
        signature = signature_of(row["title"], row["summary"] + ("\n" + row["body"] if with_text else ""))
        at = datetime.fromisoformat(row["time"])
        (reading,) = open_signatures([signature])
        reports.append(Report(row["cluster"], at, reading, frozenset(reading.telling.tolist())))
    return reports


def measure(reports: list[Report]) -> tuple[list[tuple[int, int]], np.ndarray, np.ndarray]:
    """The pairs inside the window, their measures, and whether they are one event."""
    pairs, rows = [], []
    for a, b in combinations(range(len(reports)), 2):
        apart = abs(reports[a].at - reports[b].at)
        if apart <= WINDOW:
            pairs.append((a, b))
            hours = np.array([apart.total_seconds() / 3600])
            likeness = compare([reports[a].reading], [reports[b].reading], np.zeros(1, np.intp))
            rows.append([float(values[0]) for values in likeness.measures(hours)])
    same = np.array([reports[a].cluster == reports[b].cluster for a, b in pairs])
    return pairs, np.array(rows), same


def learn(rows: np.ndarray, same: np.ndarray) -> Judge:
    centre, spread = rows.mean(axis=0), rows.std(axis=0)
    learner = LogisticRegression(C=COST, max_iter=5000, tol=1e-8).fit((rows - centre) / spread, same)
    weights = learner.coef_[0] / spread
    return Judge(tuple(np.round(weights, 3).tolist()), round(float(learner.intercept_[0] - weights @ centre), 3))


def pair_scores(
    reports: list[Report], pairs: list[tuple[int, int]], log_odds: np.ndarray, inside: set[int]
) -> tuple[int, int, int]:
    """Right, wrong and missed pairs after grouping, among the reports whose cluster is ``inside``."""
    members = [
        Member(r.at, f"https://example.invalid/{key}", key) for key, r in enumerate(reports) if r.cluster in inside
    ]
    known = {member.key for member in members}
    edges = [
        Edge(a, b, EdgeKind.EVENT, round(probability(p), 4))
        for (a, b), p in zip(pairs, log_odds.tolist(), strict=True)
        if p >= MIN_LOG_ODDS
        and a in known
        and b in known
        and len(reports[a].telling & reports[b].telling) >= MIN_SHARED_TERMS
    ]
    story = {member.key: place for place, group in enumerate(components(members, edges)) for member in group.members}
    right = wrong = missed = 0
    for a, b in combinations(sorted(known), 2):
        same, joined = reports[a].cluster == reports[b].cluster, story[a] == story[b]
        right, wrong, missed = right + (same and joined), wrong + (joined and not same), missed + (same and not joined)
    return right, wrong, missed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("nlp/models"))
    arguments = parser.parse_args()
    file = arguments.data / "press" / "stories.jsonl"
    views = {name: read_reports(file, with_text=name == "pages") for name in ("pages", "feeds")}
    measured = {name: measure(reports) for name, reports in views.items()}
    clusters = sorted({report.cluster for report in views["pages"]})
    totals = {name: [0, 0, 0] for name in views}
    for seed in range(8):
        shuffled = Random(SEED + seed).sample(clusters, len(clusters))
        halves = set(shuffled[::2]), set(shuffled[1::2])
        for develop, check in (halves, halves[::-1]):
            rows, same = [], []
            for name, reports in views.items():
                pairs, X, y = measured[name]
                mask = np.array([reports[a].cluster in develop and reports[b].cluster in develop for a, b in pairs])
                rows.append(X[mask])
                same.append(y[mask])
            judge = learn(np.vstack(rows), np.concatenate(same))
            for name, reports in views.items():
                pairs, X, _ = measured[name]
                for place, count in enumerate(pair_scores(reports, pairs, judge.log_odds(X.T), check)):
                    totals[name][place] += count
    for name, (right, wrong, missed) in totals.items():
        print(
            f"{name}: on the half left out, 8 × 2 splits: P {right / (right + wrong):.3f} "
            f"R {right / (right + missed):.3f} F1 {2 * right / (2 * right + wrong + missed):.3f}"
        )
    judge = learn(np.vstack([m[1] for m in measured.values()]), np.concatenate([m[2] for m in measured.values()]))
    for name, reports in views.items():
        pairs, X, _ = measured[name]
        right, wrong, missed = pair_scores(reports, pairs, judge.log_odds(X.T), set(clusters))
        print(
            f"{name}: all, learned on all: P {right / (right + wrong):.3f} R {right / (right + missed):.3f} "
            f"F1 {2 * right / (2 * right + wrong + missed):.3f}"
        )
    shipped = {"bias": judge.bias, "weights": dict(zip(MEASURES, judge.weights, strict=True))}
    (arguments.out / "stories.json").write_text(json.dumps(shipped, indent=2) + "\n", encoding="utf-8")
    print(shipped)


if __name__ == "__main__":
    main()
