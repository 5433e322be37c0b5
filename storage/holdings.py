"""What one program at a time may do, on one machine or many: a lock of the session, which dies with its holder."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Engine

#: Any fixed number: keeps these locks apart from all others of the database.
_FAMILY = 730_198
_EVERY = 0.2
#: The server notices within 20 seconds that the holder's machine went off without a word.
_NOTICE = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 2"


class Holding:
    """It is ours, as long as the connection lives; ``None``: nobody could take it away."""

    def __init__(self, connection: Any | None = None) -> None:
        self._connection = connection

    def is_held(self) -> bool:
        """Ask the server. The connection's death is the lock's."""
        if self._connection is None:
            return True
        try:
            self._connection.cursor().execute("SELECT 1")
        except self._connection.Error:
            return False
        return True


@contextmanager
def held(engine: Engine, name: str, patience: float) -> Iterator[Holding | None]:
    """See ``Storage.alone``. The server is asked again and again: no statement waits, and no transaction is open."""
    if engine.dialect.name == "sqlite":
        yield Holding()
        return
    fairy = engine.raw_connection()
    connection: Any = fairy.driver_connection
    fairy.detach()  # never back to the pool: a pooled connection would keep the lock
    try:
        connection.autocommit = True
        connection.execute(_NOTICE)
        yield Holding(connection) if _took(connection, name, patience) else None
    finally:
        # Given back in words: after a mere close the server may hold it for a moment still.
        with suppress(connection.Error):
            connection.execute("SELECT pg_advisory_unlock_all()")
        connection.close()


def _took(connection: Any, name: str, patience: float) -> bool:
    deadline = time.monotonic() + patience
    key = zlib.crc32(name.encode()) - 2**31
    while True:
        row = connection.execute("SELECT pg_try_advisory_lock(%s, %s)", (_FAMILY, key)).fetchone()
        if row[0]:
            return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(_EVERY)
