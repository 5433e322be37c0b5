"""Look at a store without opening it for work: nothing is made, migrated or changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.engine import make_url

from storage.border import told_in_words
from storage.dialects import open_engine, reading
from storage.migrations import HEAD
from storage.schema import change, follower

#: As a backup is known among the followers of the change log.
BACKUP = "backup"


@dataclass(frozen=True, slots=True)
class StoreLook:
    """``is_there``: whether anything was made at this place yet. ``tables``: which migration made them, ``None`` where
    there are none; ``newest``: the last change's time. ``damage``: what the database finds wrong with itself;
    ``server_time``: the clock of a database elsewhere.
    """

    where: str
    is_there: bool = True
    tables: str | None = None
    damage: str = ""
    server_time: datetime | None = None
    newest: datetime | None = None
    backed_up_at: datetime | None = None

    @property
    def is_current(self) -> bool:
        return self.tables == HEAD

    @property
    def is_newer(self) -> bool:
        """Made by a version of the program after this one."""
        return self.tables is not None and self.tables > HEAD


def look_at(url: str) -> StoreLook:
    """Ask the database how it is. Raises ``StorageError`` when it does not answer."""
    parts = make_url(url)
    is_file = parts.get_backend_name() == "sqlite"
    where = str(parts.database) if is_file else parts.render_as_string(hide_password=True)
    if is_file and not Path(where).exists():
        return StoreLook(where, is_there=False)
    with told_in_words(where):
        engine = open_engine(url)
        try:
            with reading(engine).connect() as connection:
                return _read(connection, where, is_file=is_file)
        finally:
            engine.dispose()


def _read(connection: Connection, where: str, *, is_file: bool) -> StoreLook:
    damage, server_time = "", None
    if is_file:
        found = str(connection.execute(text("PRAGMA quick_check(1)")).scalar_one())
        damage = "" if found == "ok" else found
    else:
        server_time = connection.execute(text("SELECT clock_timestamp()")).scalar_one().astimezone(UTC)
    if damage or not inspect(connection).has_table("alembic_version"):
        return StoreLook(where, damage=damage, server_time=server_time)
    tables = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    newest = connection.execute(select(change.c.at).order_by(change.c.seq.desc()).limit(1)).scalar_one_or_none()
    backed_up = connection.execute(select(follower.c.at).where(follower.c.name == BACKUP)).scalar_one_or_none()
    return StoreLook(where, True, tables, damage, server_time, newest, backed_up)
