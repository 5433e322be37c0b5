"""What a name in the gazetteer can be: its meanings, how far each is trusted, and how it is spelled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from news.analysis import MentionKind


class Level(StrEnum):
    """What sort of thing a name stands for."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    LANDMARK = "landmark"
    CLUB = "club"
    TRAP = "trap"


class Trust(StrEnum):
    """How much a name says by itself."""

    SURE = "sure"
    #: Needs something of the same province, or at least of Vietnam, in the text.
    CONTEXT = "context"
    #: Needs another name of the same province in the text.
    STRICT = "strict"


@dataclass(frozen=True, slots=True)
class Place:
    """One meaning of a name. ``since`` and ``until`` (exclusive) are ISO dates, empty where open."""

    name: str
    level: Level
    provinces: tuple[str, ...]
    kind: MentionKind = MentionKind.PLACE
    unit: str = ""
    former: str = ""
    district: str = ""
    since: str = ""
    until: str = ""
    trust: Trust = Trust.SURE
    reason: str = ""

    @property
    def full_name(self) -> str:
        """``xã Hải Quang``; provinces and landmarks by their bare name."""
        return f"{self.unit} {self.name}" if self.level in (Level.DISTRICT, Level.COMMUNE) else self.name

    def existed(self, day: str) -> bool:
        """Whether the unit existed on that day (ISO date)."""
        return (not self.since or self.since <= day) and (not self.until or day < self.until)


@dataclass(frozen=True, slots=True)
class Form:
    """One spelling in lower case: the places it writes in full, and those it writes without accents.

    ``caps`` are the characters that must be capitals for it to be a name.
    """

    text: str
    caps: tuple[int, ...]
    places: tuple[Place, ...]
    folded: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Clue:
    """Words that turn a name into something else (``contexts.csv``)."""

    near: tuple[str, ...]
    unless: tuple[str, ...]
    province: str | None
    reason: str

    def holds_in(self, low: str) -> bool:
        return any(word in low for word in self.near) and not any(word in low for word in self.unless)
