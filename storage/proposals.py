"""What the machine says of claims and passages. Shown as a proposal; no verdict is ever read from here (SCOPE §4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from storage.claim_tables import claim, claim_proposal, evidence
from storage.codec import decode, encode
from storage.dialects import insert
from storage.owning import hanging, must_own

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ProposalReason:
    """A place in the claim and one in the passage that agree or disagree; ``kind`` as ``nlp.evidence`` names it."""

    kind: str
    claim_span: Span | None
    evidence_span: Span | None
    agrees: bool
    words: str


@dataclass(frozen=True, slots=True)
class StoredProposal:
    """``label``: ``SUPPORTED``, ``REFUTED`` or ``NEI``, with how likely it is (0..1)."""

    claim_id: int
    evidence_id: int
    passage: int
    label: str
    score: float
    reasons: tuple[ProposalReason, ...]
    at: datetime


class Proposals:
    def __init__(self, connection: Connection, province: str | None = None) -> None:
        self._connection, self._province = connection, province

    def put(self, new: StoredProposal) -> None:
        """The newest word of the machine on a claim and a passage replaces the one before."""
        must_own(self._connection, claim, self._province, new.claim_id, "claim")
        must_own(self._connection, evidence, self._province, new.evidence_id, "evidence")
        row = {
            "claim_id": new.claim_id,
            "evidence_id": new.evidence_id,
            "passage": new.passage,
            "label": new.label,
            "score": new.score,
            "reasons": encode([(r.kind, r.claim_span, r.evidence_span, r.agrees, r.words) for r in new.reasons]),
            "at": new.at,
        }
        statement = insert(self._connection, claim_proposal).values(**row)
        keys = [claim_proposal.c.claim_id, claim_proposal.c.evidence_id, claim_proposal.c.passage]
        changed = {name: row[name] for name in ("label", "score", "reasons", "at")}
        self._connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))

    def list(self, claim_id: int) -> Sequence[StoredProposal]:
        """The surest first, those that say something before those that do not."""
        query = select(claim_proposal).where(claim_proposal.c.claim_id == claim_id)
        query = query.where(hanging(claim_proposal.c.claim_id, claim, self._province))
        rows = self._connection.execute(query.order_by(claim_proposal.c.score.desc(), claim_proposal.c.evidence_id))
        found = [
            StoredProposal(
                row.claim_id, row.evidence_id, row.passage, row.label, row.score, _reasons(row.reasons), row.at
            )
            for row in rows
        ]
        return sorted(found, key=lambda one: one.label == "NEI")


def _reasons(packed: bytes) -> tuple[ProposalReason, ...]:
    return tuple(
        ProposalReason(kind, a and tuple(a), b and tuple(b), agrees, words)
        for kind, a, b, agrees, words in decode(packed)
    )
