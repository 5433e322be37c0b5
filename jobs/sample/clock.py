"""A clock that is set by hand: the demonstration plays a week in seconds, then lets it go."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from time import monotonic

from news.times import at_local


class SampleClock:
    """A ``news.times.Clock``; the server's threads read it while the player moves it."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)
        self._going_since: float | None = None

    def __call__(self) -> datetime:
        if self._going_since is None:
            return self._at
        return self._at + timedelta(seconds=monotonic() - self._going_since)

    def go(self) -> None:
        """From now on the clock goes by itself: what people do one after another has moments one after another."""
        self._going_since = monotonic()

    def move_to(self, at: datetime) -> None:
        """Set the moment; a press that goes back in time would take news back, so that is refused."""
        if at < self._at:
            raise ValueError(f"the sample week runs forward only: {at.isoformat()} is before {self._at.isoformat()}")
        self._at = at.astimezone(UTC)


def mornings(anchor: date) -> tuple[datetime, ...]:
    """Half past six of each day of the sample week, the anchor day last.

    A round at each of them sees every planted change in its time: the headline before its edit and after, the old
    article that is shared anew.
    """
    return tuple(at_local(anchor + timedelta(days=day), 6, 30) for day in range(-6, 1))
