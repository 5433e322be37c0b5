"""How the sources fare."""

from __future__ import annotations

from dashboards.services import SourceLine
from jobs.wiring import Office
from news.source import SourceState


class SourcesDesk:
    def __init__(self, office: Office) -> None:
        self._office = office

    def list(self) -> list[SourceLine]:
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
