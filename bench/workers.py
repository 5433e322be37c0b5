"""Two analysis workers against one, as `diembao work analysis` runs them, on a real PostgreSQL.

    python -m bench.workers [--data ../shared/data] [--articles 600] [--pairs 5]

Two workers are started and warmed; then now one, now both are woken for the same number of fresh articles, turn and
turn about, so that other work on the machine troubles both alike. By the clock, from the wake to the last analysis
stored. What the machine had to do besides is said: only with processors to spare for both is the clock fair.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count, cycle
from pathlib import Path

import psutil
import psycopg

from bench.encoder.samples import rows_of
from bench.figures import table
from config import write_folder
from jobs.workers.roles import Role
from jobs.workers.steps import ANALYSE
from jobs.workers.wakes import Wake, Wakes
from news.article import Article, Origin
from news.times import utc_now
from storage import Storage, open_storage
from tests.storage.real_postgresql import running

#: The articles of a warm-up: every worker loads its models.
_WARM = 200
_POLL = 0.02


@dataclass(frozen=True, slots=True)
class Turn:
    """One measurement: seconds by the clock, and of the workers' processors."""

    articles: int
    clock: float
    processor: float

    @property
    def rate(self) -> float:
        return self.articles / self.clock


class Crew:
    """Two workers and the store that they work on."""

    def __init__(self, storage: Storage, folder: Path, articles: Iterator[Article]) -> None:
        self._storage, self._articles = storage, articles
        self._wakes = Wakes(storage.address)
        self._watching = psycopg.connect(storage.address, autocommit=True)
        command = [sys.executable, "-m", "jobs.cli", "work", "analysis", "--config", str(folder)]
        environment = {**os.environ, "DIEMBAO_DATABASE_URL": storage.address}
        null = subprocess.DEVNULL
        # Each in a session of its own, as services are: the kernel shares a busy machine among sessions.
        self._children = [
            subprocess.Popen(command, env=environment, stdout=null, stderr=null, start_new_session=True)
            for _ in range(2)
        ]

    def ready(self) -> None:
        """Wait for both, and have both load their models."""
        while self._seen() < len(self._children):
            self._look_after()
            time.sleep(0.2)
        for _ in range(3):
            self.turn(_WARM, workers=2)

    def turn(self, articles: int, workers: int) -> Turn:
        now = utc_now()
        fresh = [(next(self._articles), now) for _ in range(articles)]
        with self._storage.begin() as work:
            work.articles.add_many(fresh)
        used, began = self._processor(), time.perf_counter()
        self._wakes.wake(Role.ANALYSIS, Wake(ANALYSE), sleepers=workers)
        while self._waiting():
            self._look_after()
            time.sleep(_POLL)
        return Turn(articles, time.perf_counter() - began, self._processor() - used)

    def close(self) -> None:
        for child in self._children:
            child.terminate()
        for child in self._children:
            child.wait()
        self._wakes.close()
        self._watching.close()

    def _look_after(self) -> None:
        if any(child.poll() is not None for child in self._children):
            raise SystemExit("a worker ended before its work was done")

    def _seen(self) -> int:
        with self._storage.read() as work:
            return len(work.workers.list(utc_now() - timedelta(hours=1)))

    def _waiting(self) -> int:
        row = self._watching.execute("SELECT count(*) FROM article WHERE analysed_by = 0").fetchone()
        assert row is not None
        return int(row[0])

    def _processor(self) -> float:
        times = [psutil.Process(child.pid).cpu_times() for child in self._children]
        return sum(one.user + one.system for one in times)


def articles_of(data: Path) -> Iterator[Article]:
    """The real articles over and over, each time under another address."""
    rows = rows_of(data / "press" / "articles.jsonl")
    for number, row in zip(count(), cycle(rows)):
        lead, text = row.get("sapo") or "", row.get("body") or ""
        yield Article(f"https://bao.example/{number}.htm", "bao", row["title"], lead, text, origin=Origin.PAGE)


def main(data: Path, articles: int, pairs: int) -> None:
    with running() as server, tempfile.TemporaryDirectory() as place:
        storage = open_storage(server.make_database(f"bench_{os.getpid()}"))
        folder = Path(place) / "province"
        write_folder(folder, "ninh-binh", "Ninh Bình", "Tỉnh Ninh Bình")
        crew = Crew(storage, folder, articles_of(data))
        try:
            crew.ready()
            load = [os.getloadavg()[0]]
            turns: dict[int, list[Turn]] = {1: [], 2: []}
            for _ in range(pairs):
                for workers in turns:
                    turns[workers].append(crew.turn(articles, workers))
                load.append(os.getloadavg()[0])
        finally:
            crew.close()
            storage.close()
    lines = [
        [
            f"{workers} at work",
            f"{statistics.median(one.rate for one in found):.0f}",
            f"{min(one.rate for one in found):.0f} to {max(one.rate for one in found):.0f}",
            f"{1000 * statistics.median(one.processor / one.articles for one in found):.1f} ms",
        ]
        for workers, found in turns.items()
    ]
    print(table(["workers", "articles a second", "from, to", "processor an article"], lines))
    ratios = [two.rate / one.rate for one, two in zip(turns[1], turns[2], strict=True)]
    print(
        f"two do {statistics.median(ratios):.2f} times the work of one (pairs: {min(ratios):.2f} to {max(ratios):.2f})"
    )
    print(f"{pairs} pairs of {articles} articles; {os.cpu_count()} processors, load {min(load):.1f} to {max(load):.1f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--pairs", type=int, default=5)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # ended early it still ends its workers
    main(given.data, given.articles, given.pairs)
