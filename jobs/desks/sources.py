"""The sources: how they fare, which are read, and new ones."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from config import write_sources
from dashboards.services import SourceLine
from dashboards.services.people import Refused
from dashboards.services.sources import ProposedSource, Stranger
from jobs.desks.tasks import TasksDesk
from jobs.probing import Proposal, check, propose, report_lines
from jobs.wiring import Office, read_configuration
from news.people import Person
from news.source import Source, SourceState
from news.urls import host_of

_T = TypeVar("_T")
#: Longest look at a site that answers slowly.
_PATIENCE = 120


class SourcesDesk:
    def __init__(self, office: Office, tasks: TasksDesk) -> None:
        self._office, self._tasks = office, tasks
        self._writing = threading.Lock()

    def list(self) -> Sequence[SourceLine]:
        with self._office.storage.read() as work:
            states = {(state.source, state.feed): state for state in work.sources.list()}
        lines = []
        for source in self._office.configuration.sources:
            for feed in source.addresses or ("",):
                state = states.get((source.id, feed)) or SourceState(source.id, feed)
                lines.append(
                    SourceLine(
                        source.id,
                        source.name,
                        feed,
                        source.enabled,
                        state.health,
                        state.detail,
                        state.last_success_at,
                        state.newest_entry_at,
                        state.typical_gap,
                        state.longest_gap,
                    )
                )
        return lines

    def strangers(self) -> Sequence[Stranger]:
        with self._office.storage.read() as work:
            found = work.pointers.strangers()
        return [
            Stranger(one.host, one.publisher or one.host, one.pointers, one.newest_at, one.title, one.url)
            for one in found
        ]

    def enable(self, by: Person, id: str, *, is_on: bool) -> None:
        def changed(sources: Sequence[Source]) -> Sequence[Source]:
            if all(one.id != id for one in sources):
                raise Refused("Không có nguồn này trong sources.csv.")
            return [replace(one, enabled=is_on) if one.id == id else one for one in sources]

        self._rewrite(by, "enable" if is_on else "disable", id, changed)

    def propose(self, by: Person, url: str) -> str:
        folder = self._office.configuration.folder
        words = "Đang tìm nguồn cấp tin của trang và đọc thử; có thể mất nửa phút"
        return self._tasks.begin(by, words, "/sources/proposals/{id}", lambda: _apart(_propose, folder, url))

    def proposal(self, by: Person, id: str) -> ProposedSource | None:
        found = self._tasks.result(by, id)
        if not isinstance(found, Proposal):
            return None
        return ProposedSource(found.source.id, found.source.name, tuple(found.lines()), found.source.enabled)

    def add(self, by: Person, proposal: str) -> ProposedSource:
        found, shown = self._tasks.result(by, proposal), self.proposal(by, proposal)
        if not isinstance(found, Proposal) or shown is None:
            raise Refused("Đề nghị này đã cũ; hãy thử lại địa chỉ.")
        if not shown.is_usable:
            raise Refused("Không có nguồn cấp tin nào đọc được nên chưa thêm.")

        def changed(sources: Sequence[Source]) -> Sequence[Source]:
            if any(one.id == shown.id for one in sources):
                raise Refused("Nguồn này đã có trong danh sách.")
            return [*sources, found.source]

        self._rewrite(by, "add", shown.id, changed)
        with self._office.storage.begin() as work:
            work.pointers.revive(host_of(found.source.homepage))
        return shown

    def check(self, by: Person, id: str) -> str:
        folder = self._office.configuration.folder
        return self._tasks.begin(by, "Đang đọc thử nguồn", "/sources/checks/{id}", lambda: _apart(_check, folder, id))

    def report(self, by: Person, task: str) -> Sequence[str] | None:
        found = self._tasks.result(by, task)
        return found if isinstance(found, tuple) else None

    def _rewrite(self, by: Person, verb: str, id: str, changed: Callable[[Sequence[Source]], Sequence[Source]]) -> None:
        """Write ``sources.csv`` anew from what stands in it now; the next round reads it."""
        with self._writing:
            current = read_configuration(self._office.configuration.folder)
            sources = tuple(changed(current.sources))
            write_sources(current.sources_file, sources)
            self._office.use_sources(sources)
        with self._office.storage.begin() as work:
            work.audit.add(self._office.province, by.id, verb, "source", id)


def _apart(act: Callable[..., _T], *arguments: object) -> _T:
    """Do it in a process of its own: the crawler runs once in a process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(act, *arguments).result(timeout=_PATIENCE)


def _propose(folder: Path, url: str) -> Proposal:
    return propose(read_configuration(folder), url, source_id=None, name=None)


def _check(folder: Path, id: str) -> tuple[str, ...]:
    configuration = read_configuration(folder)
    chosen = [source for source in configuration.sources if source.id == id]
    return tuple(line for report in check(configuration, chosen) for line in report_lines(report))
