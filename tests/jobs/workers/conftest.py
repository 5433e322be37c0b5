"""A press and a real PostgreSQL for workers that run as their users start them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from news.source import Source
from tests.jobs.office import open_press
from tests.servers import Press
from tests.storage.real_postgresql import NotToBeHad, PostgresServer, running


@pytest.fixture(scope="package")
def postgresql() -> Iterator[PostgresServer]:
    try:
        with running() as server:
            yield server
    except NotToBeHad as error:
        pytest.skip(f"no PostgreSQL: {error}")


@pytest.fixture(scope="package")
def press() -> Iterator[tuple[Press, tuple[Source, ...]]]:
    with Press() as press:
        yield press, open_press(press, articles=3)
