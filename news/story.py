"""Stories: one event, one entry, however many outlets. Ids last; a merge leaves a redirect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EdgeKind(StrEnum):
    EVENT = "event"
    REPRINT = "reprint"


@dataclass(frozen=True, slots=True)
class Edge:
    """Two articles that belong together, and how surely; ``a < b``."""

    a: int
    b: int
    kind: EdgeKind
    score: float


class FactKind(StrEnum):
    MUST_LINK = "must_link"
    CANNOT_LINK = "cannot_link"


@dataclass(frozen=True, slots=True)
class StoryFact:
    """A person's word that two articles are, or are not, one story; stronger than every edge."""

    province: str
    kind: FactKind
    a: int
    b: int
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Membership:
    """The story an article is in, and the article whose text it repeats."""

    article_id: int
    story: str
    reprint_of: int | None = None
