"""Whole ``diembao import`` of real texts beside ``underthesea.word_tokenize`` alone, in one run, as a ratio.

    python -m bench.whole_import [--data ../shared/data] [--headlines N]

Ours: a cold process with analysis, stories, storage and index, on all cores. Theirs: one process, warm, on every
n-th of the same texts, half before and half after ours, because the machine's speed drifts. By the clock, and by
processor time of all processes: on a shared machine only the second can be compared. Were two cores always busy, the
ratio of throughput would be twice that of processor time.
"""

from __future__ import annotations

import argparse
import ctypes
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import write_folder, write_sources
from news.source import Source, SourceClass

TOKENIZED_TEXTS = 1_500
CORES = os.cpu_count() or 1
_PR_SET_CHILD_SUBREAPER = 36


def headlines(folder: Path) -> list[dict[str, Any]]:
    with gzip.open(folder / "press" / "headlines_60k.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def articles(folder: Path) -> list[dict[str, Any]]:
    """The real articles, as ``import`` reads them (their file names the parts otherwise and has no address)."""
    with (folder / "press" / "articles.jsonl").open(encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    return [
        {
            "url": f"https://vnexpress.net/{one['id']}.html",
            "title": one["title"],
            "lead": one["sapo"],
            "text": one["body"],
        }
        for one in found
    ]


def text_of(record: dict[str, Any]) -> str:
    return "\n".join(str(record.get(key) or "") for key in ("title", "lead", "summary", "text"))


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock, and of processor time."""

    clock: float
    busy: float

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.clock + other.clock, self.busy + other.busy)

    def times(self, scale: float) -> Spent:
        return Spent(self.clock * scale, self.busy * scale)


def ours(records: list[dict[str, Any]], folder: Path) -> Spent:
    """The whole command with every process it began."""
    write_folder(folder / "office", "ninh-binh", "Ninh Bình", "Tỉnh Ninh Bình")
    hosts = sorted({str(one["url"]).split("/")[2] for one in records})
    write_sources(
        folder / "office" / "sources.csv",
        [Source(f"s{n}", host, SourceClass.CENTRAL, "VN", ("vi",), f"https://{host}") for n, host in enumerate(hosts)],
    )
    file = folder / "in.jsonl"
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")
    before, began = _busy_children(), time.perf_counter()
    command = [sys.executable, "-m", "jobs.cli", "import", str(file), "--json", "--config", str(folder / "office")]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - began
    counts = json.loads(ran.stdout)
    if counts["refused"] or counts["analysed"] < counts["new"]:
        raise SystemExit(f"not everything was taken: {counts}")
    return Spent(seconds, _busy_children() - before)


def adopt_orphans() -> None:
    """What a command leaves behind becomes a child of this process, so that its processor time is counted here."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _busy_children() -> float:
    """Processor seconds of all processes begun so far; waits for those that are about to end."""
    with suppress(ChildProcessError):
        while True:
            os.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def theirs(texts: Iterable[str]) -> Spent:
    """``word_tokenize`` for the texts, warm."""
    from underthesea import word_tokenize

    word_tokenize("Làm nóng máy trước khi đo.")
    began, busy = time.perf_counter(), time.process_time()
    for text in texts:
        word_tokenize(text)
    return Spent(time.perf_counter() - began, time.process_time() - busy)


def compare(name: str, records: list[dict[str, Any]]) -> None:
    sample = [text_of(one) for one in records[:: max(1, len(records) // TOKENIZED_TEXTS)]]
    half = len(sample) // 2
    first = theirs(sample[:half])
    with tempfile.TemporaryDirectory() as folder:
        our = ours(records, Path(folder))
    scale = sum(len(text_of(one)) for one in records) / sum(map(len, sample))
    their = (first + theirs(sample[half:])).times(scale)
    print(f"{name}: {len(records)} texts, {len(records) / our.clock:,.0f} a second; load {os.getloadavg()[0]:.1f}")
    print(f"  whole command: {our.clock:.1f} s by the clock, {our.busy:.1f} s of processors")
    print(
        f"  underthesea.word_tokenize, one process: {their.clock:.1f} s, {their.busy:.1f} s (measured on {len(sample)})"
    )
    print(f"  ratio of throughput by the clock: {their.clock / our.clock:.2f} (wanted: 4)")
    print(f"  with {CORES} cores all to itself, by processor time, at most: {CORES * their.busy / our.busy:.2f}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments.add_argument("--headlines", type=int, help="only the first so many")
    chosen = arguments.parse_args()
    adopt_orphans()
    compare("whole articles", articles(chosen.data))
    compare("headlines with leads", headlines(chosen.data)[: chosen.headlines])


if __name__ == "__main__":
    main()
