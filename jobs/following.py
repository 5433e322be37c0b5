"""The index follows storage in a process of its own, while this one goes on storing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial

from jobs.processes import pool
from news.errors import NewsError
from search.engine import Engine
from search.follower import catch_up
from storage import Storage, open_storage

log = logging.getLogger(__name__)


class Following:
    """Brings the index up to date when told, one step after another. What goes wrong is said, and the rest waits."""

    def __init__(self, processes: ProcessPoolExecutor) -> None:
        self._processes = processes
        self._step: Future[None] | None = None
        self._is_well = True

    def begin(self) -> None:
        """Index what has changed by now; nothing while the step before goes on, or after one went wrong."""
        if self._is_well and (self._step is None or self._step.done()):
            self.finish()
            if self._is_well:
                self._step = self._processes.submit(_catch_up)

    def finish(self) -> None:
        """Wait for the step that goes on."""
        if self._step is None:
            return
        try:
            self._step.result()
        except NewsError as error:
            log.warning("%s", error.vi)
            self._is_well = False
        except BrokenProcessPool:
            log.warning("the process that indexes has died")
            self._is_well = False
        self._step = None


@contextmanager
def following(storage: Storage, engine: Engine) -> Iterator[Following]:
    """The process begins with the first step and ends with the block; what it had begun, it ends."""
    with pool(1, partial(_open, storage.address, engine)) as processes:
        yield Following(processes)


#: What the process that indexes has opened.
_opened: list[tuple[Storage, Engine]] = []


def _open(address: str, engine: Engine) -> None:
    _opened.append((open_storage(address), engine))


def _catch_up() -> None:
    ((storage, engine),) = _opened
    catch_up(storage, engine)
