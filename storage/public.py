"""Open the public store: tips, contests and copies of corrections, in a file or schema of its own.

The public process opens this and nothing else; the office opens both. ``erase_traces`` makes sure that what was deleted
is in no page, log or dead row any more.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.schema import CreateSchema

from news.errors import StorageUnavailable
from news.times import Clock, utc_now
from storage.border import told_in_words
from storage.database import prepare_place
from storage.dialects import BUSY_SECONDS, open_engine, prefer_wal, reading, writing
from storage.public_contests import Contests
from storage.public_copies import Copies
from storage.public_tables import SCHEMA, metadata
from storage.public_tips import Tips


def public_url(database_url: str) -> str:
    """Where the public store of an office lies: ``public.db`` beside its store, or the same server's own schema."""
    parts = make_url(database_url)
    if parts.get_backend_name() != "sqlite":
        return database_url
    folder = (parts.database or "").rpartition("/")[0]
    return parts.set(database=f"{folder}/public.db" if folder else "public.db").render_as_string(hide_password=False)


class PublicWork:
    """What can be said to the public store within one transaction."""

    def __init__(self, connection: Connection, clock: Clock, province: str | None = None) -> None:
        self.tips = Tips(connection, clock, province)
        self.contests = Contests(connection, clock, province)
        self.copies = Copies(connection)


class PublicStore:
    """Threads and processes may share it; each transaction is one thread's."""

    def __init__(self, engine: Engine, where: str, clock: Clock, province: str | None = None) -> None:
        self.where = where
        self._province = province
        self._engine = engine
        self._writing, self._reading = writing(engine), reading(engine)
        self._clock = clock

    def of(self, province: str) -> PublicStore:
        """The store as one office sees it: another office's tips and objections are unknown there."""
        return PublicStore(self._engine, self.where, self._clock, province)

    @contextmanager
    def begin(self) -> Iterator[PublicWork]:
        """One write transaction, alone among writers."""
        with told_in_words(self.where), self._writing.begin() as connection:
            yield PublicWork(connection, self._clock, self._province)

    @contextmanager
    def read(self) -> Iterator[PublicWork]:
        with told_in_words(self.where), self._reading.begin() as connection:
            yield PublicWork(connection, self._clock, self._province)

    def erase_traces(self) -> None:
        """After a deletion: empty SQLite's log into pages that are overwritten; rewrite PostgreSQL's tables.

        Raises ``StorageUnavailable`` when a reader kept the log open all the while: then try again.
        """
        with told_in_words(self.where):
            if self._engine.dialect.name == "sqlite":
                self._empty_log()
            else:
                with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    for name in ("tip", "contest"):
                        connection.execute(text(f"VACUUM (FULL) {SCHEMA}.{name}"))

    def _empty_log(self) -> None:
        raw = self._engine.raw_connection()
        deadline = time.monotonic() + BUSY_SECONDS
        try:
            while (raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() or (1,))[0]:
                if time.monotonic() > deadline:
                    reason = "a reader keeps the log of deleted tips open"
                    raise StorageUnavailable(self.where, reason, "đang có chương trình đọc nên chưa xóa hết dấu vết")
                time.sleep(0.05)
        finally:
            raw.close()

    def close(self) -> None:
        self._engine.dispose()


def open_public(url: str, *, clock: Clock = utc_now) -> PublicStore:
    """Open the store at an SQLAlchemy URL; makes what is missing. Raises ``StorageError``."""
    where = prepare_place(url)
    with told_in_words(where):
        engine = open_engine(url)
        if engine.dialect.name == "sqlite":
            prefer_wal(engine)
        else:
            engine = engine.execution_options(schema_translate_map={None: SCHEMA})
        with writing(engine).begin() as connection:
            if connection.dialect.name != "sqlite":
                connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
            metadata.create_all(connection)
    return PublicStore(engine, where, clock)
