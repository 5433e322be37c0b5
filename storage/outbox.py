"""What is to be sent, written in the transaction of the decision and sent after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, literal, select, update

from news.errors import UnknownId
from news.times import Clock
from storage.codec import storable
from storage.rows import next_number
from storage.schema import outbox


@dataclass(frozen=True, slots=True)
class Waiting:
    """One message to send. ``attempts`` were made before."""

    id: int
    province: str
    key: str
    channel: str
    recipient: str
    payload: bytes
    attempts: int


class Outbox:
    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

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

    def due(self, now: datetime, limit: int) -> list[Waiting]:
        """Messages whose time has come, in that order."""
        query = select(
            outbox.c.id,
            outbox.c.province,
            outbox.c.idempotency_key,
            outbox.c.channel,
            outbox.c.recipient,
            outbox.c.payload,
            outbox.c.attempts,
        ).where(outbox.c.state == literal("waiting", literal_execute=True), outbox.c.next_attempt_at <= now)
        query = query.order_by(outbox.c.next_attempt_at, outbox.c.id).limit(limit)
        return [Waiting(*row) for row in self._connection.execute(query)]

    def mark_sent(self, message_id: int, at: datetime) -> None:
        self._mark(message_id, state="sent", sent_at=at, detail="")

    def mark_failed(self, message_id: int, detail: str, *, retry_at: datetime | None) -> None:
        """Say why it was not sent; without a time to try again it is given up."""
        if retry_at is None:
            self._mark(message_id, state="failed", detail=storable(detail))
        else:
            self._mark(message_id, next_attempt_at=retry_at, detail=storable(detail))

    def _mark(self, message_id: int, **values: object) -> None:
        marked = update(outbox).where(outbox.c.id == message_id).values(attempts=outbox.c.attempts + 1, **values)
        if not self._connection.execute(marked).rowcount:
            raise UnknownId("message", message_id)
