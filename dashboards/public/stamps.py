"""A stamp in each form: when it was shown, sealed with a secret of this process. Scripts that post blindly have none.

A form is good from two seconds to two hours after it was shown, and once. No cookie, nothing about the reader.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable

_LEAST_SECONDS, _MOST_SECONDS = 2.0, 7_200.0
_MOST_REMEMBERED = 100_000


class Stamps:
    """Threads may share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._secret = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._used: set[str] = set()
        self._order: deque[str] = deque()

    def new(self) -> str:
        text = f"{self._clock():.3f}.{secrets.token_hex(8)}"
        return f"{text}.{self._seal(text)}"

    def accepts(self, stamp: str) -> bool:
        """Whether the stamp is ours, of the right age and not used before; it is used now."""
        text, _, seal = stamp.rpartition(".")
        if not hmac.compare_digest(seal.encode("utf-8", "replace"), self._seal(text).encode()):
            return False
        age = self._clock() - float(text.rpartition(".")[0])
        with self._lock:
            if not _LEAST_SECONDS <= age <= _MOST_SECONDS or seal in self._used:
                return False
            self._used.add(seal)
            self._order.append(seal)
            if len(self._order) > _MOST_REMEMBERED:
                self._used.discard(self._order.popleft())
        return True

    def _seal(self, text: str) -> str:
        return hmac.new(self._secret, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
