"""The tray of tips and objections, as reviewers see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from news.claims import Claim, Closing, Correction
from news.people import Person
from storage.public_contests import Contest
from storage.public_tips import Tip, TipCard


@dataclass(frozen=True, slots=True)
class CardView:
    """A card with the masked words of its tips, and claims that may be the same."""

    card: TipCard
    tips: tuple[Tip, ...]
    near: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class ContestLine:
    """An objection with the correction it is about."""

    contest: Contest
    correction: Correction | None


class TipTray(Protocol):
    """Refusals are ``news.errors.NewsError`` with words for the person."""

    def cards(self) -> Sequence[TipCard]: ...

    def get(self, card_id: int) -> CardView: ...

    def claim(self, person: Person, card_id: int, statement: str) -> Claim:
        """A new claim in the reviewer's own words stands for the card."""
        ...

    def attach(self, person: Person, card_id: int, claim_id: int) -> None:
        """A claim that is known stands for the card."""
        ...

    def discard(self, person: Person, card_id: int, closing: Closing) -> None: ...

    def restore(self, person: Person, card_id: int) -> None: ...

    def contests(self) -> Sequence[ContestLine]: ...

    def answer_contest(self, person: Person, contest_id: int, answer: str, *, is_accepted: bool) -> None:
        """Accepted, the correction is looked at again; the answer is read with the ticket."""
        ...
