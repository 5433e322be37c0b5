"""Stand-ins that behave: few, and used by everybody."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from news.times import Clock
from storage import Storage, open_storage


class FakeClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, now: datetime = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> datetime:
        """Go on by a ``timedelta`` of these parts; the new time."""
        self.now += timedelta(**span)
        return self.now


def new_storage(folder: Path, clock: Clock) -> Storage:
    """An empty store in ``diembao.db`` of this folder; its tables are copied, migrating takes a tenth of a second."""
    file = folder / "diembao.db"
    file.write_bytes(_empty_store())
    return open_storage(f"sqlite:///{file}", clock=clock)


@cache
def _empty_store() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        opened = open_storage(f"sqlite:///{folder}/diembao.db")
        opened.tidy()
        opened.close()
        return (Path(folder) / "diembao.db").read_bytes()
