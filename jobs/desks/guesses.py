"""Wrong guesses, counted before they are looked at: a hundred asked at once are a hundred."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from dashboards.services.people import Refused
from dashboards.sign_in.patience import Patience
from news.times import Clock
from storage import Work

Keys = Sequence[tuple[str, Patience]]


class Guesses:
    def __init__(self, province: str, clock: Clock) -> None:
        self._province, self._clock = province, clock

    def begin(self, work: Work, keys: Keys) -> None:
        """Count a guess as wrong until it is known to be right. Raises ``Refused`` while one has to wait."""
        now = self._clock()
        waits = [
            patience.wait(*before, now) for key, patience in keys if (before := work.attempts.get(self._province, key))
        ]
        longest = max(waits, default=timedelta(0))
        if longest > timedelta(0):
            seconds = int(longest.total_seconds()) + 1
            raise Refused(f"Đã sai nhiều lần. Chờ {seconds} giây rồi thử lại.", seconds=seconds)
        for key, _ in keys:
            work.attempts.fail(self._province, key)

    def right(self, work: Work, keys: Keys) -> None:
        """It was right: the person's own count begins anew, what others share is as before."""
        (own, _), *shared = keys
        work.attempts.forgive(self._province, own)
        for key, _ in shared:
            work.attempts.take_back(self._province, key)
