"""The whole analysis of real articles beside ``underthesea.word_tokenize`` alone, in one run on the same texts.

    python -m bench.analysis [--data ../shared/data] [--province ninh-binh] [--workers 2]

Light models on everything, the transformer on what touches the province. Everything loaded before; one process, then a
pool. By the clock, and by processor time: on a shared machine only the second can be compared. Processes that get in
each other's way (memory, caches) need more processor time for the same work, which the last line tells.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from bench.encoder.samples import rows_of
from bench.figures import table
from nlp import transformer
from nlp.analyser import Analyser, Asked

BATCH = 50
Batch = tuple[str, list[Asked]]


@cache
def analyser(province: str) -> Analyser:
    return Analyser([province])


def read(batch: Batch) -> tuple[int, float]:
    """Analyse a batch; how many of it touch the province, and the processor seconds it took."""
    province, articles = batch
    began = time.process_time()
    found = sum(one.relevance_to(province).value != "none" for one in analyser(province).read_many(articles))
    return found, time.process_time() - began


def warm(batch: Batch) -> None:
    """Load all models of this process, long enough that every process of a pool gets its turn."""
    read(batch)
    transformer.headlines(["Ninh Bình"], [""])
    time.sleep(3)


def spent(run: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of this process's processor time."""
    begin, busy = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - begin, time.process_time() - busy


def main(data: Path, province: str, workers: int) -> None:
    rows = rows_of(data / "press" / "articles.jsonl")
    articles = [Asked(row["title"], row.get("sapo") or "", row.get("body") or "") for row in rows]
    batches: Sequence[Batch] = [(province, articles[at : at + BATCH]) for at in range(0, len(articles), BATCH)]
    warm((province, articles[:5]))
    touching = sum(found for found, _ in map(read, batches))
    one = spent(lambda: [read(batch) for batch in batches])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(warm, [(province, articles[:5])] * workers))
        busy = list[float]()
        by_clock, _ = spent(lambda: busy.extend(used for _, used in pool.map(read, [*batches] * workers)))
    many = by_clock / workers, sum(busy) / workers
    from underthesea import word_tokenize

    word_tokenize("Xin chào")
    theirs = spent(lambda: [word_tokenize(f"{a.title}\n{a.body}") for a in articles])
    lines = [
        [name, *(f"{len(articles) / seconds:.0f}" for seconds in both), *_times(theirs, both)]
        for name, both in (
            ("underthesea.word_tokenize, one process", theirs),
            ("whole analysis, one process", one),
            (f"whole analysis, {workers} processes", many),
        )
    ]
    print(f"{len(articles)} articles, {touching} touch {province}; peak {peak:.0f} MB in one process")
    print(f"load {os.getloadavg()[0]:.1f}")
    print(
        table(["", "articles/s by the clock", "per second of processor", "times by the clock", "by processor"], lines)
    )
    print(f"{workers} processes do {one[0] / many[0]:.2f} times the work of one by the clock;")
    print(f"one second of processor does {one[1] / many[1]:.2f} of the work it does alone")


def _times(theirs: Sequence[float], ours: Sequence[float]) -> list[str]:
    return [f"{their / our:.1f}" for their, our in zip(theirs, ours, strict=True)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--province", default="ninh-binh")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    main(arguments.data, arguments.province, arguments.workers)
