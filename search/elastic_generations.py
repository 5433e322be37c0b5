"""Generations: built beside, switched in one step, each with partitions and a journal (``elastic_names``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from search.elastic_names import Generation, State
from search.elastic_rows import FORMAT, JOURNAL_BODY, PRESS_BODY
from search.elastic_server import Server
from search.engine import IndexUnavailable

_PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class Generations:
    server: Server
    prefix: str
    _name: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_name", re.compile(rf"{re.escape(self.prefix)}-(\d{{6}})-(journal|press-\w+)"))

    @property
    def _current(self) -> str:
        return f"{self.prefix}-current"

    def current(self) -> State | None:
        """The generation that answers; ``None`` before the first."""
        return self._state([self._current, self.prefix])

    def state(self, generation: Generation) -> State | None:
        return self._state([generation.journal, generation.press])

    def begin(self) -> State:
        """The generation that answers; the first one is made now."""
        if (state := self.current()) is not None:
            return state
        generation = self._without_journal() or self.add()
        if not self._lead_to(generation, None) and (state := self.current()) is not None:
            self.server.delete([generation.journal])
            return state
        return self.found(generation)

    def _without_journal(self) -> Generation | None:
        """The generation that answers although its journal was lost: it gets a new one and is filled up."""
        numbers = [int(match[1]) for name in self.server.holders(self.prefix) if (match := self._name.fullmatch(name))]
        if not numbers:
            return None
        generation = Generation(self.prefix, max(numbers))
        self._create_journal(generation)
        return generation

    def _create_journal(self, generation: Generation) -> bool:
        return self.server.create(generation.journal, {**JOURNAL_BODY, "aliases": {generation.into("journal"): {}}})

    def add(self) -> Generation:
        """Make an empty generation beside the others."""
        while True:
            generation = Generation(self.prefix, 1 + max(self._all(), default=0))
            if self._create_journal(generation):
                return generation

    def unfinished(self) -> Generation | None:
        """The newest generation of our format that was begun after the one that answers."""
        state = self.current()
        newest = max(self._all(), default=0)
        if state is None or newest <= state.generation.number:
            return None
        begun = self.state(Generation(self.prefix, newest))
        return begun.generation if begun is not None and begun.format == FORMAT else None

    def add_partitions(self, state: State, names: Iterable[str], *, is_current: bool) -> State:
        """The state with these partitions in it. Raises ``IndexUnavailable`` if the generation answers no longer."""
        generation = state.generation
        missing = [name for name in sorted(set(names)) if generation.partition(name) not in state.partitions]
        if not missing:
            return state
        for name in missing:
            self.server.create(generation.partition(name), {**PRESS_BODY, "aliases": {generation.into(name): {}}})
        made = [generation.partition(name) for name in missing]
        if is_current and not self.server.change_aliases([*self._if_current(generation), *_adds(made, self.prefix)]):
            self.server.delete(made)
            raise IndexUnavailable(self.server.place, "another generation took over during a write")
        return self.found(generation)

    def switch(self, generation: Generation) -> None:
        """Let a generation answer from now on, in one step, and delete the others."""
        before = self.current()
        if not self._lead_to(generation, None if before is None else before.generation):
            raise IndexUnavailable(
                self.server.place, "another rebuild came first", "chỉ mục vừa được lập lại ở nơi khác"
            )
        for number, names in self._all().items():
            if number != generation.number:
                self.server.delete(names)

    def delete(self, generation: Generation) -> None:
        self.server.delete(self._all().get(generation.number, ()))

    def _lead_to(self, generation: Generation, before: Generation | None) -> bool:
        own = self.found(generation)
        if before is None and self.server.holders(self._current):
            return False
        return self.server.change_aliases(
            [
                *([] if before is None else self._if_current(before, stays=False)),
                *_removes(self.server.holders(self.prefix), self.prefix),
                *_adds([generation.journal], self._current),
                *_adds(own.partitions, self.prefix),
            ]
        )

    def _if_current(self, generation: Generation, *, stays: bool = True) -> list[dict[str, Any]]:
        """Actions that hold only while this generation answers."""
        names = {"index": generation.journal, "alias": self._current}
        condition: list[dict[str, Any]] = [{"remove": {**names, "must_exist": True}}]
        return [*condition, {"add": names}] if stays else condition

    def found(self, generation: Generation) -> State:
        """Its state. Raises ``IndexUnavailable``: another rebuild took it away."""
        state = self.state(generation)
        if state is None:
            raise IndexUnavailable(self.server.place, f"{generation.journal} is gone")
        return state

    def _all(self) -> dict[int, list[str]]:
        """The names of all indices of each generation."""
        found: dict[int, list[str]] = {}
        for name in self.server.indices([f"{self.prefix}-*"]):
            if match := self._name.fullmatch(name):
                found.setdefault(int(match[1]), []).append(name)
        return found

    def _state(self, names: list[str]) -> State | None:
        found = {name: body for name, body in self.server.indices(names).items() if self._name.fullmatch(name)}
        journals = sorted(name for name in found if name.endswith("-journal"))
        if not journals:
            return None
        match = self._name.fullmatch(journals[-1])
        assert match is not None
        generation = Generation(self.prefix, int(match[1]))
        partitions = {name: body["settings"]["index"]["uuid"] for name, body in found.items() if name not in journals}
        progress = self.server.get(generation.journal, [_PROGRESS]).get(_PROGRESS)
        return State(generation, found[journals[-1]]["mappings"]["_meta"]["format"], partitions, progress)

    def move(self, state: State, upto: int) -> bool:
        """Write the place in the change log, unless another follower did since ``state`` was found."""
        body = {"seq": upto, "partitions": dict(state.partitions)}
        seen = None if state.progress is None else dict(state.progress)
        return self.server.put_if(state.generation.into("journal"), _PROGRESS, body, seen)


def _adds(indices: Iterable[str], alias: str) -> list[dict[str, Any]]:
    return [{"add": {"index": index, "alias": alias}} for index in indices]


def _removes(indices: Iterable[str], alias: str) -> list[dict[str, Any]]:
    return [{"remove": {"index": index, "alias": alias}} for index in indices]
