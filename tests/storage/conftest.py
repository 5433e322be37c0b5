"""The promises of storage hold on both databases: every test here runs on SQLite and on a real PostgreSQL.

What is SQLite's own (its files, its locks, how it plans a query) is marked ``sqlite_only`` and runs there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import Storage, open_storage
from tests.fakes import FakeClock, new_storage
from tests.storage.real_postgresql import NotToBeHad, PostgresServer, running


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "storage" in metafunc.fixturenames:
        is_bound = metafunc.definition.get_closest_marker("sqlite_only") is not None
        kinds = ["sqlite"] if is_bound else ["sqlite", "postgresql"]
        metafunc.parametrize("storage", kinds, indirect=True)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    try:
        with running() as server:
            yield server
    except NotToBeHad as error:
        pytest.skip(f"no PostgreSQL: {error}")


@pytest.fixture
def storage(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[Storage]:
    """An empty store on the database that the test runs on."""
    if request.param == "sqlite":
        opened = new_storage(tmp_path, clock)
        yield opened
        opened.close()
        return
    server: PostgresServer = request.getfixturevalue("postgresql")
    opened = open_storage(server.empty_store(), clock=clock)
    yield opened
    opened.close()
