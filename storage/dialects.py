"""All that differs between SQLite and PostgreSQL, in one place."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, any_, create_engine, event, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url

#: How long a writer waits for another one before it gives up.
BUSY_SECONDS = 30
_CACHE_KIB = 16_000
#: No statement, wait for a lock or forgotten transaction holds the others up for ever (milliseconds).
_POSTGRESQL_LIMITS = (
    "-c statement_timeout=120000 -c lock_timeout=60000 -c idle_in_transaction_session_timeout=300000 -c timezone=UTC"
)
#: Any fixed number: the lock that makes PostgreSQL's writers take turns, as SQLite's do.
_WRITER_LOCK = 7_301_982

Insert = sqlite.Insert | postgresql.Insert


def open_engine(url: str) -> Engine:
    """An engine whose transactions are begun by us (``writing``, ``reading``). Errors never quote what is written."""
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    address = make_url(url)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    limits = {"options": _POSTGRESQL_LIMITS}
    engine = create_engine(address, connect_args=limits, hide_parameters=True, pool_pre_ping=True)
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def writing(engine: Engine) -> Engine:
    """The same engine for transactions that write: one at a time, on every database."""
    return engine.execution_options(writes=True)


def taking(engine: Engine) -> Engine:
    """The same engine for short transactions that take work out of others' way: PostgreSQL's do not take turns."""
    return engine.execution_options(writes=True, takes=True)


def reading(engine: Engine) -> Engine:
    """The same engine for transactions that see one snapshot and cannot write."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


def insert(connection: Connection, table: Table) -> Insert:
    """An INSERT that knows ``on_conflict_do_nothing`` and ``on_conflict_do_update``, in the connection's dialect."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def among(connection: Connection, column: ColumnElement[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """``column IN values`` as one parameter: one statement for any number, which the database has to read once."""
    if connection.dialect.name == "sqlite":
        return column.in_(select(func.json_each(json.dumps(list(values))).table_valued("value").c.value))
    return column == any_(literal(list(values), postgresql.ARRAY(column.type)))


def prefer_wal(engine: Engine) -> None:
    """Switch a SQLite file to its write-ahead log; the file remembers it. Other databases need nothing."""
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    try:
        deadline = time.monotonic() + BUSY_SECONDS
        while not _switched_to_wal(raw.cursor(), is_last=time.monotonic() > deadline):
            time.sleep(0.05)
    finally:
        raw.close()


def fold_log(engine: Engine) -> None:
    """Move SQLite's write-ahead log into the file and empty it: what was deleted is then in neither."""
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA query_only = 0")  # the connection may have read last
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.cursor().execute("PRAGMA optimize")
    finally:
        raw.close()


def _switched_to_wal(cursor: Any, *, is_last: bool) -> bool:
    """Of two processes that switch at once SQLite refuses one instead of letting it wait: that one tries again."""
    try:
        cursor.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if is_last or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _set_up_sqlite(dbapi_connection: Any, _record: object) -> None:
    dbapi_connection.isolation_level = None  # no BEGIN but ours
    cursor = dbapi_connection.cursor()
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {0 if writes else 1}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("writes", False):
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
    elif not options.get("takes", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")
