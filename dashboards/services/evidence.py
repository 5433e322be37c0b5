"""The evidence library as its pages see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from factcheck.library import Card, Preview
from news.claims import Correction
from news.evidence import Original, Passage, StoredEvidence
from news.people import Person


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A document with its passages and the corrections that cite it."""

    document: StoredEvidence
    passages: tuple[Passage, ...]
    cited_by: tuple[Correction, ...]
    has_original: bool


@dataclass(frozen=True, slots=True)
class FoundEvidence:
    """A passage that was looked for, with its document."""

    document: StoredEvidence
    passage: Passage


class EvidenceShelf(Protocol):
    """Refusals are ``news.errors.NewsError`` with words for the person."""

    def list(self) -> Sequence[StoredEvidence]: ...

    def find(self, text: str) -> Sequence[FoundEvidence]: ...

    def get(self, evidence_id: int) -> EvidenceView: ...

    def original(self, person: Person, evidence_id: int) -> Original | None:
        """The bytes; the look is logged."""
        ...

    def add_text(self, person: Person, card: Card, text: str) -> int: ...

    def add_file(self, person: Person, card: Card, body: bytes) -> int: ...

    def preview(self, url: str) -> Preview: ...

    def confirm(self, person: Person, token: str, card: Card) -> int: ...

    def supersede(self, person: Person, old: int, new: int) -> None: ...

    def restore(self, person: Person, old: int) -> None:
        """Undo ``supersede``."""
        ...
