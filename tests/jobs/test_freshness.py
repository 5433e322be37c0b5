"""The plan of the rounds under a virtual clock: what a priority feed publishes is searchable within ten minutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import quantiles

from bench.freshness import SOURCES, Costs, outlets_of, simulate
from config.schedule import read_schedule
from config.tables import Faults, Table
from jobs.wiring import read_configuration
from tests.jobs.office import write_office

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)


def _times(random: Random) -> list[datetime]:
    """Ten days of an outlet that publishes every few minutes by day and hardly at night."""
    at, times = BEGIN - timedelta(days=8), []
    while at < BEGIN + timedelta(days=2):
        night = (at.hour + 7) % 24 < 6
        at += timedelta(minutes=random.expovariate(1 / (60 if night else 4)))
        times.append(at)
    return times


def _p95(costs: Costs) -> float:
    random = Random(7)
    outlets = outlets_of([_times(random) for _ in range(3)], SOURCES, random)
    delays = simulate(outlets, BEGIN, BEGIN + timedelta(days=1), costs, random)
    return quantiles([one.minutes for one in delays if one.has_priority], n=100)[94]


def test_ninety_five_of_a_hundred_items_of_priority_feeds_are_searchable_within_ten_minutes() -> None:
    assert _p95(Costs()) <= 10


def test_the_simulation_sees_what_a_slower_schedule_would_cost() -> None:
    slower = replace(Costs(), round_every=timedelta(minutes=15), round_time=timedelta(minutes=12))
    assert _p95(slower) > 10


def test_the_simulated_schedule_is_the_one_that_init_writes(tmp_path: object) -> None:
    configuration = read_configuration(write_office(tmp_path / "office", [], {}))  # type: ignore[operator]
    plain = read_schedule(Table(configuration.folder / "schedule.toml", {}, {}, Faults()))
    assert configuration.schedule.round_every == plain.round_every == Costs().round_every
    assert configuration.crawl.round_time == Costs().round_time
