"""The quality table of any labelled folder: relevance, tone, topics, language, stories, beside naive baselines.

    python -m bench.quality [FOLDER ...] [--worst N] [--trained]

Reads every ``*.jsonl`` of the folders and measures what its rows are labelled with (``relevance``, ``tone``, ``topic``,
``language``, ``cluster``, ``pii``; ``claim`` with ``evidence``; sentences whose ``label`` is claim or other), through
``nlp.inspect`` as any user would. Files named ``train_*`` are left out: the models
have seen them (``bench.train_light --cv`` measures on those); ``--trained`` reads them nevertheless. Intervals: 95 % of
1,000 bootstrap resamples of the items (stories: of the events).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import stories
from bench.figures import accuracy, bootstrap, confusion, count_label, f1, macro_f1, micro_f1, most_common, table
from bench.quality_claims import measure_claims, measure_evidence
from bench.quality_tips import measure_tips
from nlp import tone, topics
from nlp.claims import LABELS as CLAIM_LABELS
from nlp.inspect import text

Row = dict[str, Any]
Line = tuple[object, ...]
HEAD = ("step", "file", "items", "measure", "naive", "found")
TONES = ("neg", "neu", "pos")
ERROR = "  ! "
RELEVANCES = ("about", "sport", "passing", "none")


@dataclass(frozen=True, slots=True)
class Guess:
    """What was found for a labelled row; ``sureness`` 0..1, for putting the worst errors first."""

    row: Row
    gold: str
    found: str
    sureness: float = 1.0


def measure_tone(name: str, rows: Sequence[Row]) -> Iterator[Line | str]:
    guesses = [
        Guess(row, row["tone"], found["tone"], found["tone_score"])
        for row in rows
        for found in [read(row, ["tone"], language="vi")]
    ]
    pairs = pairs_of(guesses)
    naive = [(gold, most_common([gold for gold, _ in pairs])) for gold, _ in pairs]
    yield (
        "tone",
        name,
        len(pairs),
        "macro F1",
        f"{macro_f1(naive, TONES):.3f}",
        bootstrap(lambda drawn: macro_f1(drawn, TONES), pairs),
    )
    alone = [(row["tone"], tone.judge(row["title"], body_of(row))[0].value) for row in rows]
    yield "", "", "", "light model alone", "", bootstrap(lambda drawn: macro_f1(drawn, TONES), alone)
    yield confusion(pairs, TONES)
    yield from worst(guesses)


def measure_topics(name: str, rows: Sequence[Row]) -> Iterator[Line | str]:
    pairs, guesses = [], []
    for row in rows:
        gold = [topic for topic in (row["topic"], row.get("topic2")) if topic]
        found = read(row, ["topics"], language="vi")["topics"]
        pairs.append((gold, found))
        if found[0] not in gold:
            guesses.append(Guess(row, gold[0], found[0]))
    naive = [(gold, [most_common([gold[0] for gold, _ in pairs])]) for gold, _ in pairs]
    yield "topics", name, len(pairs), "micro F1", f"{micro_f1(naive):.3f}", bootstrap(micro_f1, pairs)
    alone = [(gold, topics.judge(row["title"], body_of(row))) for row, (gold, _) in zip(rows, pairs, strict=True)]
    yield "", "", "", "light model alone", "", bootstrap(micro_f1, alone)
    first = [("right", "right" if found[0] in gold else "wrong") for gold, found in pairs]
    yield "", "", "", "first one right", "", bootstrap(accuracy, first)
    swaps = Counter((guess.gold, guess.found) for guess in guesses).most_common(12)
    yield table(["first topic, gold", "found", "times"], [(*pair, count) for pair, count in swaps])
    yield from worst(guesses)


def measure_relevance(name: str, rows: Sequence[Row]) -> Iterator[Line | str]:
    for province in sorted({province for row in rows for province in row["relevance"]}):
        labelled = [row for row in rows if province in row["relevance"]]
        guesses = [
            Guess(row, row["relevance"][province], found["relevance"][province])
            for row in labelled
            for found in [read(row, ["relevance"], provinces=[province])]
        ]
        pairs = pairs_of(guesses)
        naive = [(gold, "about") for gold, _ in pairs]
        found = bootstrap(lambda drawn: f1(drawn, "about"), pairs)
        yield f"relevance {province}", name, len(pairs), "F1 of about", f"{f1(naive, 'about'):.3f}", found
        for label in ("sport", "passing"):
            if any(gold == label for gold, _ in pairs):
                recall = bootstrap(lambda drawn, label=label: count_label(drawn, label).recall, pairs)
                yield "", "", sum(gold == label for gold, _ in pairs), f"recall of {label}", "", recall
        yield confusion(pairs, RELEVANCES)
        yield from worst(guesses)


def measure_language(name: str, rows: Sequence[Row]) -> Iterator[Line | str]:
    guesses = [Guess(row, row["language"], read(row, ["language"])["language"] or "–") for row in rows]
    pairs = pairs_of(guesses)
    naive = [(gold, most_common([gold for gold, _ in pairs])) for gold, _ in pairs]
    yield "language", name, len(pairs), "accuracy", f"{accuracy(naive):.3f}", bootstrap(accuracy, pairs)
    yield from worst(guesses)


def measure_stories(name: str, rows: Sequence[Row]) -> Iterator[Line | str]:
    for view, with_text in (("pages", True), ("feeds", False)):
        counts, figure, _ = stories.score(rows, with_text=with_text)
        measure = f"pair F1, {view} (P {counts.precision:.3f}, R {counts.recall:.3f})"
        yield "stories", name, len(rows), measure, "0.000", figure


MEASURES: dict[str, Callable[[str, Sequence[Row]], Iterator[Line | str]]] = {
    "relevance": measure_relevance,
    "tone": measure_tone,
    "topic": measure_topics,
    "language": measure_language,
    "cluster": measure_stories,
}
#: Measures of rows that have a text and no title.
TEXT_MEASURES: dict[str, Callable[[str, Sequence[Row]], Iterator[Line | str]]] = {
    "pii": measure_tips,
    "evidence": measure_evidence,
    "label": measure_claims,
}


def read(row: Row, only: Sequence[str], *, provinces: Sequence[str] = (), language: str | None = None) -> Row:
    """What ``inspect text`` says of a labelled row; ``language`` where its being known is part of the task."""
    day = f"{row['date']}T12:00:00+07:00" if len(row.get("date") or "") == 10 else None
    asked = {"id": row.get("id", "?"), "title": row.get("title", ""), "text": body_of(row), "published_at": day}
    found = text(asked | {"language": language}, only, provinces=provinces)
    if "error" in found:
        raise SystemExit(f"{asked['id']}: {found['error']}")
    return found


def body_of(row: Row) -> str:
    return "\n".join(part for part in (row.get("summary"), row.get("text"), row.get("body")) if part)


def pairs_of(guesses: Sequence[Guess]) -> list[tuple[str, str]]:
    return [(guess.gold, guess.found) for guess in guesses]


def worst(guesses: Sequence[Guess]) -> Iterator[str]:
    """The errors made with the greatest sureness, for reading."""
    wrong = sorted((guess for guess in guesses if guess.gold != guess.found), key=lambda guess: -guess.sureness)
    for guess in wrong:
        yield f"{ERROR}{guess.gold} → {guess.found}  {guess.row.get('title') or guess.row.get('text')}"


def main(folders: Sequence[Path], *, trained: bool, worst_shown: int) -> None:
    lines: list[Line] = []
    for file in sorted(file for folder in folders for file in folder.glob("*.jsonl")):
        if file.name.startswith("train_") and not trained:
            continue
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        for label, measure in (MEASURES | TEXT_MEASURES).items():
            with_title = label in MEASURES
            labelled = [row for row in rows if row.get(label) is not None and ("title" in row) == with_title]
            # A record's own language is a label only where nothing else is: elsewhere it says what the text is in.
            if label == "label" and not {row["label"] for row in labelled} <= set(CLAIM_LABELS):
                continue
            if not labelled or (label == "language" and any(key in labelled[0] for key in MEASURES if key != label)):
                continue
            print(f"\n== {label}, {file.name}")
            listed = 0
            for line in measure(file.name, labelled):
                if not isinstance(line, str):
                    lines.append(line)
                    listed = 0
                elif not line.startswith(ERROR) or (listed := listed + 1) <= worst_shown:
                    print(line)
    print("\n" + table(HEAD, lines))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="*", default=[Path("../shared/data/labelled")])
    parser.add_argument("--worst", type=int, default=8, help="errors listed per step")
    parser.add_argument("--trained", action="store_true", help="also files the models have seen")
    parser.add_argument("--data", type=Path, action="append", default=[], help="a folder, as if named first")
    arguments = parser.parse_args()
    main(arguments.data or arguments.folders, trained=arguments.trained, worst_shown=arguments.worst)
