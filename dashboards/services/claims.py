"""Fact-checking as the reviewers' pages see it: the tray, a claim, and the steps of its review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from factcheck.effect import Effect
from news.claims import Claim, ClaimChange, ClaimState, Closing, Correction, Decision
from news.evidence import StoredEvidence
from news.people import Person


@dataclass(frozen=True, slots=True)
class SightedArticle:
    """An article that states the claim; ``words`` as it says it, empty where it says so no more."""

    article_id: int
    title: str
    url: str
    source_name: str
    at: datetime
    words: str
    is_recycled: bool


@dataclass(frozen=True, slots=True)
class OlderTelling:
    """An article that told the same long before, with the words in which it did."""

    article_id: int
    title: str
    source_name: str
    day: date
    words: str


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """What the machine says of the claim and a passage; shown as a proposal, in words."""

    document: StoredEvidence
    passage: str
    label: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrayLine:
    """A claim in the tray: its best proposal in words, how many articles state it, and what this person may do."""

    claim: Claim
    hint: str
    sightings: int
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """Everything a reviewer needs about one claim. ``steps``: what this person may do now."""

    claim: Claim
    history: tuple[ClaimChange, ...]
    wordings: tuple[str, ...]
    sightings: tuple[SightedArticle, ...]
    proposals: tuple[ProposalLine, ...]
    versions: tuple[Correction, ...]
    cited: tuple[StoredEvidence, ...]
    steps: tuple[str, ...]
    names: Mapping[str, str]
    effect: Effect | None
    page_text: str
    #: The public page; a path alone where the public pages have no address yet, empty before publication.
    public_url: str = ""
    older: OlderTelling | None = None


class Claims(Protocol):
    """Refusals are ``news.errors.NewsError`` with words for the person."""

    def tray(self, person: Person, states: Sequence[ClaimState]) -> Sequence[TrayLine]: ...

    def counts(self) -> Mapping[ClaimState, int]: ...

    def get(self, claim_id: int, person: Person) -> ClaimView:
        """Raises ``UnknownId``, also for another office's claim."""
        ...

    def add(self, person: Person, statement: str) -> Claim: ...

    def step(self, person: Person, claim_id: int, seen: int, verb: str) -> Claim:
        """``take``, ``restore``, ``send_back``, ``contest`` or ``uphold``."""
        ...

    def reword(self, person: Person, claim_id: int, seen: int, statement: str) -> Claim: ...

    def close(
        self, person: Person, claim_id: int, seen: int, closing: Closing, same_as: int | None = None
    ) -> Claim: ...

    def decide(self, person: Person, claim_id: int, seen: int, decision: Decision) -> Claim: ...

    def approve(self, person: Person, claim_id: int, seen: int) -> Correction: ...

    def check(self, claim_id: int, person: Person) -> int:
        """Hold the claim against the library and the archive once more; how many proposals there are."""
        ...

    def letter(self, person: Person, claim_id: int, article_id: int) -> bytes:
        """DOCX: the request to correct, to the outlet of an article that states a published claim."""
        ...

    def today(self) -> date: ...
