"""A host is asked only so often a day, over all rounds; the rest waits for the next day and is not lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawlers.budget import HostBudgets
from news.source import Health
from tests.crawlers.outlets import publish, source
from tests.crawlers.run_round import NOON, Order, run
from tests.fakes import FakeClock, new_storage
from tests.servers import Press

BEFORE_MIDNIGHT = datetime(2026, 11, 20, 16, 59, tzinfo=UTC)


def test_a_round_stops_at_the_budget_and_the_next_day_goes_on(tmp_path: Path) -> None:
    with Press() as press:
        paper = press.outlet("bao.thu", "127.35.0.1")
        publish(paper, 6)
        order = Order(tmp_path, (source("bao", paper),), press.hosts, daily_requests=5)
        first = run(order).result
        assert len(paper.asked) == 5
        assert (first.pages_fetched, first.pages_left) == (3, 2)  # robots.txt and the feed were asked for, too
        again = run(replace(order, now=NOON + timedelta(hours=3), only_due=False)).result
        assert len(paper.asked) == 5
        assert [one.health for one in again.outcomes] == [Health.BACKING_OFF]
        run(replace(order, now=NOON + timedelta(days=1), daily_requests=50))
        assert {asked.path for asked in paper.asked} == {"/robots.txt", "/rss", *(f"/bai-{n}.htm" for n in range(6))}


def test_what_was_spent_is_remembered_until_midnight(tmp_path: Path) -> None:
    clock = FakeClock(BEFORE_MIDNIGHT)
    storage = new_storage(tmp_path, clock)
    first = HostBudgets(storage, 2, clock)
    assert [first.spend("a.vn"), first.spend("a.vn")] == [None, None]
    first.close()
    second = HostBudgets(storage, 2, clock)
    assert second.spend("a.vn") == timedelta(minutes=1)
    assert second.spend("b.vn") is None
    clock.advance(minutes=2)
    assert second.spend("a.vn") is None
