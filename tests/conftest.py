"""What many tests start from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import Storage
from tests.fakes import FakeClock, new_storage


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def storage(tmp_path: Path, clock: FakeClock) -> Iterator[Storage]:
    """An empty store in a file of its own, on the fake clock."""
    opened = new_storage(tmp_path, clock)
    yield opened
    opened.close()
