"""The names of indices in Elasticsearch, and a generation as it is found there.

diembao-000003-press-2026q4    articles first seen in that quarter (local time); older ones than 2020 in one
diembao-000003-journal         the place in the change log, tombstones
diembao                        alias: the partitions of the generation that answers
diembao-current                alias: its journal; what is done to the generation that answers is done
                               in one step with the condition that it still is the one
diembao-000003-into-2026q4     alias for writing: what was lost is never made by a write
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from news.times import local

#: Articles first seen before this year share one partition: archives are small beside the present.
_FIRST_YEAR = 2020


def partition_of(first_seen_at: datetime) -> str:
    """``2026q4``; every partition costs memory, so a quarter of a year and not a month."""
    moment = local(first_seen_at)
    return f"{moment.year}q{(moment.month + 2) // 3}" if moment.year >= _FIRST_YEAR else "earlier"


def name_of(index: str) -> str:
    """The name of a partition, of its index."""
    return index.rpartition("-press-")[2]


@dataclass(frozen=True, slots=True)
class Generation:
    """The names of one generation."""

    prefix: str
    number: int

    @property
    def journal(self) -> str:
        return f"{self.prefix}-{self.number:06d}-journal"

    @property
    def press(self) -> str:
        """All partitions."""
        return f"{self.prefix}-{self.number:06d}-press-*"

    def partition(self, name: str) -> str:
        return f"{self.prefix}-{self.number:06d}-press-{name}"

    def into(self, name: str) -> str:
        return f"{self.prefix}-{self.number:06d}-into-{name}"


@dataclass(frozen=True, slots=True)
class State:
    """A generation as it is found: its partitions by identity, and what its journal says."""

    generation: Generation
    format: int
    partitions: Mapping[str, str]
    #: As ``Server.get`` gives it; ``None`` before the first batch.
    progress: Mapping[str, Any] | None = None

    @property
    def lost(self) -> frozenset[str]:
        """Partitions that the journal knows and nobody else does; one made anew has another identity."""
        if self.progress is None:
            return frozenset()
        known = self.progress["_source"]["partitions"]
        return frozenset(name for name, identity in known.items() if self.partitions.get(name) != identity)

    @property
    def position(self) -> int:
        """Up to where in the change log nothing is missing: after a loss everything is read again."""
        return 0 if self.progress is None or self.lost else int(self.progress["_source"]["seq"])
