"""Who asks too often, without knowing who: buckets under a salted hash that lives in memory and dies within the hour.

Nothing of it is ever written: not the address, not the hash, not the salt.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

#: The salt is thrown away after this, and all buckets with it.
_SALT_SECONDS = 3_600
_MOST_BUCKETS = 50_000


@dataclass(frozen=True, slots=True)
class Limit:
    """``burst`` at once, refilled at ``burst`` per ``seconds``."""

    burst: int
    seconds: float


class Buckets:
    """Token buckets: one for everybody, one for each who asks. Threads may share it."""

    def __init__(self, each: Limit, everybody: Limit, clock: Callable[[], float] = time.monotonic) -> None:
        self._each, self._everybody, self._clock = each, everybody, clock
        self._lock = threading.Lock()
        self._begin_again(clock())
        self._all = (float(everybody.burst), clock())

    def allows(self, who: str) -> bool:
        """Take one; ``False`` when there is none left for this asker, or for anybody."""
        now = self._clock()
        with self._lock:
            if now - self._salted_at > _SALT_SECONDS or len(self._buckets) > _MOST_BUCKETS:
                self._begin_again(now)
            key = hashlib.blake2b(who.encode("utf-8", "replace"), key=self._salt, digest_size=12).digest()
            mine = _refilled(self._buckets.get(key, (float(self._each.burst), now)), self._each, now)
            ours = _refilled(self._all, self._everybody, now)
            is_allowed = mine >= 1 and ours >= 1
            taken = 1 if is_allowed else 0
            self._buckets[key] = (mine - taken, now)
            self._all = (ours - taken, now)
            return is_allowed

    def _begin_again(self, now: float) -> None:
        self._salt, self._salted_at = secrets.token_bytes(32), now
        self._buckets: dict[bytes, tuple[float, float]] = {}


def _refilled(bucket: tuple[float, float], limit: Limit, now: float) -> float:
    left, since = bucket
    return min(float(limit.burst), left + (now - since) * limit.burst / limit.seconds)
