from datetime import UTC, datetime, timedelta

import pytest

from crawlers.health import BadStatus, RobotsRefusal, is_frozen, is_silent, verdict_of
from net import failures
from news.errors import FetchError
from news.source import Health

NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "health", "is_lasting"),
    [
        (403, Health.REFUSED, True),
        (401, Health.REFUSED, True),
        (451, Health.REFUSED, True),
        (404, Health.GONE, True),
        (410, Health.GONE, True),
        (429, Health.BACKING_OFF, False),
        (503, Health.BACKING_OFF, False),
        (500, Health.UNREACHABLE, False),
        (204, Health.EMPTY, False),
        (418, Health.BROKEN, False),
    ],
)
def test_reads_statuses(status: int, health: Health, is_lasting: bool) -> None:
    verdict = verdict_of(BadStatus("https://a.vn/", status))
    assert (verdict.health, verdict.is_lasting) == (health, is_lasting)
    assert str(status) in verdict.detail


@pytest.mark.parametrize("kind", [one for one in vars(failures).values() if isinstance(one, type)])
def test_every_failure_has_words(kind: type[FetchError]) -> None:
    assert verdict_of(kind("https://a.vn/", "vì sao")).detail


def test_rules_that_cannot_be_read_now_are_asked_for_again() -> None:
    assert not verdict_of(RobotsRefusal("https://a.vn/", "x", is_lasting=False)).is_lasting
    assert verdict_of(RobotsRefusal("https://a.vn/", "x")).is_lasting


def test_frozen_is_by_the_feeds_own_rhythm() -> None:
    hour, month = timedelta(hours=1), timedelta(days=30)
    assert is_frozen(NOW - timedelta(days=20), hour, NOW)
    assert not is_frozen(NOW - timedelta(days=10), hour, NOW)
    assert not is_frozen(NOW - timedelta(days=60), month, NOW)
    assert is_frozen(NOW - timedelta(days=400), month, NOW)
    assert not is_frozen(None, hour, NOW)


def test_silent_is_longer_than_ever_before() -> None:
    hour, day = timedelta(hours=1), timedelta(days=1)
    assert is_silent(NOW - timedelta(days=3), hour, day, NOW)
    assert not is_silent(NOW - timedelta(days=3), hour, 3 * day, NOW), "it was as quiet before"
    assert not is_silent(NOW - timedelta(days=2), hour, hour, NOW), "a weekend"
    assert not is_silent(NOW - timedelta(days=3), None, None, NOW), "nothing is known yet"
