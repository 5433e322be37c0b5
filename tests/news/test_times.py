"""Moments are aware, unknown ones stay unknown, impossible ones are kept and not believed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from news.times import UNKNOWN_TIME, Precision, Published, Window, at_local, local

NOW = datetime(2026, 11, 22, 1, tzinfo=UTC)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        Published(datetime(2026, 1, 1), Precision.DAY)  # noqa: DTZ001


@pytest.mark.parametrize(("at", "precision"), [(None, Precision.DAY), (NOW, Precision.UNKNOWN)])
def test_an_unknown_time_has_no_precision(at: datetime | None, precision: Precision) -> None:
    with pytest.raises(ValueError, match="precision"):
        Published(at, precision)


@pytest.mark.parametrize(
    ("at", "credible"),
    [
        (NOW, True),
        (NOW + timedelta(minutes=5), True),
        (NOW + timedelta(days=90), False),
        (datetime(2087, 1, 1, tzinfo=UTC), False),
        (datetime(1970, 1, 1, tzinfo=UTC), False),
    ],
)
def test_the_future_and_the_time_before_the_web_are_not_believed(at: datetime, credible: bool) -> None:
    assert Published(at, Precision.SECOND).is_credible(NOW) is credible


def test_an_unknown_time_is_not_believed_either() -> None:
    assert not UNKNOWN_TIME.is_credible(NOW)
    assert UNKNOWN_TIME.isoformat() is None


def test_a_window_holds_its_begin_and_not_its_end() -> None:
    window = Window(NOW, NOW + timedelta(days=1))
    assert window.begin in window
    assert window.end not in window


def test_local_time_is_seven_hours_ahead() -> None:
    assert at_local(date(2026, 11, 22), 6, 30) == datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert local(NOW).isoformat() == "2026-11-22T08:00:00+07:00"
