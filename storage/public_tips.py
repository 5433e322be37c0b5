"""Tips and their cards. The texts come masked; the ticket comes as a hash; of time only the full hour is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from news.claims import Closing
from news.errors import UnknownId
from news.safety import SafetyCategory
from news.times import Clock, at_local, local_date
from storage.codec import storable
from storage.owning import owned
from storage.public_tables import tip, tip_card
from storage.rows import next_number


class CardState(StrEnum):
    NEW = "new"
    #: A claim stands for it, in a reviewer's words or published already.
    CLAIMED = "claimed"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class TipCard:
    """Tips that say the same: how many, when the first and the last came, and the words of the first that lives."""

    id: int
    state: CardState
    claim_id: int | None
    closing: Closing | None
    category: SafetyCategory | None
    size: int
    first: datetime
    last: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Tip:
    """A question as it may be kept: masked."""

    id: int
    card: int
    text: str
    hour: datetime


class Tips:
    def __init__(self, connection: Connection, clock: Clock, province: str | None = None) -> None:
        self._connection, self._clock, self._province = connection, clock, province

    def add(
        self,
        province: str,
        ticket: str,
        text: str,
        *,
        card: int | None,
        claim_id: int | None = None,
        category: SafetyCategory | None = None,
    ) -> Tip:
        """Keep a masked question under the hash of its ticket, on an old card or a new one."""
        if card is None:
            card = next_number(self._connection, tip_card.c.id)
            row = {
                "id": card,
                "province": province,
                "state": (CardState.NEW if claim_id is None else CardState.CLAIMED).value,
                "claim_id": claim_id,
                "closing": None,
                "category": None if category is None else category.value,
            }
            self._connection.execute(insert(tip_card), row)
        new = Tip(next_number(self._connection, tip.c.id), card, storable(text), _hour(self._clock()))
        values = {"id": new.id, "province": province, "card": card, "text": new.text, "hour": new.hour}
        self._connection.execute(insert(tip), values | {"ticket": ticket})
        return new

    def find(self, ticket: str, since: datetime) -> tuple[Tip, TipCard] | None:
        """What was asked under this ticket since then, with its card."""
        query = select(tip).where(tip.c.ticket == ticket, tip.c.hour >= _hour(since), owned(tip, self._province))
        row = self._connection.execute(query).first()
        return None if row is None else (_read(row), self.card(row.card))

    def after(self, province: str, tip_id: int, limit: int) -> Sequence[Tip]:
        """Tips that came after this one, oldest first; what a grouping has not seen."""
        query = select(tip).where(tip.c.province == province, tip.c.id > tip_id).order_by(tip.c.id).limit(limit)
        return [_read(row) for row in self._connection.execute(query)]

    def newest(self, province: str) -> int:
        """The greatest id; 0 where there is no tip."""
        query = select(func.max(tip.c.id)).where(tip.c.province == province)
        return self._connection.execute(query).scalar_one() or 0

    def has_card(self, card_id: int) -> bool:
        query = select(tip_card.c.id).where(tip_card.c.id == card_id, owned(tip_card, self._province))
        return self._connection.execute(query).first() is not None

    def claim_card(self, province: str, claim_id: int) -> int | None:
        """The oldest card of a claim."""
        query = select(func.min(tip_card.c.id)).where(tip_card.c.province == province, tip_card.c.claim_id == claim_id)
        found: int | None = self._connection.execute(query).scalar_one()
        return found

    def count(self, province: str, since: datetime) -> int:
        query = select(func.count()).select_from(tip).where(tip.c.province == province, tip.c.hour >= _hour(since))
        return self._connection.execute(query).scalar_one()

    def card(self, card_id: int) -> TipCard:
        """Raises ``UnknownId``, also when all its tips are deleted."""
        found = self._cards(tip_card.c.id == card_id)
        if not found:
            raise UnknownId("tip card", card_id)
        return found[0]

    def cards(self, province: str, state: CardState = CardState.NEW, limit: int = 200) -> Sequence[TipCard]:
        """The tray: cards asked about most first."""
        found = self._cards(tip_card.c.province == province, tip_card.c.state == state.value)
        return sorted(found, key=lambda one: (-one.size, one.first, one.id))[:limit]

    def texts(self, card_id: int, limit: int = 20) -> Sequence[Tip]:
        query = select(tip).where(tip.c.card == card_id, owned(tip, self._province)).order_by(tip.c.id).limit(limit)
        return [_read(row) for row in self._connection.execute(query)]

    def mark(
        self, card_id: int, state: CardState, *, claim_id: int | None = None, closing: Closing | None = None
    ) -> None:
        """Decide on a card, or undo that (``NEW``). Raises ``UnknownId``."""
        values = {"state": state.value, "claim_id": claim_id, "closing": None if closing is None else closing.value}
        mine = update(tip_card).where(tip_card.c.id == card_id, owned(tip_card, self._province))
        if not self._connection.execute(mine.values(**values)).rowcount:
            raise UnknownId("tip card", card_id)

    def close_claim(self, claim_id: int, closing: Closing | None, *, same_as: int | None = None) -> None:
        """The claim of these cards was closed (so they answer that), reopened (``None``), or joined to another."""
        values: dict[str, object] = {"closing": None if closing is None else closing.value}
        if same_as is not None:
            values = {"closing": None, "claim_id": same_as}
        mine = update(tip_card).where(tip_card.c.claim_id == claim_id, owned(tip_card, self._province))
        self._connection.execute(mine.values(**values))

    def counts(self, province: str) -> Mapping[tuple[int, date], int]:
        """How many asked about each claim on each local day."""
        query = select(tip_card.c.claim_id, tip.c.hour, func.count()).join(tip, tip.c.card == tip_card.c.id)
        query = query.where(tip_card.c.province == province, tip_card.c.claim_id.is_not(None))
        found: Counter[tuple[int, date]] = Counter()
        for claim_id, hour, count in self._connection.execute(query.group_by(tip_card.c.claim_id, tip.c.hour)):
            found[claim_id, local_date(hour)] += count
        return found

    def delete_until(self, last_day: date) -> int:
        """Delete the tips of this local day and before, and cards that are left empty; how many tips."""
        end = at_local(last_day + timedelta(days=1))
        gone = self._connection.execute(delete(tip).where(tip.c.hour < end, owned(tip, self._province))).rowcount
        empty = (tip_card.c.id.not_in(select(tip.c.card)), owned(tip_card, self._province))
        self._connection.execute(delete(tip_card).where(*empty))
        return gone

    def _cards(self, *conditions: object) -> list[TipCard]:
        size, first, last = func.count(tip.c.id), func.min(tip.c.hour), func.max(tip.c.hour)
        oldest = func.min(tip.c.id).label("oldest")
        query = select(tip_card, size.label("size"), first.label("first"), last.label("last"), oldest)
        query = query.where(owned(tip_card, self._province))
        query = query.join(tip, tip.c.card == tip_card.c.id).where(*conditions).group_by(tip_card.c.id)  # type: ignore[arg-type]
        rows = self._connection.execute(query).all()
        words = select(tip.c.id, tip.c.text).where(tip.c.id.in_([row.oldest for row in rows]))
        texts: dict[int, str] = {row.id: row.text for row in self._connection.execute(words)}
        return [
            TipCard(
                id=row.id,
                state=CardState(row.state),
                claim_id=row.claim_id,
                closing=None if row.closing is None else Closing(row.closing),
                category=None if row.category is None else SafetyCategory(row.category),
                size=row.size,
                first=row.first,
                last=row.last,
                text=texts[row.oldest],
            )
            for row in rows
        ]


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _read(row: Row[tuple[object, ...]]) -> Tip:
    return Tip(row.id, row.card, row.text, row.hour)
