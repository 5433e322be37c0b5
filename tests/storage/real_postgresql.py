"""A real PostgreSQL for tests: Debian's, in a folder of its own, on a free port of 127.0.0.1, stopped whatever happens.

``DIEMBAO_TEST_POSTGRESQL_URL`` names a server of one's own instead; its user must be allowed to make databases.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from storage import open_storage
from storage.schema import metadata

_SETTINGS = """\
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 32MB
max_connections = 40
"""
#: Dies with the tests: at the end of its input it stops the server and removes its folder.
_GUARD = 'cat >/dev/null; {run} "{bin}/pg_ctl" -D "$1/data" -m immediate stop >/dev/null 2>&1; rm -rf "$1"'


class NotToBeHad(Exception):
    """The server cannot be started here, and why."""


@dataclass
class PostgresServer:
    """One database with all tables, emptied between tests; ``url`` of the server itself names no database."""

    url: str
    _made: list[str] = field(default_factory=list)

    def empty_store(self) -> str:
        """The address of a database with all tables and nothing in them."""
        name = f"diembao_thu_{os.getpid()}"
        address = f"{self.url}/{name}"
        if name not in self._made:
            self.make_database(name)
            open_storage(address).close()
        with psycopg.connect(address, autocommit=True) as connection:
            tables = ", ".join(f'"{table}"' for table in metadata.tables)
            connection.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE".encode())
        return address

    def make_database(self, name: str) -> str:
        """A new database without tables."""
        self._run(f"CREATE DATABASE {name}")
        self._made.append(name)
        return f"{self.url}/{name}"

    def close(self) -> None:
        for name in self._made:
            self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(f"{self.url}/postgres", autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running() -> Iterator[PostgresServer]:
    """Start a server, or use the one that the environment names. Raises ``NotToBeHad``."""
    given = os.environ.get("DIEMBAO_TEST_POSTGRESQL_URL")
    if given:
        server = PostgresServer(given.rstrip("/"))
        yield server
        server.close()
        return
    programs = _programs()
    as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="diembao-postgresql-"))
    if as_nobody:
        shutil.chown(folder, 65534, 65534)
    guard = _GUARD.format(bin=programs, run=" ".join(as_nobody))
    with subprocess.Popen(["sh", "-c", guard, "guard", str(folder)], stdin=subprocess.PIPE, cwd="/") as child:
        try:
            yield PostgresServer(_start(programs, folder, as_nobody))
        finally:
            assert child.stdin is not None
            child.stdin.close()


def _start(programs: Path, folder: Path, as_nobody: list[str]) -> str:
    def run(*command: str) -> None:
        done = subprocess.run([*as_nobody, *command], capture_output=True, text=True, cwd="/")
        if done.returncode:
            raise NotToBeHad((done.stderr or done.stdout).strip()[-500:])

    data = folder / "data"
    run(str(programs / "initdb"), "-D", str(data), "-U", "thu", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (data / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write(_SETTINGS.format(port=port))
    run(str(programs / "pg_ctl"), "-D", str(data), "-w", "-t", "90", "-l", str(folder / "log"), "start")
    return f"postgresql://thu@127.0.0.1:{port}"


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise NotToBeHad("PostgreSQL is not installed (Debian package postgresql)")
    return found[-1].parent
