"""How soon an item is searchable: the plan of a year's rhythms under a virtual clock, with the crawler's own decisions.

    .venv/bin/python -m bench.freshness [FOLDER]        FOLDER holds press/, default ../shared/data

163 sources publish as three real outlets did (a week of their times, thinned to rhythms from minutes to days); rounds
run by the default schedule: hosts side by side, one request at a time to each. Answers take as long as the web does:
a half within 0.4 s, one host in fifty hangs until its time is over. Prints delays from publication to the index.
"""

from __future__ import annotations

import gzip
import heapq
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median, quantiles

from crawlers.rhythm import has_priority, is_due, next_attempt, next_reading, typical_gap
from news.source import Source, SourceClass, SourceState

SOURCES = 163
#: Between two outlets of the list: the share that are the province's own, and requests a feed's reading costs.
HOME_EVERY = 16
HANGING_EVERY = 50
SECOND = timedelta(seconds=1)
#: A feed shows so many of its newest entries.
SHOWN = 30


@dataclass(frozen=True, slots=True)
class Costs:
    """What the machine and the web take. ``pages``: the share of new entries whose page is fetched."""

    delay: timedelta = 1.5 * SECOND
    timeout: timedelta = 30 * SECOND
    hosts_at_once: int = 32
    start: timedelta = 2 * SECOND
    #: Analysis, stories and index of one article, on a machine that collects at the same time.
    article: timedelta = timedelta(milliseconds=5)
    pages: float = 0.02
    #: How often what was read is analysed while a round goes on.
    advance_every: timedelta = 60 * SECOND
    round_every: timedelta = timedelta(minutes=5)
    round_time: timedelta = timedelta(minutes=4)


@dataclass(slots=True)
class Outlet:
    """One source of the simulation; ``times`` of its publications, oldest first."""

    source: Source
    times: Sequence[datetime]
    hangs: bool = False
    state: SourceState = field(init=False)
    read: int = 0

    def __post_init__(self) -> None:
        self.state = SourceState(self.source.id, "f")


@dataclass(frozen=True, slots=True)
class Delay:
    """One item: minutes from its publication until a search finds it."""

    minutes: float
    has_priority: bool


def simulate(outlets: Sequence[Outlet], begin: datetime, end: datetime, costs: Costs, random: Random) -> list[Delay]:
    """Run rounds from ``begin`` to ``end``; delays of all items that were published in that time and found."""
    for outlet in outlets:
        # The service has been running: the rhythms are known, nothing is waiting.
        outlet.read = sum(at < begin for at in outlet.times)
        known = outlet.times[max(0, outlet.read - SHOWN) : outlet.read]
        gap = typical_gap(known, None)
        due = begin + (next_reading(outlet.source, gap, begin) - begin) * random.random()
        outlet.state = SourceState(outlet.source.id, "f", typical_gap=gap, next_due_at=due)
    delays: list[Delay] = []
    now = begin
    while now < end:
        finished = _round(outlets, now, costs, random, delays)
        ticks = max(1, -(-(finished - now) // costs.round_every))
        now += ticks * costs.round_every
    return delays


def _round(outlets: Sequence[Outlet], now: datetime, costs: Costs, random: Random, delays: list[Delay]) -> datetime:
    """One round; returns its end."""
    free = [now + costs.start] * costs.hosts_at_once
    finished = now + costs.start
    for outlet in random.sample(outlets, len(outlets)):
        if not is_due(outlet.state, now):
            continue
        at = heapq.heappop(free)
        if at - now > costs.round_time:
            heapq.heappush(free, at)
            continue
        at = _read(outlet, at, now, costs, random, delays)
        heapq.heappush(free, at)
        finished = max(finished, at)
    return finished


def _read(outlet: Outlet, at: datetime, now: datetime, costs: Costs, random: Random, delays: list[Delay]) -> datetime:
    """Read one feed and the pages it brings; when the host is done."""
    state = outlet.state
    if outlet.hangs:
        failures = state.failures_in_a_row + 1
        due = next_attempt(failures, now, retry_after=None, random=random)
        outlet.state = SourceState(
            state.source, "f", failures_in_a_row=failures, next_due_at=due, typical_gap=state.typical_gap
        )
        return at + costs.timeout
    at += _answer(random) + costs.delay + _answer(random)  # robots.txt, then the feed
    read = outlet.read
    while read < len(outlet.times) and outlet.times[read] <= at:
        read += 1
    new = outlet.times[outlet.read : read]
    gap = typical_gap(outlet.times[max(0, read - SHOWN) : read], state.typical_gap)
    analysed = at + costs.advance_every * random.random() + len(new) * costs.article + costs.start
    lively = has_priority(outlet.source, state.typical_gap)
    delays += [Delay((analysed - one) / timedelta(minutes=1), lively) for one in new]
    outlet.read = read
    outlet.state = SourceState(state.source, "f", typical_gap=gap, next_due_at=next_reading(outlet.source, gap, now))
    share = 1.0 if outlet.source.home else costs.pages
    for _ in new:
        if random.random() < share:
            at += costs.delay + _answer(random)
    return at


def _answer(random: Random) -> timedelta:
    """Half of the answers within 0.4 s, one in a hundred takes five."""
    return min(random.lognormvariate(-0.9, 0.9), 10.0) * SECOND


def outlets_of(times: Sequence[Sequence[datetime]], count: int, random: Random) -> list[Outlet]:
    """``count`` outlets whose rhythms are those given, each thinned by a share of its own."""
    made = []
    for number in range(count):
        of = times[number % len(times)]
        kept = max(0.002, min(1.0, random.lognormvariate(-2.5, 1.5)))
        home = "ninh-binh" if number % HOME_EVERY == 0 else None
        source = Source(f"s{number}", "", SourceClass.CENTRAL, "VN", ("vi",), "https://a.vn", home=home)
        shift = timedelta(seconds=random.uniform(0, 600))
        published = [at + shift for at in of if random.random() < kept]
        made.append(Outlet(source, published, hangs=number % HANGING_EVERY == HANGING_EVERY - 1))
    return made


def recorded(folder: Path) -> list[list[datetime]]:
    """Times of publication of the outlets of the press file, oldest first."""
    by_host: dict[str, list[datetime]] = {}
    with gzip.open(folder / "press" / "headlines_60k.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            at = datetime.fromisoformat(record["published_at"]).astimezone(UTC)
            by_host.setdefault(record["url"].split("/")[2], []).append(at)
    return [sorted(times) for times in by_host.values() if len(times) > 1000]


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    random = Random(20261122)
    times = recorded(folder)
    begin = max(one[0] for one in times) + timedelta(days=30)
    outlets = outlets_of(times, SOURCES, random)
    delays = simulate(outlets, begin, begin + timedelta(days=7), Costs(), random)
    for name, chosen in (
        ("priority feeds", [one.minutes for one in delays if one.has_priority]),
        ("all feeds", [one.minutes for one in delays]),
    ):
        cuts = quantiles(chosen, n=100)
        print(
            f"{name:15} {len(chosen):6} items  minutes until searchable: p50 {median(chosen):5.1f}  "
            f"p95 {cuts[94]:6.1f}  p99 {cuts[98]:6.1f}"
        )
    gaps = sorted(
        median((b - a).total_seconds() / 60 for a, b in pairwise(one.times)) for one in outlets if len(one.times) > 9
    )
    print(f"rhythms of {len(gaps)} sources: {gaps[0]:.0f} to {gaps[-1]:.0f} minutes between two items")


if __name__ == "__main__":
    main()
