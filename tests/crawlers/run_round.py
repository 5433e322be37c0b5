"""Run one round in a process of its own, as ``jobs`` does: ``python -m tests.crawlers.run_round FILE``.

The reactor of a round lives once per process, and some tests kill it.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawlers.plan import RoundPlan, RoundResult, user_agent
from crawlers.round import collect
from net.addresses import AddressPolicy
from net.bounds import Bounds
from news.article import FeedEntry
from news.source import Source

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Order:
    """A round as a test wishes it; ``unwanted``: a word in the title of entries whose page is not fetched."""

    folder: Path
    sources: tuple[Source, ...]
    hosts: Mapping[str, str]
    now: datetime = NOON
    allow: tuple[str, ...] = ("127.0.0.0/8",)
    bounds: Bounds = field(default_factory=lambda: Bounds(answer_time=timedelta(seconds=4)))
    delay: timedelta = timedelta(0)
    deadline: timedelta = timedelta(minutes=2)
    only_due: bool = True
    daily_requests: int = 5_000
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unwanted: str = "tin nước ngoài"

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder / 'diembao.db'}"


@dataclass(frozen=True)
class Ran:
    """What came of it, with the peak memory of the round's own process."""

    result: RoundResult
    peak_mb: float


@dataclass(frozen=True)
class _Wanted:
    unwanted: str

    def __call__(self, _: Source, entry: FeedEntry) -> bool:
        return self.unwanted not in entry.title.lower()


def run(order: Order, timeout: float = 240) -> Ran:
    """Run the round to its end."""
    out = order.folder / "ran.pickle"
    out.unlink(missing_ok=True)
    done = subprocess.run(_command(order), env=_environment(), timeout=timeout, capture_output=True, text=True)
    if not out.exists():
        raise AssertionError(f"round failed ({done.returncode}):\n{done.stdout}\n{done.stderr}")
    # Quiet means quiet: nothing of a page or a name may reach the log.
    assert done.stdout == ""
    assert done.stderr == "", done.stderr[-3000:]
    ran = pickle.loads(out.read_bytes())
    assert isinstance(ran, Ran)
    return ran


def begin(order: Order) -> subprocess.Popen[bytes]:
    """Start the round and leave it alone; for tests that kill it."""
    return subprocess.Popen(_command(order), env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _command(order: Order) -> list[str]:
    file = order.folder / "order.pickle"
    file.write_bytes(pickle.dumps(order))
    return [sys.executable, "-W", "error", "-m", "tests.crawlers.run_round", str(file)]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


def main(file: Path) -> None:
    from storage import open_storage

    order = pickle.loads(file.read_bytes())
    plan = RoundPlan(
        sources=order.sources,
        wanted=_Wanted(order.unwanted),
        archive=order.folder / "archive",
        policy=AddressPolicy.of(order.allow),
        hosts=order.hosts,
        bounds=order.bounds,
        user_agent=user_agent("0.0", "https://thu.example"),
        delay=order.delay,
        clock=lambda: order.now,
        deadline=order.deadline,
        only_due=order.only_due,
        daily_requests=order.daily_requests,
        names=order.names,
    )
    storage = open_storage(order.database, clock=lambda: order.now)
    try:
        result = collect(plan, storage)
    finally:
        storage.close()
    (order.folder / "ran.pickle").write_bytes(pickle.dumps(Ran(result, _peak_mb())))


def _peak_mb() -> float:
    """Of this process only; ``getrusage`` would count the pages of whoever started it, too."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    # Pickled under the name that other processes know.
    from tests.crawlers import run_round

    run_round.main(Path(sys.argv[1]))
