"""Letters leave the outbox: each in hand of one process at a time, tried again while that can help, never lost.

claim → (channel) about_to: marked as being sent → sent
            │                      └ killed here: sent again, saying that it may have been sent before
            └ killed here: sent again when the claim has run out, nothing was sent yet
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.parcels import Channel, Parcel, Steps, Undelivered
from news.times import Clock
from storage import Storage, Waiting

log = logging.getLogger(__name__)

#: Longer than any channel takes for one letter; after a crash the letter is free again so much later.
CLAIM = timedelta(minutes=5)
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=30), timedelta(hours=1)
#: Given up after so long and so many attempts; both, because a clock may jump.
GIVE_UP_AFTER, LEAST_ATTEMPTS = timedelta(hours=24), 8
#: Contents of letters that were sent are kept so long.
KEEP = timedelta(days=30)
_BATCH = 50

#: Asked for every letter: why this address gets none, or ``None`` (``alerts.borders``).
Border = Callable[[Waiting], str | None]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one run did."""

    sent: int = 0
    later: int = 0
    failed: int = 0


@dataclass
class Delivery:
    """Drains the outbox of one store. ``jitter`` gives numbers in [0, 1); ``stopping`` ends a run between letters."""

    storage: Storage
    channels: Mapping[str, Channel]
    border: Border
    clock: Clock
    claim: timedelta = CLAIM
    jitter: Callable[[], float] = random.random
    stopping: Callable[[], bool] = lambda: False

    def run(self) -> Delivered:
        """Send all that is due."""
        sent = later = failed = 0
        down: dict[str, None] = {}
        self._mend_clock()
        while not self.stopping():
            with self.storage.read() as work:
                due = work.outbox.due(self.clock(), _BATCH, without=tuple(down))
            if not due:
                break
            for one in due:
                if self.stopping():
                    break
                if one.channel in down:
                    continue
                answer = self._deliver(one)
                sent += answer is None
                if answer is not None:
                    later += answer.helps
                    failed += not answer.helps
                    if answer.is_down:
                        down[one.channel] = None
        return Delivered(sent, later, failed)

    def _mend_clock(self) -> None:
        now = self.clock()
        with self.storage.begin() as work:
            work.outbox.hasten(now + 2 * LONGEST_RETRY, now)
            work.outbox.empty(now - KEEP)

    def _deliver(self, waiting: Waiting) -> Undelivered | None:
        """Send one; ``None`` when it is sent, or in other hands."""
        now = self.clock()
        with self.storage.begin() as work:
            claimed = work.outbox.claim(waiting.id, now, now + self.claim)
        if claimed is None:
            return None
        try:
            self._send(claimed)
        except Undelivered as error:
            return self._failed(claimed, error)
        except ValueError as error:
            return self._failed(claimed, Undelivered(f"nội dung hỏng: {error}", helps=False))
        with self.storage.begin() as work:
            work.outbox.mark_sent(claimed.id, self.clock())
        return None

    def _send(self, claimed: Waiting) -> None:
        reason = self.border(claimed)
        if reason is not None:
            raise Undelivered(f"không được phép gửi: {reason}", helps=False)
        channel = self.channels.get(claimed.channel)
        if channel is None:
            raise Undelivered(f"chưa cấu hình kênh {claimed.channel}", is_down=True)
        parcel = Parcel(
            claimed.key,
            claimed.province,
            claimed.recipient,
            claimed.payload,
            claimed.may_repeat,
            claimed.parts_sent,
        )
        channel.send(parcel, Steps(lambda: self._about_to(claimed.id), lambda n: self._part_sent(claimed.id, n)))

    def _about_to(self, message_id: int) -> None:
        with self.storage.begin() as work:
            work.outbox.mark_sending(message_id, self.clock())

    def _part_sent(self, message_id: int, parts: int) -> None:
        with self.storage.begin() as work:
            work.outbox.mark_part_sent(message_id, parts)

    def _failed(self, claimed: Waiting, error: Undelivered) -> Undelivered:
        now = self.clock()
        retry_at = retry_time(claimed, error, now, self.jitter())
        # A letter that may have arrived once may have for good, whatever the next attempt says.
        may_have = error.may_have_arrived or claimed.may_repeat
        with self.storage.begin() as work:
            work.outbox.mark_failed(claimed.id, error.reason, retry_at=retry_at, may_have_arrived=may_have)
        log.warning("%s: %s", claimed.key, error.reason)
        if retry_at is None and error.helps:
            return Undelivered(error.reason, helps=False, is_down=error.is_down)
        return error


def retry_time(waiting: Waiting, error: Undelivered, now: datetime, jitter: float) -> datetime | None:
    """When to try again: doubling waits, at most an hour, spread so that not all come at once; ``None`` to give up."""
    is_old = now - waiting.created_at >= GIVE_UP_AFTER and waiting.attempts + 1 >= LEAST_ATTEMPTS
    if not error.helps or is_old:
        return None
    doubled = min(FIRST_RETRY * float(2 ** min(waiting.attempts, 20)), LONGEST_RETRY)
    wait = doubled * (0.5 + jitter / 2)
    return now + max(wait, min(error.after or wait, LONGEST_RETRY))
