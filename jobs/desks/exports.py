"""Lists to take away, made while their reader waits on a page that says so."""

from __future__ import annotations

from dashboards.services.search import Exported
from jobs.desks.search import SearchDesk
from jobs.desks.tasks import TasksDesk
from news.people import Person
from nlp.query import parse


class ExportsDesk:
    def __init__(self, search: SearchDesk, tasks: TasksDesk) -> None:
        self._search, self._tasks = search, tasks

    def begin(self, person: Person, query: str, form: str) -> str:
        parse(query)

        def make() -> Exported:
            return Exported(form, self._search.export(person, query, form))

        return self._tasks.begin(person, "Đang lập danh sách", "/search/exports/{id}", make)

    def get(self, person: Person, id: str) -> Exported | None:
        found = self._tasks.result(person, id)
        return found if isinstance(found, Exported) else None
