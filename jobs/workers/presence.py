"""A worker's signs of life: a thread says every few seconds that it is there, and at what."""

from __future__ import annotations

import logging
import os
import platform
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from jobs.workers.roles import Role
from news.errors import StorageError
from news.times import Clock
from storage import Storage
from storage.workers import WorkerRow

log = logging.getLogger(__name__)

#: Between two signs of life, and after how long a silent worker counts as gone.
EVERY = timedelta(seconds=3)
GONE_AFTER = timedelta(seconds=15)


class Presence:
    """One worker, seen by all. ``doing`` is set to the step under way."""

    def __init__(self, storage: Storage, role: Role, clock: Clock) -> None:
        now = clock()
        place = f"{platform.node()}:{os.getpid()}"
        self._row = WorkerRow(f"{place}:{secrets.token_hex(4)}", role.value, place, now, now, "")
        self._storage, self._clock = storage, clock
        self._over = threading.Event()

    @property
    def id(self) -> str:
        """Names this worker in leases."""
        return self._row.id

    @contextmanager
    def doing(self, step: str) -> Iterator[None]:
        """This step is under way."""
        self._row = replace(self._row, doing=step)
        try:
            yield
        finally:
            self._row = replace(self._row, doing="")

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Be seen while the block lasts."""
        self._tell()
        thread = threading.Thread(target=self._repeat, name="presence", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()
            try:
                with self._storage.take() as work:
                    work.workers.end(self.id)
            except StorageError as error:
                log.warning("%s", error.vi)

    def _repeat(self) -> None:
        while not self._over.wait(EVERY.total_seconds()):
            try:
                self._tell()
            except StorageError as error:
                log.warning("%s", error.vi)

    def _tell(self) -> None:
        self._row = replace(self._row, seen_at=self._clock())
        with self._storage.take() as work:
            work.workers.mark(self._row)
