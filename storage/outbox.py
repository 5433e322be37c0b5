"""What is to be sent, written in the transaction of the decision and sent after it.

    waiting ─claim→ in hand ─mark_sending→ cannot be taken back ─mark_sent→ sent
       └──────────────── mark_failed: later, or given up with the reason ──→ failed

A row whose claim ran out is free again; if it was marked as being sent, it may have been.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, literal, or_, select, update

from news.errors import UnknownId
from news.times import Clock
from storage.codec import storable
from storage.owning import owned
from storage.rows import next_number
from storage.schema import outbox


@dataclass(frozen=True, slots=True)
class Waiting:
    """One message to send. ``attempts`` were made before; ``may_repeat``: one of them may have arrived."""

    id: int
    province: str
    key: str
    channel: str
    recipient: str
    payload: bytes
    attempts: int
    created_at: datetime
    may_repeat: bool = False
    parts_sent: int = 0


@dataclass(frozen=True, slots=True)
class Posted:
    """A message as people see it in the list of deliveries; its content is not shown."""

    id: int
    key: str
    channel: str
    recipient: str
    state: str
    attempts: int
    next_attempt_at: datetime
    created_at: datetime
    sent_at: datetime | None
    detail: str
    may_repeat: bool


class Outbox:
    def __init__(self, connection: Connection, clock: Clock, province: str | None = None) -> None:
        self._connection, self._clock, self._province = connection, clock, province

    def add(
        self,
        province: str,
        key: str,
        channel: str,
        recipient: str,
        payload: bytes,
        *,
        not_before: datetime | None = None,
    ) -> bool:
        """Have a message sent once; ``False`` when one with this key was added before, whatever became of it."""
        before = select(outbox.c.id).where(outbox.c.idempotency_key == key)
        if self._connection.execute(before).first() is not None:
            return False
        now = self._clock()
        row = {
            "id": next_number(self._connection, outbox.c.id),
            "province": province,
            "idempotency_key": key,
            "channel": channel,
            "recipient": recipient,
            "payload": payload,
            "state": "waiting",
            "attempts": 0,
            "next_attempt_at": not_before or now,
            "created_at": now,
            "sent_at": None,
            "detail": "",
        }
        self._connection.execute(insert(outbox), row)
        return True

    def due(self, now: datetime, limit: int, *, without: Sequence[str] = ()) -> list[Waiting]:
        """Messages whose time has come and that nobody has in hand, in that order; none of channels ``without``."""
        query = select(outbox).where(_is_waiting(), outbox.c.next_attempt_at <= now, _is_free(now))
        query = query.where(owned(outbox, self._province))
        if without:
            query = query.where(outbox.c.channel.not_in(without))
        query = query.order_by(outbox.c.next_attempt_at, outbox.c.id).limit(limit)
        return [_read(row) for row in self._connection.execute(query)]

    def claim(self, message_id: int, now: datetime, until: datetime) -> Waiting | None:
        """Take a message in hand until then; ``None`` when it is sent, given up, or in other hands."""
        taken = update(outbox).where(outbox.c.id == message_id, owned(outbox, self._province))
        taken = taken.where(_is_waiting(), _is_free(now)).values(claimed_until=until)
        if not self._connection.execute(taken).rowcount:
            return None
        return _read(self._connection.execute(select(outbox).where(outbox.c.id == message_id)).one())

    def mark_sending(self, message_id: int, at: datetime) -> None:
        """The next step cannot be taken back."""
        self._mark(message_id, sending_at=at)

    def mark_part_sent(self, message_id: int, parts: int) -> None:
        """So many parts are surely sent; what follows can still be taken back."""
        self._mark(message_id, parts_sent=parts, sending_at=None)

    def mark_sent(self, message_id: int, at: datetime) -> None:
        self._mark(message_id, state="sent", sent_at=at, detail="", claimed_until=None, attempts=outbox.c.attempts + 1)

    def mark_failed(
        self, message_id: int, detail: str, *, retry_at: datetime | None, may_have_arrived: bool = False
    ) -> None:
        """Say why it was not sent; without a time to try again it is given up."""
        values: dict[str, Any] = {
            "detail": storable(detail),
            "claimed_until": None,
            "attempts": outbox.c.attempts + 1,
            **({"state": "failed"} if retry_at is None else {"next_attempt_at": retry_at}),
            **({} if may_have_arrived else {"sending_at": None}),
        }
        self._mark(message_id, **values)

    def retry(self, message_id: int, province: str) -> bool:
        """Put a message that was given up back in line; ``False`` when it is none."""
        query = update(outbox).where(
            outbox.c.id == message_id, outbox.c.province == province, outbox.c.state == "failed"
        )
        again = query.values(state="waiting", attempts=0, next_attempt_at=self._clock(), created_at=self._clock())
        return self._connection.execute(again).rowcount > 0

    def hasten(self, horizon: datetime, now: datetime) -> int:
        """Messages tried before whose next time lies beyond ``horizon``: a clock had jumped. They are due now."""
        late = (_is_waiting(), outbox.c.attempts > 0, outbox.c.next_attempt_at > horizon)
        due = update(outbox).where(*late).values(next_attempt_at=now)
        freed = update(outbox).where(_is_waiting(), outbox.c.claimed_until > horizon).values(claimed_until=None)
        return self._connection.execute(due).rowcount + self._connection.execute(freed).rowcount

    def list(
        self, province: str, *, state: str | None = None, key: str | None = None, limit: int = 200
    ) -> list[Posted]:
        """Messages, newest first; ``key``: those whose key begins so."""
        query = select(outbox).where(outbox.c.province == province)
        if state is not None:
            query = query.where(outbox.c.state == state)
        if key:
            query = query.where(outbox.c.idempotency_key.startswith(key, autoescape=True))
        return [_posted(row) for row in self._connection.execute(query.order_by(outbox.c.id.desc()).limit(limit))]

    def count(self, province: str, state: str) -> int:
        query = select(func.count()).where(outbox.c.province == province, outbox.c.state == state)
        return self._connection.execute(query).scalar_one()

    def empty(self, before: datetime) -> int:
        """Take the contents of messages sent before then out of the store; that they were sent stays."""
        old = update(outbox).where(outbox.c.state == "sent", outbox.c.sent_at < before, outbox.c.payload != b"")
        return self._connection.execute(old.values(payload=b"")).rowcount

    def _mark(self, message_id: int, **values: Any) -> None:
        mine = update(outbox).where(outbox.c.id == message_id, owned(outbox, self._province))
        if not self._connection.execute(mine.values(**values)).rowcount:
            raise UnknownId("message", message_id)


def _is_waiting() -> ColumnElement[bool]:
    return outbox.c.state == literal("waiting", literal_execute=True)


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until <= now)


def _read(row: Row[Any]) -> Waiting:
    return Waiting(
        row.id, row.province, row.idempotency_key, row.channel, row.recipient, row.payload, row.attempts,
        row.created_at, row.sending_at is not None, row.parts_sent or 0,
    )  # fmt: skip


def _posted(row: Row[Any]) -> Posted:
    return Posted(
        row.id, row.idempotency_key, row.channel, row.recipient, row.state, row.attempts, row.next_attempt_at,
        row.created_at, row.sent_at, row.detail, row.sending_at is not None,
    )  # fmt: skip
