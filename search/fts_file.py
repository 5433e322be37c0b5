"""The files of the embedded index: generations side by side, and a link that says which one is read.

``index.db`` is a symbolic link to ``index.db.<n>``. A rebuild fills the next generation and moves the link in one step;
whoever reads the old one goes on until its next question. A generation is an SQLite file with its own write-ahead log,
which is why the files are not simply renamed: the log of the old one would be taken for the new one's.
"""

from __future__ import annotations

import fcntl
import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from news.errors import NewsError, StorageFull, disk_error
from search.engine import IndexDamaged, IndexUnavailable
from search.fts_query import LETTERS_BESIDE

#: Raised whenever tables or tokens change their meaning: an index of another format is rebuilt, not migrated.
FORMAT = 3
_BUSY_SECONDS = 30.0
_BATCH_BYTES = 8 << 20
_READING_KIB, _WRITING_KIB = 16_384, 65_536
#: Pages in the log before it is copied into the file: many writes touch the same pages again and again.
_CHECKPOINT_PAGES = 8_000
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

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


log = logging.getLogger(__name__)


class IndexFile:
    """Connections to the current generation: one for writing, as many for reading as are read at once.

    With ``generation`` it stays with that one, which is being built, and leaves the link alone.
    """

    def __init__(self, link: Path, generation: Path | None = None) -> None:
        self.link = link
        self._generation = generation
        self._target: Path | None = None
        self._writer: tuple[sqlite3.Connection, Path] | None = None
        self._idle: list[sqlite3.Connection] = []
        self._writing = threading.RLock()
        self._switching = threading.Lock()
        if not self._is_of_our_format():
            log.warning("search index %s is of another format: a new one begins", link)
            self.begin_again(self.current())

    def __reduce__(self) -> tuple[type[IndexFile], tuple[Path, Path | None]]:
        """In another process: the same files, opened anew."""
        return IndexFile, (self.link, self._generation)

    def _is_of_our_format(self) -> bool:
        try:
            with self.reading() as connection:
                return bool(connection.execute("PRAGMA user_version").fetchone() == (FORMAT,))
        except IndexDamaged:
            return True  # and by now a new one

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection of one's own for the time of a question."""
        target = self.current()
        with self._borders(target):
            connection = self._take(target)
            try:
                yield connection
            except BaseException:
                connection.close()
                raise
            self._give_back(connection, target)

    def _take(self, target: Path) -> sqlite3.Connection:
        with self._switching:
            if target != self._target:
                self._forget(target)
            if self._idle:
                return self._idle.pop()
        return _connect(target)

    def _give_back(self, connection: sqlite3.Connection, target: Path) -> None:
        with self._switching:
            if target == self._target:
                self._idle.append(connection)
                return
        connection.close()

    def _forget(self, target: Path | None) -> None:
        while self._idle:
            self._idle.pop().close()
        self._target = target

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One write transaction on the current generation; nothing of it stays if it is left by an exception."""
        with self._writing:
            target = self.current()
            with self._borders(target):
                if self._writer is None or self._writer[1] != target:
                    self._close_writer()
                    self._writer = (_connect(target, _WRITING_KIB), target)
                connection = self._writer[0]
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                    connection.execute("COMMIT")
                except BaseException:
                    with suppress(sqlite3.Error):
                        connection.execute("ROLLBACK")
                    raise

    @contextmanager
    def _borders(self, target: Path) -> Iterator[None]:
        """SQLite's errors become ours; a broken file is put aside at once, so that it can be rebuilt."""
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGE:
                raise self._unavailable(error) from error
            log.error("search index %s is damaged (%s): a new one begins", target, error)
            self.begin_again(target)
            raise IndexDamaged(self.link, str(error)) from error

    def _unavailable(self, error: OSError | sqlite3.Error) -> NewsError:
        """What the disk refuses is said as everywhere; the rest is the index's own trouble."""
        if isinstance(error, OSError):
            return disk_error(self.link, error)
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case sqlite3.SQLITE_FULL:
                return StorageFull.no_room(self.link)
            case sqlite3.SQLITE_READONLY:
                return StorageFull.read_only(self.link)
            case _:
                return IndexUnavailable(self.link, str(error))

    def current(self) -> Path:
        """The generation that is read and written; a lost one is followed by an empty one."""
        if self._generation is not None:
            return self._generation
        target = self._led_to()
        if target is None:
            self.begin_again(None)
            target = self._led_to()
        if target is None:
            raise IndexUnavailable(self.link, "no file to lead to")
        return target

    def _led_to(self) -> Path | None:
        try:
            target = self.link.parent / self.link.readlink()
        except OSError:
            return None
        return target if target.exists() else None

    def begin_again(self, instead_of: Path | None) -> None:
        """Lead to a new, empty generation, unless another process led away from ``instead_of`` already."""
        with self._alone():
            if self._generation is not None:
                self._close_writer()
                self._generation = self.new_generation()
            elif self._led_to() == instead_of:
                self._lead_to(self.new_generation())

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else, in this process or another, moves the link meanwhile."""
        try:
            self.link.parent.mkdir(parents=True, exist_ok=True)
            with self._writing, self.link.with_name(f"{self.link.name}.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        except OSError as error:
            raise self._unavailable(error) from error

    def unfinished(self) -> Path | None:
        """The sound generation of our format that a rebuild left behind when it was interrupted."""
        newest = max(self._generations(), default=None)
        if newest is None or newest[1] == self.current():
            return None
        try:
            connection = _connect(newest[1])
            try:
                is_sound = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
                is_ours = connection.execute("PRAGMA user_version").fetchone() == (FORMAT,)
            finally:
                connection.close()
        except sqlite3.Error:
            return None
        return newest[1] if is_sound and is_ours else None

    def new_generation(self) -> Path:
        """Make an empty generation beside the others."""
        try:
            self.link.parent.mkdir(parents=True, exist_ok=True)
            number = 1 + max((number for number, _ in self._generations()), default=0)
            path = self.link.with_name(f"{self.link.name}.{number}")
            path.touch(exist_ok=False)
            connection = _connect(path)
        except (OSError, sqlite3.Error) as error:
            raise self._unavailable(error) from error
        try:
            connection.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise self._unavailable(error) from error
        finally:
            connection.close()
        return path

    def lead_to(self, generation: Path) -> None:
        """Let the link lead to a generation in one step, and remove the others."""
        with self._alone():
            if not generation.exists():
                raise IndexUnavailable(self.link, f"{generation.name} is gone: was it rebuilt twice at once?")
            self._lead_to(generation)

    def _lead_to(self, generation: Path) -> None:
        self._close_writer()
        step = self.link.with_name(f"{self.link.name}.next")
        step.unlink(missing_ok=True)
        step.symlink_to(generation.name)
        step.replace(self.link)
        with self._switching:
            self._forget(None)
        for _, old in self._generations():
            if old != generation:
                remove(old)

    def _generations(self) -> list[tuple[int, Path]]:
        files = self.link.parent.glob(f"{self.link.name}.*")
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


def _connect(path: Path, cache_kib: int = _READING_KIB) -> sqlite3.Connection:
    """Open an existing file; raises ``sqlite3.Error``."""
    address = f"file:{quote(str(path))}?mode=rw"
    connection = sqlite3.connect(
        address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA cache_size = -{cache_kib}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
    except BaseException:
        connection.close()
        raise
    return connection
