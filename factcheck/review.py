"""The life of a claim, as pure steps: a claim, a person and a moment in; the next claim and its history entry out.

    new ─take→ in_review ─decide→ verdict ─approve→ published ─contest→ contested ─decide, approve→ revised | withdrawn
      └─close→ closed ─restore→ new          └─send_back→ in_review        └─uphold→ published | revised

Two persons for everything that becomes public: who decided cannot approve (SCOPE §4). Each step names the version of
the claim that the person saw; whoever saw an older one is asked to look again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from news.claims import MACHINE, Claim, ClaimChange, ClaimState, Closing, Decision
from news.errors import NewsError
from news.people import Person, Role

S = ClaimState

#: From which states each step may be taken; pages offer what stands here and nothing else.
STEPS: dict[str, frozenset[ClaimState]] = {
    "take": frozenset({S.NEW}),
    "reword": frozenset({S.NEW, S.IN_REVIEW}),
    "close": frozenset({S.NEW, S.IN_REVIEW}),
    "restore": frozenset({S.CLOSED}),
    "decide": frozenset({S.IN_REVIEW, S.CONTESTED}),
    "send_back": frozenset({S.VERDICT, S.CONTESTED}),
    "approve": frozenset({S.VERDICT, S.CONTESTED}),
    "contest": frozenset({S.PUBLISHED, S.REVISED}),
    "uphold": frozenset({S.CONTESTED}),
}
#: Who may be the second person.
APPROVERS = (Role.REVIEWER, Role.EDITOR)


class ReviewRefused(NewsError):
    """A step that the rules do not allow; ``reason`` for the log, ``words`` for the person."""

    def __init__(self, claim_id: int, reason: str, words: str) -> None:
        super().__init__(claim_id, reason, words)
        self.claim_id, self.reason, self.words = claim_id, reason, words

    def __str__(self) -> str:
        return f"claim {self.claim_id}: {self.reason}"

    @property
    def vi(self) -> str:
        return self.words


def may(verb: str, claim: Claim, person: Person) -> bool:
    """Whether the rules let this person take this step now; what a page offers."""
    try:
        _check(claim, claim.version, verb, person)
    except ReviewRefused:
        return False
    return True


def take(claim: Claim, seen: int, person: Person, at: datetime) -> ClaimChange:
    """Begin the review."""
    return _step(claim, seen, "take", person, at, state=S.IN_REVIEW)


def reword(claim: Claim, seen: int, person: Person, at: datetime, statement: str) -> ClaimChange:
    """State the claim in the reviewer's own words."""
    words = " ".join(statement.split())
    if not words:
        raise ReviewRefused(claim.id, "an empty statement", "Hãy ghi nhận định cần kiểm chứng.")
    return _step(claim, seen, "reword", person, at, statement=words)


def close(
    claim: Claim, seen: int, person: Person, at: datetime, closing: Closing, same_as: int | None = None
) -> ClaimChange:
    """Close without a verdict: opinion, out of scope, or the same as another claim."""
    if (closing is Closing.SAME_AS) != (same_as is not None) or same_as == claim.id:
        raise ReviewRefused(claim.id, "same as which other claim?", "Hãy chọn nhận định khác mà nhận định này trùng.")
    return _step(claim, seen, "close", person, at, state=S.CLOSED, closing=closing, same_as=same_as)


def restore(claim: Claim, seen: int, person: Person, at: datetime) -> ClaimChange:
    """Undo a closing."""
    return _step(claim, seen, "restore", person, at, state=S.NEW, closing=None, same_as=None)


def decide(claim: Claim, seen: int, person: Person, at: datetime, decision: Decision) -> ClaimChange:
    """Propose a checked decision (``factcheck.deciding``) to the second person; it replaces the one before."""
    if decision.person != person.id:
        raise ReviewRefused(
            claim.id, "a decision in another's name", "Kết luận phải do chính người ghi chịu trách nhiệm."
        )
    if decision.verdict is None and claim.state is not S.CONTESTED:
        raise ReviewRefused(claim.id, "nothing to withdraw", "Chưa công bố thì không có gì để rút.")
    state = S.CONTESTED if claim.state is S.CONTESTED else S.VERDICT
    return _step(claim, seen, "decide", person, at, state=state, decision=decision)


def send_back(claim: Claim, seen: int, person: Person, at: datetime) -> ClaimChange:
    """Refuse, or take back, the decision that waits for approval."""
    state = S.CONTESTED if claim.state is S.CONTESTED else S.IN_REVIEW
    return _step(claim, seen, "send_back", person, at, state=state, decision=None)


def approve(claim: Claim, seen: int, person: Person, at: datetime) -> ClaimChange:
    """The second person's word: the decision becomes public as it stands (``factcheck.publication`` makes the page)."""
    decision = claim.decision
    if decision is not None and decision.verdict is None:
        state = S.WITHDRAWN
    else:
        state = S.REVISED if claim.publications else S.PUBLISHED
    statement = claim.statement if decision is None else decision.statement
    count = claim.publications + 1
    return _step(
        claim, seen, "approve", person, at, state=state, statement=statement, publications=count, decision=None
    )


def contest(claim: Claim, seen: int, person: Person, at: datetime) -> ClaimChange:
    """Look at a published verdict again, because somebody contested it or the office doubts it."""
    return _step(claim, seen, "contest", person, at, state=S.CONTESTED)


def uphold(claim: Claim, seen: int, person: Person, at: datetime) -> ClaimChange:
    """The published verdict stands."""
    state = S.REVISED if claim.publications > 1 else S.PUBLISHED
    return _step(claim, seen, "uphold", person, at, state=state, decision=None)


def _step(claim: Claim, seen: int, verb: str, person: Person, at: datetime, **changes: Any) -> ClaimChange:
    _check(claim, seen, verb, person)
    following = replace(claim, version=claim.version + 1, changed_at=at, **changes)
    return ClaimChange(following, verb, person.id, at)


def _check(claim: Claim, seen: int, verb: str, person: Person) -> None:
    """What holds for every step; raises ``ReviewRefused``."""
    if seen != claim.version:
        words = "Người khác vừa thay đổi nhận định này. Hãy xem lại trước khi quyết định."
        raise ReviewRefused(claim.id, f"seen in version {seen}, is {claim.version}", words)
    roles = APPROVERS if verb == "approve" else (Role.REVIEWER,)
    if person.province != claim.province or person.id == MACHINE or not person.may(*roles):
        raise ReviewRefused(claim.id, f"{person.id} may not {verb}", "Việc này dành cho người thẩm định của đơn vị.")
    if claim.state not in STEPS[verb]:
        raise ReviewRefused(claim.id, f"{verb} in state {claim.state}", "Nhận định không còn ở bước này.")
    waits = claim.decision is not None
    if verb in ("approve", "send_back") and not waits:
        raise ReviewRefused(claim.id, f"nothing to {verb}", "Không có kết luận nào đang chờ duyệt.")
    if verb == "uphold" and waits:
        raise ReviewRefused(
            claim.id, "a decision waits", "Có kết luận mới đang chờ duyệt; hãy duyệt hoặc trả lại trước."
        )
    if verb == "approve" and claim.decision is not None and claim.decision.person == person.id:
        raise ReviewRefused(claim.id, "one person twice", "Người kết luận không tự duyệt được; cần người thứ hai.")
