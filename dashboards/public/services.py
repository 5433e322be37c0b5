"""All that the public pages may ask: published corrections, the tip line, objections. Nothing of a review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from factcheck.answers import Answer, Receipt
from news.claims import Correction


class TipDesk(Protocol):
    def submit(self, text: str) -> Receipt:
        """Raises ``news.errors.NewsError`` with words for the sender."""
        ...

    def answer(self, ticket: str) -> Answer: ...


class ContestDesk(Protocol):
    def submit(self, correction: Correction, text: str, url: str) -> str:
        """Keep an objection, masked; its ticket. Raises ``news.errors.NewsError``."""
        ...

    def answer(self, ticket: str) -> str | None:
        """What the office answered, in words; ``None`` for an unknown ticket."""
        ...


class CorrectionShelf(Protocol):
    def list(self) -> Sequence[Correction]:
        """The newest version of each, withdrawn ones too, those published last first."""
        ...

    def versions(self, slug: str) -> Sequence[Correction]:
        """All public versions under an address, newest first; empty for an unknown one."""
        ...


@dataclass(frozen=True, slots=True)
class PublicServices:
    """``address``: what browsers call the public pages, without a slash at the end (empty while nobody set it)."""

    office: str
    province_name: str
    address: str
    is_sample: bool
    corrections: CorrectionShelf
    tips: TipDesk
    contests: ContestDesk
