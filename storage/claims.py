"""Claims under review. Each step writes the claim as it stands and appends the step to its history."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, func, insert, select, update

from news.claims import Claim, ClaimChange, ClaimOrigin, ClaimState
from news.errors import StorageError, UnknownId
from news.times import Clock
from storage.claim_rows import claim_row, decode_claim, encode_claim, read_claim
from storage.claim_tables import claim, claim_change, claim_wording
from storage.codec import storable
from storage.dialects import insert as insert_or
from storage.owning import hanging, must_own, owned
from storage.rows import next_number


class StaleClaim(StorageError):
    """Somebody changed the claim since it was looked at: look again before deciding."""

    def __init__(self, claim_id: int) -> None:
        super().__init__(claim_id)
        self.claim_id = claim_id

    def __str__(self) -> str:
        return f"claim {self.claim_id} was changed meanwhile"

    @property
    def vi(self) -> str:
        return "Người khác vừa thay đổi nhận định này. Hãy xem lại trước khi quyết định."


class Claims:
    def __init__(self, connection: Connection, clock: Clock, province: str | None = None) -> None:
        self._connection, self._clock, self._province = connection, clock, province

    def add(self, province: str, statement: str, origin: ClaimOrigin, person: str) -> Claim:
        """A new claim. ``person`` is ``news.claims.MACHINE`` where no person proposed it."""
        now = self._clock()
        key = next_number(self._connection, claim.c.id)
        new = Claim(key, province, storable(statement), ClaimState.NEW, 1, origin, now, now)
        self._connection.execute(insert(claim), claim_row(new))
        self._note(ClaimChange(new, "add", person, now))
        self.add_wording(key, statement)
        return new

    def get(self, claim_id: int) -> Claim:
        """Raises ``UnknownId``."""
        mine = owned(claim, self._province)
        row = self._connection.execute(select(claim).where(claim.c.id == claim_id, mine)).first()
        if row is None:
            raise UnknownId("claim", claim_id)
        return read_claim(row)

    def list(
        self, province: str, states: Collection[ClaimState] = tuple(ClaimState), limit: int = 500
    ) -> Sequence[Claim]:
        """The claims in these states, the one that changed last first."""
        query = select(claim).where(claim.c.province == province, claim.c.state.in_([state.value for state in states]))
        query = query.order_by(claim.c.changed_at.desc(), claim.c.id.desc()).limit(limit)
        return [read_claim(row) for row in self._connection.execute(query)]

    def count(self, province: str) -> dict[ClaimState, int]:
        query = select(claim.c.state, func.count()).where(claim.c.province == province).group_by(claim.c.state)
        return {ClaimState(state): count for state, count in self._connection.execute(query)}

    def change(self, step: ClaimChange) -> None:
        """Write one step of a review. Raises ``StaleClaim`` when it does not follow the claim as it stands."""
        one = step.claim
        following = update(claim).where(claim.c.id == one.id, claim.c.version == one.version - 1)
        following = following.where(owned(claim, self._province))
        if not self._connection.execute(following.values(**claim_row(one))).rowcount:
            raise StaleClaim(one.id)
        self._note(step)
        self.add_wording(one.id, one.statement)

    def history(self, claim_id: int) -> Sequence[ClaimChange]:
        """All steps, oldest first."""
        query = select(claim_change).where(claim_change.c.claim_id == claim_id).order_by(claim_change.c.version)
        query = query.where(hanging(claim_change.c.claim_id, claim, self._province))
        return [
            ClaimChange(decode_claim(row.content), row.verb, row.person, row.at)
            for row in self._connection.execute(query)
        ]

    def add_wording(self, claim_id: int, text: str) -> None:
        """The same claim in other words; the same words again are one wording."""
        must_own(self._connection, claim, self._province, claim_id, "claim")
        clean = " ".join(storable(text).split())
        sha256 = hashlib.sha256(clean.encode()).hexdigest()
        row = {"claim_id": claim_id, "sha256": sha256, "text": clean, "at": self._clock()}
        self._connection.execute(insert_or(self._connection, claim_wording).on_conflict_do_nothing(), row)

    def wordings(self, claim_id: int) -> Sequence[str]:
        """In the order in which they came."""
        query = select(claim_wording.c.text).where(claim_wording.c.claim_id == claim_id)
        query = query.where(hanging(claim_wording.c.claim_id, claim, self._province))
        return list(self._connection.execute(query.order_by(claim_wording.c.at, claim_wording.c.sha256)).scalars())

    def all_wordings(self, province: str) -> Sequence[tuple[int, str]]:
        """Claim and wording, of all claims that are not closed or withdrawn: what a new sentence may repeat."""
        open_ = [state.value for state in ClaimState if state not in (ClaimState.CLOSED, ClaimState.WITHDRAWN)]
        query = select(claim_wording.c.claim_id, claim_wording.c.text).join(
            claim, claim.c.id == claim_wording.c.claim_id
        )
        query = query.where(claim.c.province == province, claim.c.state.in_(open_))
        rows = self._connection.execute(query.order_by(claim_wording.c.claim_id, claim_wording.c.at))
        return [(key, text) for key, text in rows]

    def _note(self, step: ClaimChange) -> None:
        row = {
            "claim_id": step.claim.id,
            "version": step.claim.version,
            "verb": step.verb,
            "person": step.person,
            "at": step.at,
            "content": encode_claim(step.claim),
        }
        self._connection.execute(insert(claim_change), row)
