"""The office's settings as they stand in its folder, and how far a new office has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Setting:
    """One value, where to change it, and what the file says about it."""

    table: str
    key: str
    value: str
    line: int
    words: str


@dataclass(frozen=True, slots=True)
class SettingsFile:
    name: str
    path: str
    settings: Sequence[Setting]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the first day. ``words`` say how it stands; ``href`` where to do it, empty: in the folder."""

    title: str
    is_done: bool
    words: str
    href: str


class Settings(Protocol):
    def files(self) -> Sequence[SettingsFile]: ...

    def steps(self) -> Sequence[Step]: ...
