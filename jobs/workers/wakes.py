"""The task engine: Procrastinate, on the store's own PostgreSQL. It wakes; storage alone knows what is to be done.

A wake that is lost costs a moment, never work: the scheduler wakes again. So its tables are disposable: they lie in a
schema named after the engine's version, in no backup and no copy, and another version begins with tables of its own.
The one module that knows Procrastinate.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, ProcrastinateException
from procrastinate.jobs import Status

from jobs.workers.roles import Role
from news.errors import StorageUnavailable

log = logging.getLogger(__name__)

_SCHEMA = "wakes_" + version("procrastinate").replace(".", "_")
_TASK = "wake"
#: When the server does not tell of new wakes, a worker looks by itself this often (seconds).
_LOOK_EVERY = 5.0
#: A worker whose server went away asks for it again after this (seconds).
_RECONNECT = 3.0
#: Who gave no sign of life for so long is dead (seconds); the engine's workers give one every ten.
_DEAD_AFTER = 30.0


@dataclass(frozen=True, slots=True)
class Wake:
    """Do this step now, of one office or, without a province, of the installation."""

    step: str
    province: str = ""


class Wakes:
    """Wakes for one store. Calls are safe from any thread."""

    def __init__(self, address: str) -> None:
        """``address`` of the PostgreSQL, as ``Storage.address`` gives it; what is missing there is made."""
        self._where: dict[str, Any] = {"conninfo": address, "kwargs": {"options": f"-c search_path={_SCHEMA}"}}
        self._sync = App(connector=SyncPsycopgConnector(min_size=1, max_size=2, **self._where))
        with _told():
            self._sync.open()
            self._prepare()

    def wake(self, role: Role, wake: Wake, *, sleepers: int = 1) -> None:
        """Wake ``sleepers`` workers of the role; whoever was woken for this and has not begun is not woken twice."""
        for place in range(sleepers):
            task = self._sync.configure_task(
                _TASK, queue=role.value, queueing_lock=f"{wake.step}/{wake.province}/{place}"
            )
            with _told(), suppress(AlreadyEnqueued):
                task.defer(step=wake.step, province=wake.province)

    def waiting(self) -> dict[Role, int]:
        """How many wakes nobody has taken yet."""
        with _told():
            queues = {str(row["name"]): int(row["todo"]) for row in self._sync.job_manager.list_queues()}
        return {role: queues[role] for role in Role if role in queues}

    def tidy(self) -> None:
        """Take out wakes whose worker died in them; the work they were for is still pending in storage."""
        with _told():
            asyncio.run(self._tidy())

    def sleep(self, roles: Iterable[Role], perform: Callable[[Wake], None], stopping: threading.Event) -> None:
        """Be woken until told to stop, one step at a time; the one under way is finished. Outlives the server."""
        while not stopping.is_set():
            try:
                asyncio.run(self._sleep([role.value for role in roles], perform, stopping))
            except (ConnectorException, OSError) as error:
                log.warning("the database does not answer: %s", error)
                stopping.wait(_RECONNECT)

    def close(self) -> None:
        self._sync.close()

    async def _tidy(self) -> None:
        app = App(connector=PsycopgConnector(min_size=1, max_size=1, **self._where))
        async with app.open_async():
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_DEAD_AFTER):
                await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)

    async def _sleep(self, queues: list[str], perform: Callable[[Wake], None], stopping: threading.Event) -> None:
        app = App(connector=PsycopgConnector(min_size=1, max_size=4, **self._where))

        @app.task(name=_TASK)
        def wake(step: str, province: str) -> None:
            perform(Wake(step, province))

        async with app.open_async():
            worker = asyncio.create_task(
                app.run_worker_async(
                    queues=queues,
                    concurrency=1,
                    install_signal_handlers=False,
                    fetch_job_polling_interval=_LOOK_EVERY,
                    delete_jobs="always",
                )
            )
            while not stopping.is_set() and not worker.done():
                await asyncio.sleep(0.2)
            worker.cancel()
            with suppress(asyncio.CancelledError):
                await worker

    def _prepare(self) -> None:
        """Make the engine's tables where they are missing; two that begin at once make them once."""
        connector = self._sync.connector.get_sync_connector()
        made = connector.execute_query_one("SELECT to_regclass('procrastinate_jobs') IS NOT NULL AS made")
        if made["made"]:
            return
        schema = self._sync.schema_manager.get_schema().replace("%", "%%")
        connector.execute_query(
            f"SELECT pg_advisory_xact_lock(7301983); CREATE SCHEMA IF NOT EXISTS {_SCHEMA};"
            f"DO $once$ BEGIN IF to_regclass('procrastinate_jobs') IS NULL THEN EXECUTE $schema${schema}$schema$;"
            " END IF; END $once$;"
        )


@contextmanager
def _told() -> Iterator[None]:
    """Raise ``StorageUnavailable`` for what the engine or its database raises."""
    try:
        yield
    except AlreadyEnqueued:
        raise
    except ProcrastinateException as error:
        reason = str(error.__cause__ or error).strip().splitlines()[0]
        raise StorageUnavailable("PostgreSQL", reason, "bộ đánh thức không kết nối được cơ sở dữ liệu") from error
