"""A store of an older version comes up to date with all it holds; an upgrade that fails leaves it as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect, text

from news.errors import StorageError
from storage import open_storage
from storage.dialects import open_engine, writing
from storage.inspection import look_at
from storage.migrations import HEAD
from storage.migrations import __file__ as migrations
from tests.storage.real_postgresql import PostgresServer

#: An old version, and a table that one of the migrations after it makes.
OLD, LATER = "0008", "office"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/diembao.db"
    server: PostgresServer = request.getfixturevalue("postgresql")
    return server.make_database(f"diembao_thu_nang_cap_{abs(hash(tmp_path)) % 10**9}")


@pytest.fixture
def old(url: str) -> Iterator[Engine]:
    """A store as an older version left it, with a source that it had read."""
    engine = open_engine(url)
    with writing(engine).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations).parent).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, OLD)
        connection.execute(text("INSERT INTO follower (name, seq, at) VALUES ('search', 41, 0)"))
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def test_an_older_store_comes_up_to_date_and_keeps_what_it_holds(old: Engine, url: str) -> None:
    assert look_at(url).tables == OLD
    store = open_storage(url)
    with store.read() as work:
        assert work.changes.position("search") == 41
    store.close()
    assert look_at(url).tables == HEAD


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(old: Engine, url: str) -> None:
    with writing(old).begin() as connection:
        connection.execute(text(f"CREATE TABLE {LATER} (in_the_way INTEGER)"))
    before = tables(old)
    with pytest.raises(StorageError):
        open_storage(url)
    assert tables(old) == before, "nothing of the migrations before the one that failed"
    assert look_at(url).tables == OLD
    with writing(old).begin() as connection:
        connection.execute(text(f"DROP TABLE {LATER}"))
    store = open_storage(url)
    with store.read() as work:
        assert work.changes.position("search") == 41
    store.close()
