"""When an office makes its reports, and where its periods begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Rhythm:
    """``month_begins`` other than 1: of the month before; ``year_begins`` (month, day) other than (1, 1): likewise.

    ``week_on``: Monday is 1; ``year_on``: (month, day). They say when reports are made, at local time ``at``.
    """

    at: time = time(7)
    week_on: int = 1
    month_on: int = 1
    year_on: tuple[int, int] = (12, 10)
    month_begins: int = 1
    year_begins: tuple[int, int] = (1, 1)
