"""The whole analysis of real articles beside ``underthesea.word_tokenize`` alone, in one run on the same texts.

    python -m bench.analysis [--data ../shared/data] [--province ninh-binh] [--workers 2]

Light models on everything, the transformer on what touches the province. By the clock, everything loaded before; one
process, then a pool. Other work on the machine troubles all alike only roughly: run it on a quiet one.
"""

from __future__ import annotations

import argparse
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


def read(batch: Batch) -> int:
    """Analyse a batch; how many of it touch the province."""
    province, articles = batch
    return sum(one.relevance_to(province).value != "none" for one in analyser(province).read_many(articles))


def warm(batch: Batch) -> None:
    """Load all models of this process, long enough that every process of a pool gets its turn."""
    read(batch)
    transformer.headlines(["Ninh Bình"], [""])
    time.sleep(3)


def clock(run: Callable[[], object]) -> float:
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def main(data: Path, province: str, workers: int) -> None:
    rows = rows_of(data / "press" / "articles.jsonl")
    articles = [Asked(row["title"], row.get("sapo") or "", row.get("body") or "") for row in rows]
    batches: Sequence[Batch] = [(province, articles[at : at + BATCH]) for at in range(0, len(articles), BATCH)]
    warm((province, articles[:5]))
    touching = sum(map(read, batches))
    one = clock(lambda: [read(batch) for batch in batches])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(warm, [(province, articles[:5])] * workers))
        many = clock(lambda: list(pool.map(read, [*batches] * workers))) / workers
    from underthesea import word_tokenize

    word_tokenize("Xin chào")
    theirs = clock(lambda: [word_tokenize(f"{a.title}\n{a.body}") for a in articles])
    characters = sum(len(a.title) + len(a.body) for a in articles)
    lines = [
        [name, f"{len(articles) / spent:.0f}", f"{characters / spent / 1e6:.2f}", f"{theirs / spent:.1f}"]
        for name, spent in (
            ("underthesea.word_tokenize, one process", theirs),
            ("whole analysis, one process", one),
            (f"whole analysis, {workers} processes", many),
        )
    ]
    print(f"{len(articles)} articles, {touching} touch {province}; peak {peak:.0f} MB in one process")
    print(table(["by the clock", "articles/s", "MB of text/s", "times"], lines))
    print(f"{workers} processes do {one / many:.2f} times the work of one")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--province", default="ninh-binh")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    main(arguments.data, arguments.province, arguments.workers)
