"""Promises on the tables: the migrations make them, pending work has an index, nobody's name is a column."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

import storage.migrations
from storage import Storage
from storage.dialects import open_engine, writing
from storage.migrations import HEAD, upgrade
from storage.schema import metadata
from tests.storage.samples import NOW

pytestmark = pytest.mark.sqlite_only

#: SCOPE §2: a person is somebody of the office in an act of the office, and nobody else is in any column.
FORBIDDEN = {"author", "byline", "writer", "user", "handle", "account", "reporter", "journalist", "creator", "poster"}


def _made_by(url: str) -> dict[str, str]:
    with create_engine(url).connect() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        return {name: _canonical(sql) for name, sql in rows if name != "alembic_version"}


def _canonical(sql: str) -> str:
    """One line a column in the table's order, then the constraints, whose order says nothing."""
    sql = re.sub(r", (?=[a-z_]+ [A-Z])", ",\n", sql)  # a column added later stands on the line of the last one
    lines = [line.strip().rstrip(",") for line in sql.splitlines() if line.strip()]
    columns = [line for line in lines if not line.startswith("CONSTRAINT")]
    return "\n".join(columns + sorted(line for line in lines if line.startswith("CONSTRAINT")))


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a store that every migration has passed, from the first on."""
    url = f"sqlite:///{tmp_path_factory.mktemp('migrated')}/store.db"
    engine = open_engine(url)
    with writing(engine).begin() as connection:
        upgrade(connection)
    engine.dispose()
    return url


def test_migrations_make_exactly_the_tables_of_a_new_store(storage: Storage, migrated: str) -> None:
    assert _made_by(migrated) == _made_by(f"sqlite:///{storage.where}")


def test_a_new_store_is_at_the_newest_migration(storage: Storage, migrated: str) -> None:
    for url in (migrated, f"sqlite:///{storage.where}"):
        with create_engine(url).connect() as connection:
            assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [HEAD]


def test_alembic_sees_no_difference(migrated: str) -> None:
    engine = create_engine(migrated)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(storage.migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_postgresql_understands_the_tables() -> None:
    dialect = postgresql.dialect()
    for table in metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=dialect))


def test_no_column_names_a_person_outside_the_office() -> None:
    for table in metadata.sorted_tables:
        for column in table.columns:
            words = {word.rstrip("s") for word in f"{table.name}_{column.name}".lower().split("_")}
            assert not words & FORBIDDEN, f"{table.name}.{column.name}"


@pytest.mark.parametrize(
    ("verb", "table", "index"),
    [
        ("work.articles.pending_analysis('m', 9)", "article", "ix_article_analysed_by_sort_at_id"),
        ("work.stories.pending(9)", "article", "ix_article_ungrouped"),
        ("work.entries.wanted(NOW, 9)", "entry", "ix_entry_wanted"),
        ("work.outbox.due(NOW, 9)", "outbox", "ix_outbox_waiting"),
        ("work.snapshots.expired(NOW)", "snapshot", "ix_snapshot_delete_after"),
        ("work.changes.since(0, 9)", "change", "sqlite_autoindex_change_1"),
    ],
)
def test_pending_work_is_read_from_its_index(storage: Storage, verb: str, table: str, index: str) -> None:
    with storage.read() as work:
        connection = work.changes._connection.connection.dbapi_connection
        assert connection is not None
        said: list[str] = []
        connection.set_trace_callback(said.append)
        eval(verb, {"work": work, "NOW": NOW})
        connection.set_trace_callback(None)
        asked = next(sql for sql in said if f"FROM {table}" in " ".join(sql.split()))
        cursor = connection.cursor()
        plan = " ".join(str(row) for row in cursor.execute(f"EXPLAIN QUERY PLAN {asked}"))
        cursor.close()
    assert index in plan
    assert "TEMP B-TREE" not in plan
