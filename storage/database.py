"""Open the store, bring its tables up to date, and give out transactions."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from news.errors import StorageError, disk_error
from news.times import Clock, utc_now
from storage.border import told_in_words
from storage.dialects import fold_log, open_engine, reading, taking, writing
from storage.holdings import Holding, held
from storage.migrations import migrate
from storage.work import Work


def open_storage(url: str, *, clock: Clock = utc_now) -> Storage:
    """Open the store at an SQLAlchemy URL, migrated to the newest tables; makes a missing SQLite file and its folder.

    Not to be carried over a fork: each process opens its own. Raises ``StorageError``.
    """
    where = prepare_place(url)
    with told_in_words(where):
        engine = open_engine(url)
        try:
            migrate(engine, where)
        except BaseException:
            engine.dispose()
            raise
    return Storage(engine, where, clock)


class Storage:
    """The one place of truth. Threads may share it; each transaction is one thread's."""

    def __init__(self, engine: Engine, where: str, clock: Clock, province: str | None = None) -> None:
        self.where = where
        self._engine = engine
        self._writing, self._reading, self._taking = writing(engine), reading(engine), taking(engine)
        self._clock = clock
        self._province = province

    @property
    def is_shared(self) -> bool:
        """Whether machines share it: PostgreSQL, not a file."""
        return self._engine.dialect.name != "sqlite"

    @property
    def address(self) -> str:
        """With its password: for whoever keeps something of its own on the same server."""
        return self._engine.url.set(drivername=self._engine.dialect.name).render_as_string(hide_password=False)

    def of(self, province: str) -> Storage:
        """The store as one office sees it: what another office owns is unknown there, whatever its id."""
        return Storage(self._engine, self.where, self._clock, province)

    @contextmanager
    def begin(self) -> Iterator[Work]:
        """One write transaction, alone among writers: committed at the end, undone by any exception."""
        with told_in_words(self.where), self._writing.begin() as connection:
            work = Work(connection, self._clock, self._province)
            yield work
            work.changes.write()

    @contextmanager
    def take(self) -> Iterator[Work]:
        """A short transaction beside the writers, for leases and signs of life only: nothing in it is numbered."""
        with told_in_words(self.where), self._taking.begin() as connection:
            yield Work(connection, self._clock, self._province)

    @contextmanager
    def alone(self, name: str, *, patience: float = 0.0) -> Iterator[Holding | None]:
        """Hold what only one program at a time may do; ``None`` when another still does after ``patience`` seconds.

        It ends with the program, however that dies. A SQLite file has one main job, which is always alone.
        """
        with told_in_words(self.where), held(self._engine, name, patience) as holding:
            yield holding

    @contextmanager
    def read(self) -> Iterator[Work]:
        """A snapshot that stays the same while it is read; writing in it is an error."""
        with told_in_words(self.where), self._reading.begin() as connection:
            yield Work(connection, self._clock, self._province)

    def tidy(self) -> None:
        """Empty the write-ahead log, so that deleted texts are in no file any more; once a day is enough."""
        with told_in_words(self.where):
            fold_log(self._engine)

    def close(self) -> None:
        self._engine.dispose()


def prepare_place(url: str) -> str:
    """Return where the store is, for messages without a password; a SQLite file's folder is made."""
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite":
        return parts.render_as_string(hide_password=True)
    if not parts.database or parts.database == ":memory:":
        raise StorageError(f"{url}: a SQLite store needs a file")
    folder = Path(parts.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(parts.database, error) from error
    if not os.access(folder, os.W_OK, effective_ids=True):
        # SQLite would say only that it cannot open the file.
        raise disk_error(parts.database, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    return parts.database
