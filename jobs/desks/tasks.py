"""Work that takes longer than a second, done by threads while the person's page says so. Kept in memory only."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from dashboards.services.people import Refused
from dashboards.services.tasks import Task
from news.errors import NewsError
from news.people import Person

log = logging.getLogger(__name__)

_AT_ONCE = 2
_MOST_WAITING = 20
_KEPT_SECONDS = 3600.0


@dataclass
class _Running:
    person: str
    words: str
    next: str
    future: Future[object]
    begun: float = field(default_factory=time.monotonic)


class TasksDesk:
    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="task")
        self._tasks: dict[str, _Running] = {}
        self._lock = threading.Lock()

    def begin(self, person: Person, words: str, next: str, act: Callable[[], object]) -> str:
        """Have ``act`` done; its id, which also takes the place of ``{id}`` in ``next``, the path of the result.

        Raises ``Refused`` when too much waits.
        """
        id = secrets.token_urlsafe(12)
        with self._lock:
            old = time.monotonic() - _KEPT_SECONDS
            self._tasks = {key: one for key, one in self._tasks.items() if not (one.future.done() and one.begun < old)}
            if sum(not one.future.done() for one in self._tasks.values()) >= _MOST_WAITING:
                raise Refused("Máy đang bận nhiều việc; hãy thử lại sau ít phút.")
            future = self._pool.submit(act)
            self._tasks[id] = _Running(person.id, words, next.replace("{id}", id), future)
        return id

    def get(self, person: Person, id: str) -> Task | None:
        one = self._tasks.get(id)
        if one is None or one.person != person.id:
            return None
        is_done, failure = one.future.done(), None
        if is_done and (error := one.future.exception()) is not None:
            failure = _words(error)
        return Task(id, one.words, time.monotonic() - one.begun, is_done, failure, one.next)

    def result(self, person: Person, id: str) -> object | None:
        """What came of it; ``None`` while it runs, when it failed, or when it is somebody else's."""
        one = self._tasks.get(id)
        if one is None or one.person != person.id or not one.future.done() or one.future.exception() is not None:
            return None
        return one.future.result()


def _words(error: BaseException) -> str:
    if isinstance(error, NewsError):
        return error.vi
    log.error("a task failed", exc_info=error)
    return "Chương trình gặp lỗi ngoài dự tính; lỗi đã được ghi lại. Hãy báo cho người quản trị."
