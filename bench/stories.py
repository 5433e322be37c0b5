"""How well articles are grouped, on a labelled file of events: pair precision, recall and F1.

    python -m bench.stories [FILE] [--worst N]

``FILE`` is JSONL with ``cluster``, ``title``, ``summary``, ``body``, ``time``, ``source``. Every article is read twice:
as a page, and as a feed shows it (title and lead). The interval resamples events.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from bench.figures import Counts, Figure, bootstrap, table
from nlp.inspect import stories

Row = dict[str, Any]


def read_rows(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def story_of(rows: Sequence[Row], *, with_text: bool) -> list[str]:
    records = [
        {
            "id": str(place),
            "title": row["title"],
            "text": "\n".join(part for part in (row.get("summary"), row.get("body") if with_text else "") if part),
            "published_at": row["time"],
            "source": row.get("source") or "",
        }
        for place, row in enumerate(rows)
    ]
    return [str(answer["story"]) for answer in stories(records)]


def count_pairs(rows: Sequence[Row], story: Sequence[str]) -> dict[Any, Counts]:
    """Counts per event: its pairs found and missed, and half of each wrong pair with another event."""
    right, missed, wrong = defaultdict[Any, int](int), defaultdict[Any, int](int), defaultdict[Any, int](int)
    for a, b in combinations(range(len(rows)), 2):
        one, other = rows[a]["cluster"], rows[b]["cluster"]
        if one == other:
            (right if story[a] == story[b] else missed)[one] += 1
        elif story[a] == story[b]:
            wrong[one] += 1
            wrong[other] += 1
    return {event: Counts(right[event], wrong[event], missed[event]) for event in sorted({r["cluster"] for r in rows})}


def total(counts: Sequence[Counts]) -> Counts:
    return Counts(
        sum(count.right for count in counts),
        round(sum(count.wrong for count in counts) / 2),
        sum(count.missed for count in counts),
    )


def score(rows: Sequence[Row], *, with_text: bool) -> tuple[Counts, Figure, list[str]]:
    story = story_of(rows, with_text=with_text)
    counts = list(count_pairs(rows, story).values())
    return total(counts), bootstrap(lambda drawn: total(drawn).f1, counts), story


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=Path("../shared/data/press/stories.jsonl"))
    parser.add_argument("--worst", type=int, default=10)
    arguments = parser.parse_args()
    rows = read_rows(arguments.file)
    lines, story = [], []
    for name, with_text in (("feeds (title, lead)", False), ("pages (title, lead, text)", True)):
        counts, figure, story = score(rows, with_text=with_text)
        lines.append([name, f"{counts.precision:.3f}", f"{counts.recall:.3f}", figure])
    alone = Counts(0, 0, sum(a["cluster"] == b["cluster"] for a, b in combinations(rows, 2)))
    lines.append(["naive: each alone", "–", f"{alone.recall:.3f}", f"{alone.f1:.3f}"])
    print(table(["pairs of one event", "P", "R", "F1"], lines))
    print("\nWorst, as pages:")
    wrong = [
        (a, b)
        for a, b in combinations(range(len(rows)), 2)
        if (rows[a]["cluster"] == rows[b]["cluster"]) != (story[a] == story[b])
    ]
    for a, b in wrong[: arguments.worst]:
        print("  missed" if story[a] != story[b] else "  joined", "|", rows[a]["title"], "|", rows[b]["title"])


if __name__ == "__main__":
    main()
