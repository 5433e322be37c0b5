"""The files of the embedded index: generations side by side, and a link that says which one is read.

``index.db`` is a symbolic link to ``index.db.<n>``. A rebuild fills the next generation and moves the link in one step;
whoever reads the old one goes on until its next question. A generation is an SQLite file with its own write-ahead log,
which is why the files are not simply renamed: the log of the old one would be taken for the new one's.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from search.engine import IndexDamaged
from search.fts_query import LETTERS_BESIDE

#: Raised whenever tables or tokens change their meaning: an index of another format is rebuilt, not migrated.
FORMAT = 1
_BUSY_SECONDS = 30.0
_BATCH_BYTES = 8 << 20

_SCHEMA = f"""
CREATE TABLE document (
    position INTEGER PRIMARY KEY,
    id INTEGER NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    length INTEGER NOT NULL,
    accented BLOB NOT NULL,
    folded BLOB NOT NULL,
    labels TEXT NOT NULL,
    rest BLOB
);
CREATE TABLE deletion (id INTEGER PRIMARY KEY, version INTEGER NOT NULL);
CREATE TABLE progress (seq INTEGER NOT NULL);
INSERT INTO progress VALUES (0);
CREATE VIRTUAL TABLE words USING fts5(
    title, lead, text, folded_title, folded_lead, folded_text, pairs, labels,
    content='', columnsize=0, tokenize="ascii tokenchars '{LETTERS_BESIDE}'"
);
INSERT INTO words(words, rank) VALUES ('hashsize', {_BATCH_BYTES});
INSERT INTO words(words, rank) VALUES ('automerge', 8);
PRAGMA user_version = {FORMAT};
"""  # noqa: S608


class IndexFile:
    """Connections to the current generation: one for writing, as many for reading as are read at once."""

    def __init__(self, link: Path) -> None:
        self._link = link
        self._target: Path | None = None
        self._writer: tuple[sqlite3.Connection, Path] | None = None
        self._idle: list[sqlite3.Connection] = []
        self._writing = threading.RLock()
        self._switching = threading.Lock()
        if not self.is_usable():
            self.begin_again()

    @property
    def path(self) -> Path:
        return self._link

    def is_usable(self) -> bool:
        """Whether the link leads to an index of our format."""
        if not self._link.exists():
            return False
        try:
            with self.reading() as connection:
                return bool(connection.execute("PRAGMA user_version").fetchone() == (FORMAT,))
        except IndexDamaged:
            return False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection of one's own for the time of a question."""
        connection, target = self._take()
        try:
            with _reporting_damage(self._link):
                yield connection
        except IndexDamaged:
            connection.close()
            raise
        with self._switching:
            if target == self._target:
                self._idle.append(connection)
                return
        connection.close()

    def _take(self) -> tuple[sqlite3.Connection, Path]:
        target = self.current()
        with self._switching:
            if target != self._target:
                self._forget(target)
            if self._idle:
                return self._idle.pop(), target
        return _connect(target), target

    def _forget(self, target: Path | None) -> None:
        while self._idle:
            self._idle.pop().close()
        self._target = target

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One write transaction on the current generation; nothing of it stays if it is left by an exception."""
        with self._writing, _reporting_damage(self._link):
            target = self.current()
            if self._writer is None or self._writer[1] != target:
                self._close_writer()
                self._writer = (_connect(target), target)
            connection = self._writer[0]
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def current(self) -> Path:
        """The generation that the link leads to."""
        try:
            return self._link.parent / self._link.readlink()
        except FileNotFoundError:
            self.begin_again()
            return self._link.parent / self._link.readlink()

    def begin_again(self) -> None:
        """Lead to a new, empty generation."""
        with self._writing:
            self.lead_to(self.new_generation())

    def new_generation(self) -> Path:
        """Make an empty generation beside the others."""
        self._link.parent.mkdir(parents=True, exist_ok=True)
        number = 1 + max((number for number, _ in self._generations()), default=0)
        path = self._link.with_name(f"{self._link.name}.{number}")
        connection = _connect(path)
        try:
            connection.executescript(_SCHEMA)
        finally:
            connection.close()
        return path

    def lead_to(self, generation: Path) -> None:
        """Let the link lead to a generation in one step, and remove the others."""
        with self._writing:
            self._close_writer()
            step = self._link.with_name(self._link.name + ".next")
            step.unlink(missing_ok=True)
            step.symlink_to(generation.name)
            step.replace(self._link)
            with self._switching:
                self._forget(None)
            for _, old in self._generations():
                if old != generation:
                    remove(old)

    def _generations(self) -> list[tuple[int, Path]]:
        files = self._link.parent.glob(f"{self._link.name}.*")
        return sorted((int(file.suffix[1:]), file) for file in files if file.suffix[1:].isdecimal())

    def _close_writer(self) -> None:
        if self._writer is not None:
            self._writer[0].close()
            self._writer = None

    def close(self) -> None:
        with self._writing:
            self._close_writer()
        with self._switching:
            self._forget(None)


def remove(generation: Path) -> None:
    """Delete a generation with its log; who still reads it, keeps what is open."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        generation.with_name(generation.name + suffix).unlink(missing_ok=True)


def _connect(path: Path) -> sqlite3.Connection:
    with _reporting_damage(path):
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA cache_size = -32000")
            connection.execute("PRAGMA mmap_size = 2147483648")
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def _reporting_damage(place: Path) -> Iterator[None]:
    """SQLite's word for a broken file becomes ours; a full disk or a lock is no damage and passes as it is."""
    try:
        yield
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        raise IndexDamaged(place, str(error)) from error
