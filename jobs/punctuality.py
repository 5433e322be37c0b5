"""Whether rounds begin when they are due, told from when they began. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from storage.rounds import Round


@dataclass(frozen=True, slots=True)
class Punctuality:
    """The rounds of a day: how many were due and never began, how many ended early, and the last of each moment."""

    missed: int
    cut_short: int
    started_at: datetime | None
    finished_at: datetime | None


def punctuality_of(rounds: Sequence[Round], now: datetime, every: timedelta) -> Punctuality:
    """``rounds``: oldest first. A round that takes longer than the time between two is not missed; what it delays is.

    A round without an end counts as cut short once another has begun.
    """
    starts = [one.started_at for one in rounds]
    gaps = [later - earlier for earlier, later in pairwise([*starts, now])]
    # A round begins a little late; only a whole turn lost counts.
    missed = sum(max(0, (gap + every / 2) // every - 1) for gap in gaps)
    ends = [one.finished_at for one in rounds if one.finished_at is not None]
    return Punctuality(
        missed, sum(one.finished_at is None for one in rounds[:-1]), max(starts, default=None), max(ends, default=None)
    )
