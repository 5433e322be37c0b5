"""Bring the tables up to date. Alembic is imported only when there is something to do."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from news.errors import StorageUnavailable
from storage.dialects import prefer_wal, reading, writing
from storage.schema import metadata

#: The newest of ``versions/``; a test holds the two to each other.
HEAD = "0012"


def migrate(engine: Engine, where: str) -> None:
    """Migrate to ``HEAD`` in one transaction; a second process that starts meanwhile waits and finds it done."""
    with reading(engine).connect() as connection:
        if _version(connection) == HEAD:
            return
    prefer_wal(engine)
    with writing(engine).begin() as connection:
        version = _version(connection)
        if version is not None and version > HEAD:
            reason = f"made by a newer version of diembao (tables {version}, known {HEAD})"
            raise StorageUnavailable(
                where, reason, "dữ liệu do phiên bản diembao mới hơn tạo ra; hãy nâng cấp phần mềm"
            )
        if version is None and connection.dialect.name == "sqlite":
            make_anew(connection)
        elif version != HEAD:
            upgrade(connection)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if found is None else str(found)


def make_anew(connection: Connection) -> None:
    """The tables as they are at ``HEAD``, in a quarter of the time; a test holds the migrations to the same tables."""
    metadata.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def upgrade(connection: Connection) -> None:
    """Run the migrations from where the tables are."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
