"""What an edition says beside the stories: claims checked, matters that need an answer, its number, its seal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim whose verdict two persons have published, as the digest tells it. ``verdict``: in words."""

    claim: str
    verdict: str
    publisher: str
    url: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Matter:
    """What needs an answer, by whom, until when. ``is_confirmed``: somebody vouched for the rule of the deadline."""

    title: str
    url: str
    unit: str
    due: date | None = None
    is_confirmed: bool = False
    state: str = ""


@dataclass(frozen=True, slots=True)
class EditionLine:
    """Which edition of a day this is, and what it changes of the one before, in words.

    ``number`` 0 and ``signer`` empty: sent unsigned by the office's choice, and marked so on every page.
    """

    number: int
    signer: str = ""
    replaces: datetime | None = None
    changes: tuple[str, ...] = ()

    @property
    def is_signed(self) -> bool:
        return self.number > 0


@dataclass(frozen=True, slots=True)
class Seal:
    """What proves a signed edition: the hash of its content and the head of the audit log at its signing."""

    signed_at: datetime
    sha256: str
    audit_head: str
