"""Claims and what is published of them. The unit is a statement of fact, never who said it (SCOPE).

    Claim (new → in review → verdict) ─two persons→ Correction (published → contested → revised / withdrawn)

A ``Claim`` is the office's own paper. A ``Correction`` is public: nothing is in it that the public page does not show.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from news.evidence import EvidenceLink
from news.safety import SafetyCategory

#: Who proposed what no person of the office did.
MACHINE = "diembao"


class ClaimState(StrEnum):
    NEW = "new"
    IN_REVIEW = "in_review"
    #: Decided by one person, waiting for the second.
    VERDICT = "verdict"
    PUBLISHED = "published"
    CONTESTED = "contested"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


CLAIM_STATE_VI: dict[ClaimState, str] = {
    ClaimState.NEW: "mới",
    ClaimState.IN_REVIEW: "đang thẩm định",
    ClaimState.VERDICT: "chờ người thứ hai duyệt",
    ClaimState.PUBLISHED: "đã công bố",
    ClaimState.CONTESTED: "đang xem xét lại",
    ClaimState.REVISED: "đã sửa, công bố lại",
    ClaimState.WITHDRAWN: "đã rút",
    ClaimState.CLOSED: "đã đóng",
}


class Verdict(StrEnum):
    """A reviewer's, never a model's."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    MISLEADING = "misleading"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"


VERDICT_VI: dict[Verdict, str] = {
    Verdict.SUPPORTED: "đúng",
    Verdict.REFUTED: "sai sự thật",
    Verdict.MISLEADING: "gây hiểu lầm",
    Verdict.NOT_ENOUGH_EVIDENCE: "chưa đủ căn cứ",
}

#: What may be counted on platforms, and what a public-safety notice may be about (SCOPE §2, §5).
FALSE_VERDICTS = frozenset({Verdict.REFUTED, Verdict.MISLEADING})


class ClaimOrigin(StrEnum):
    """By which door a claim came in."""

    ARTICLE = "article"
    TIP = "tip"
    OFFICE = "office"


class Closing(StrEnum):
    """Why a claim is closed without a verdict. Opinion, complaint and satire are not checkable (SCOPE §4)."""

    NOT_CHECKABLE = "not_checkable"
    NOT_OURS = "not_ours"
    SAME_AS = "same_as"


CLOSING_VI: dict[Closing, str] = {
    Closing.NOT_CHECKABLE: "không phải điều kiểm chứng được (ý kiến, bình luận, trào phúng)",
    Closing.NOT_OURS: "không thuộc phạm vi",
    Closing.SAME_AS: "trùng nhận định khác",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What ``person`` proposes to make public; a second person approves it whole or sends it back.

    ``verdict`` is ``None`` for a withdrawal. ``evidence`` are ids, in the order shown. ``wordings`` are the variants
    that may be counted until ``counted_until``; both empty for what is not to be counted.
    """

    verdict: Verdict | None
    statement: str
    explanation: str
    evidence: tuple[int, ...]
    person: str
    category: SafetyCategory | None = None
    wordings: tuple[str, ...] = ()
    counted_until: date | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as it stands. ``version`` counts its changes; ``publications`` its public versions so far."""

    id: int
    province: str
    statement: str
    state: ClaimState
    version: int
    origin: ClaimOrigin
    created_at: datetime
    changed_at: datetime
    decision: Decision | None = None
    closing: Closing | None = None
    same_as: int | None = None
    publications: int = 0


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """One step in a claim's life, kept for good: who did what, when, and the claim as it was after it."""

    claim: Claim
    verb: str
    person: str
    at: datetime


class CorrectionState(StrEnum):
    PUBLISHED = "published"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"


CORRECTION_STATE_VI: dict[CorrectionState, str] = {
    CorrectionState.PUBLISHED: "đã công bố",
    CorrectionState.REVISED: "đã sửa",
    CorrectionState.WITHDRAWN: "đã rút",
}


@dataclass(frozen=True, slots=True)
class Correction:
    """One public version of a verdict, approved by two persons.

    ``number`` counts the corrections of a province from 1, ``version`` the publications of one from 1. A withdrawn one
    keeps the verdict it had; its ``explanation`` says why it was withdrawn. ``published_at`` is this version's moment.
    """

    province: str
    number: int
    version: int
    state: CorrectionState
    claim_id: int
    slug: str
    statement: str
    verdict: Verdict
    explanation: str
    evidence: tuple[EvidenceLink, ...]
    category: SafetyCategory | None
    first_published_at: datetime
    published_at: datetime
    wordings: tuple[str, ...] = ()
    counted_until: date | None = None

    @property
    def path(self) -> str:
        """Where its public page lies; the same for all versions."""
        return f"/dinh-chinh/{self.slug}"

    @property
    def is_in_force(self) -> bool:
        return self.state is not CorrectionState.WITHDRAWN


@dataclass(frozen=True, slots=True)
class CountedClaim:
    """What a counter may ask a platform about (SCOPE §2): these wordings, of one published claim, until a day."""

    province: str
    claim_id: int
    number: int
    wordings: tuple[str, ...]
    until: date
