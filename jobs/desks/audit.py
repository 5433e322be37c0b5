"""The log. Most looks are written by a thread of their own, many in one transaction: no reader waits for it."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import cast

from dashboards.services.audit import AuditLine
from jobs.desks.tasks import TasksDesk
from jobs.wiring import Office
from news.errors import StorageError
from news.people import Person

log = logging.getLogger(__name__)

#: Looks that may wait; then readers wait.
_MOST_WAITING = 10_000
_MOST_AT_ONCE = 500

_Look = tuple[Person, str, str]


class AuditDesk:
    def __init__(self, office: Office, tasks: TasksDesk) -> None:
        self._storage, self._province, self._tasks = office.storage, office.province, tasks
        self._waiting: queue.Queue[_Look | None] = queue.Queue(_MOST_WAITING)
        self._writer: threading.Thread | None = None
        self._starting = threading.Lock()

    def look(self, person: Person, noun: str, key: str, *, at_once: bool = False) -> None:
        if at_once:
            self._write([(person, noun, key)])
            return
        with self._starting:
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_waiting, name="looks", daemon=True)
                self._writer.start()
        self._waiting.put((person, noun, key))

    def close(self) -> None:
        if self._writer is not None:
            self._waiting.put(None)
            self._writer.join()
            self._writer = None

    def list(self, *, before: int | None, person: str, is_act: bool, limit: int) -> Sequence[AuditLine]:
        with self._storage.read() as work:
            rows = work.audit.list(self._province, before=before, person=person, is_act=is_act, limit=limit)
        return [AuditLine(one.seq, one.at, one.person, one.verb, one.noun, one.key) for one in rows]

    def head(self) -> str:
        with self._storage.read() as work:
            return work.audit.head()

    def verify(self, by: Person) -> str:
        return self._tasks.begin(by, "Đang đọc lại toàn bộ nhật ký", "/audit?verified={id}", self._read_whole)

    def problems(self, by: Person, task: str) -> Sequence[str] | None:
        return cast("Sequence[str] | None", self._tasks.result(by, task))

    def _read_whole(self) -> Sequence[str]:
        with self._storage.read() as work:
            return [f"Dòng {one.seq}: {one.vi or one.reason}" for one in work.audit.verify()]

    def _write_waiting(self) -> None:
        while (first := self._waiting.get()) is not None:
            looks, is_last = [first], False
            with suppress(queue.Empty):
                while len(looks) < _MOST_AT_ONCE:
                    one = self._waiting.get_nowait()
                    if one is None:
                        is_last = True
                        break
                    looks.append(one)
            try:
                self._write(looks)
            except StorageError as error:
                log.error("%d looks could not be logged: %s", len(looks), error)
            if is_last:
                return

    def _write(self, looks: Sequence[_Look]) -> None:
        with self._storage.begin() as work:
            for person, noun, key in looks:
                work.audit.add(person.province, person.id, "look", noun, key)
