"""The sample press, on the air."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from jobs.sample import SampleClock, SamplePress
from news.times import at_local
from tests.jobs.sample.reading import ANCHOR, Running


@pytest.fixture(scope="session")
def whole_week() -> Iterator[Running]:
    """All of the week is out; nobody moves this clock."""
    clock = SampleClock(at_local(ANCHOR, 6, 30))
    with SamplePress(ANCHOR, clock) as press:
        yield Running(press, clock)


@pytest.fixture
def week() -> Iterator[Running]:
    """A press of its own at the first morning, whose clock the test moves."""
    clock = SampleClock(at_local(date(2026, 9, 26)))
    with SamplePress(ANCHOR, clock) as press:
        yield Running(press, clock)
