"""Measure relevance on labelled headlines: precision, recall, F1 per province and class, beside names alone.

    python -m bench.relevance [FOLDER]        FOLDER: ../shared/data/labelled

Reads ``relevance.jsonl`` (the sample kept for the last look) and, where present, ``train_headlines.jsonl`` by
five-fold cross-validation, for the shipped weights have seen it. Intervals: 1,000 bootstrap resamples of the items.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import train_relevance
from news.analysis import Relevance
from news.article import joined
from nlp import gazetteer, lexicon, mentions, relevance, relevance_features

PROVINCES = {
    "ninh-binh": ("ninh bình", "nam định", "hà nam"),
    "quang-ngai": ("quảng ngãi", "kon tum"),
}
FOLDS, RESAMPLES, WORST = 5, 1_000, 12


@dataclass(frozen=True, slots=True)
class Verdict:
    """One labelled headline for one province: the label, what is said, how surely, and what names alone say."""

    title: str
    province: str
    label: Relevance
    found: Relevance
    probability: float
    reasons: tuple[str, ...]
    by_name: Relevance


def read(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [row for row in map(json.loads, lines) if row.get("relevance")]


def judged(rows: Iterable[dict[str, Any]], model: relevance.Model | None = None) -> list[Verdict]:
    """What is said of each row, by the shipped weights or by a model given for the measurement."""
    places, words = gazetteer.load(), lexicon.lexicon()
    verdicts: list[Verdict] = []
    for row in rows:
        title, lead = row["title"], row["summary"] or ""
        day = train_relevance.noon(row["date"])
        found = mentions.find(title, lead, language="vi", published_at=day, gazetteer=places)
        said = relevance.weigh(title, lead, "", found, provinces=row["relevance"])
        low = joined(title, lead).lower()
        for province, label in row["relevance"].items():
            judgement = said[province]
            if model is not None and judgement.relevance is not Relevance.NONE:
                head = relevance.head_of(title, lead, "")
                features = relevance_features.measure(head, found, province, words.count(head.text.lower()))
                judgement = model.judge(features)
            named = any(name in low for name in PROVINCES.get(province, ()))
            verdicts.append(
                Verdict(
                    joined(title, lead),
                    province,
                    Relevance(label),
                    judgement.relevance,
                    judgement.probability,
                    judgement.reasons,
                    Relevance.ABOUT if named else Relevance.NONE,
                )
            )
    return verdicts


def cross_validated(folder: Path) -> list[Verdict]:
    """Each row of ``train_headlines.jsonl`` judged by weights that have not seen it."""
    rows = read(folder / "train_headlines.jsonl")
    fold = {row["id"]: at % FOLDS for at, row in enumerate(sorted(rows, key=lambda row: str(row["id"])))}
    every = list(train_relevance.headlines(folder.parent))
    verdicts: list[Verdict] = []
    for number in range(FOLDS):
        seen = [row for row in every if fold.get(row["id"], -1) != number]
        weights = relevance.parse(train_relevance.train(list(train_relevance.examples(seen))))
        verdicts += judged([row for row in rows if fold[row["id"]] == number], weights)
    return verdicts


def scores(pairs: Sequence[tuple[Relevance, Relevance]], wanted: Relevance) -> tuple[float, float, float]:
    """Precision, recall, F1 of one class; 1 where there is nothing to find and nothing was said."""
    counts = Counter((label == wanted, said == wanted) for label, said in pairs)
    hit, false, missed = counts[True, True], counts[False, True], counts[True, False]
    return (
        hit / (hit + false) if hit + false else 1.0,
        hit / (hit + missed) if hit + missed else 1.0,
        2 * hit / (2 * hit + false + missed) if hit + false + missed else 1.0,
    )


def interval(pairs: Sequence[tuple[Relevance, Relevance]], wanted: Relevance, which: int) -> tuple[float, float]:
    """The middle 95 % of a score over resamples of the items."""
    dice = random.Random(11)
    drawn = sorted(scores(dice.choices(pairs, k=len(pairs)), wanted)[which] for _ in range(RESAMPLES))
    return drawn[RESAMPLES // 40], drawn[-RESAMPLES // 40 - 1]


def report(name: str, verdicts: Sequence[Verdict]) -> None:
    print(f"\n== {name}")
    for province in PROVINCES:
        mine = [verdict for verdict in verdicts if verdict.province == province]
        pairs = [(verdict.label, verdict.found) for verdict in mine]
        print(f"\n{province}: {len(mine)} items")
        for wanted in (Relevance.ABOUT, Relevance.SPORT, Relevance.PASSING):
            size = sum(label == wanted for label, _ in pairs)
            precision, recall, f1 = scores(pairs, wanted)
            low, high = interval(pairs, wanted, 2)
            least, most = interval(pairs, wanted, 1)
            print(
                f"  {wanted:8} n={size:4}  P {precision:.3f}  R {recall:.3f} [{least:.2f}-{most:.2f}]"
                f"  F1 {f1:.3f} [{low:.3f}-{high:.3f}]"
            )
        naive = scores([(verdict.label, verdict.by_name) for verdict in mine], Relevance.ABOUT)
        print(f"  names only, about:  P {naive[0]:.3f}  R {naive[1]:.3f}  F1 {naive[2]:.3f}")
        _print_confusion(pairs)
    both = [(verdict.label, verdict.found) for verdict in verdicts]
    for wanted in (Relevance.SPORT, Relevance.PASSING):
        print(f"both provinces, {wanted} recall {scores(both, wanted)[1]:.3f}")
    wrong = sorted((verdict for verdict in verdicts if verdict.label != verdict.found), key=lambda v: -v.probability)
    print(f"\nworst of {len(wrong)} errors")
    for verdict in wrong[:WORST]:
        said = f"{verdict.label} taken for {verdict.found} ({verdict.probability:.2f}; {', '.join(verdict.reasons)})"
        print(f"  {verdict.province}: {said}\n      {verdict.title[:160]!r}")


def _print_confusion(pairs: Iterable[tuple[Relevance, Relevance]]) -> None:
    counts = Counter(pairs)
    print("  label \\ said " + "".join(f"{said:>9}" for said in Relevance))
    for label in Relevance:
        print(f"  {label:12} " + "".join(f"{counts[label, said]:9}" for said in Relevance))


def report_speed(rows: Sequence[dict[str, Any]]) -> None:
    places = gazetteer.load()
    spent: dict[bool, list[float]] = {True: [], False: []}
    for row in rows:
        began = time.perf_counter()
        found = mentions.find(row["title"], row["summary"], language="vi", published_at=None, gazetteer=places)
        relevance.judge(row["title"], row["summary"], "", found, provinces=PROVINCES)
        spent[bool(found)].append((time.perf_counter() - began) * 1e6)
    for has_names, times in spent.items():
        kind = "with names" if has_names else "no names"
        print(f"find + judge, headline and lead {kind}: median {statistics.median(times):.0f} µs of {len(times)}")


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0]) if arguments else Path("../shared/data/labelled")
    sample = read(folder / "relevance.jsonl")
    report("relevance.jsonl, shipped weights", judged(sample))
    if (folder / "train_headlines.jsonl").exists():
        report("train_headlines.jsonl, five-fold cross-validation", cross_validated(folder))
        report_speed(read(folder / "train_headlines.jsonl"))


if __name__ == "__main__":
    main(sys.argv[1:])
