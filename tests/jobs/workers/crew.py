"""An installation of two provinces on a test's PostgreSQL, and workers started as their users start them."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from jobs.workers.presence import GONE_AFTER
from news.source import Source
from news.times import utc_now
from storage import Storage, open_storage
from storage.figures import Step
from tests.jobs.office import PROGRAM, ROOT, contents, write_office

#: Time enough for the slowest machine; a test that passes needs a small part of it.
PATIENCE = 240.0


@dataclass
class Crew:
    """One installation and its workers. ``store``: what they work on, as a test looks at it."""

    folder: Path
    url: str
    store: Storage
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, role: str) -> subprocess.Popen[bytes]:
        """A worker with a log of its own beside the folder."""
        log = (self.folder.parent / f"{role}-{len(self.started)}.log").open("wb")
        command = [*PROGRAM, "work", role, "--config", str(self.folder)]
        with log:
            # Each is a service of its own, as a machine would run it.
            child = subprocess.Popen(
                command, cwd=ROOT, stdout=log, stderr=log, env=self.environment, start_new_session=True
            )
        self.started.append(child)
        return child

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [*PROGRAM, *map(str, arguments)]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    def doing(self) -> dict[str, str]:
        """What each worker says it does, by the number of its process."""
        with self.store.read() as work:
            found = work.workers.list(utc_now() - GONE_AFTER)
        return {one.place.rpartition(":")[2]: one.doing for one in found}

    def in_hand(self, number: int) -> int:
        """How many articles the worker of this process has in hand."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            query = "SELECT count(*) FROM article_lease WHERE holder LIKE %s"
            row = connection.execute(query, [f"%:{number}:%"]).fetchone()
        return int(row[0]) if row else 0

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """All that matters of the store, as the office of Ninh Bình sees it."""
        found = contents(self.folder, self.url)
        return found | {"relevance": [row for row in found["relevance"] if row[1] == "ninh-binh"]}

    @property
    def environment(self) -> Mapping[str, str]:
        return {**os.environ, "DIEMBAO_DATABASE_URL": self.url}

    @property
    def logs(self) -> str:
        return "\n".join(file.read_text(encoding="utf-8") for file in sorted(self.folder.parent.glob("*.log")))


@contextmanager
def crew(folder: Path, url: str, sources: Iterable[Source], hosts: Mapping[str, str]) -> Iterator[Crew]:
    """Two provinces' offices that list the same outlets; every worker is gone at the end."""
    sources = tuple(sources)
    write_office(folder / "ninh-binh", sources, hosts)
    shutil.copytree(folder / "ninh-binh", folder / "quang-ngai")
    file = folder / "quang-ngai" / "province.toml"
    words = file.read_text(encoding="utf-8")
    file.write_text(words.replace('"ninh-binh"', '"quang-ngai"').replace("Ninh Bình", "Quảng Ngãi"), encoding="utf-8")
    store = open_storage(url)
    one = Crew(folder, url, store)
    try:
        yield one
    finally:
        for child in one.started:
            child.kill()
            child.wait()
        store.close()


def until(is_so: Callable[[], Any], what: str, crew_: Crew | None = None) -> float:
    """Wait for something to become so; how many seconds it took."""
    began = time.monotonic()
    while not is_so():
        waited = time.monotonic() - began
        assert waited < PATIENCE, f"{what}: not within {waited:.0f} s\n{crew_.logs[-4000:] if crew_ else ''}"
        time.sleep(0.02)
    return time.monotonic() - began


def is_done(store: Storage) -> bool:
    """Whether something was collected, and all of it is fetched, analysed and grouped."""
    now = utc_now()
    with store.read() as work:
        waiting = {one.step for one in work.figures.queues(now, now) if one.depth}
        return bool(work.articles.count()) and not waiting & {Step.PAGES, Step.ANALYSIS, Step.STORIES}
