"""The tip line as a Zalo Official Account: a webhook whose signature is checked, answered at once, worked on after.

``X-ZEvent-Signature: mac=<hex>``, mac = sha256(app id + raw body + timestamp + OA secret); older than five minutes is
refused. The sender's id lives in a queue in memory until the reply is sent.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import queue
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from factcheck.bots.conversation import Ask, Conversation, pieces
from news.errors import NewsError
from news.times import Clock

API = "https://openapi.zalo.me/v3.0/oa/message/cs"
MOST_MESSAGE_CHARS = 2_000
#: Messages waiting for their answer; more are dropped.
MOST_WAITING = 500
_LATEST = timedelta(minutes=5)
_MOST_REMEMBERED = 10_000

log = logging.getLogger(__name__)


def is_signed(body: bytes, header: str, app: str, secret: str, now: datetime) -> bool:
    """Whether Zalo sent this body lately. Any header and body."""
    try:
        stamp = json.loads(body)["timestamp"]
        at = datetime.fromtimestamp(int(stamp) / 1000, UTC)
    except (ValueError, KeyError, TypeError, OverflowError, OSError):
        return False
    mac = hashlib.sha256(app.encode() + body + str(stamp).encode() + secret.encode()).hexdigest()
    given = header.strip().removeprefix("mac=")
    return abs(now - at) <= _LATEST and hmac.compare_digest(given.encode("utf-8", "replace"), mac.encode())


@dataclass(frozen=True, slots=True)
class _Message:
    """``sender`` is shown by no ``repr``."""

    sender: str = field(repr=False)
    text: str = field(repr=False)


class ZaloBot:
    """``token`` is asked for each reply: it is renewed elsewhere. Threads may share it."""

    def __init__(
        self, conversation: Conversation, ask: Ask, app: str, secret: str, token: Callable[[], str], clock: Clock,
        api: str = API,
    ) -> None:  # fmt: skip
        self._conversation, self._ask, self._token, self._clock, self._api = conversation, ask, token, clock, api
        self._app, self._secret = app, secret
        self._waiting: queue.Queue[_Message] = queue.Queue(MOST_WAITING)
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def receive(self, body: bytes, signature: str) -> bool:
        """Take an event; ``False`` when it is not Zalo's. Returns at once."""
        if not is_signed(body, signature, self._app, self._secret, self._clock()):
            return False
        event = json.loads(body)
        message = _message(event)
        if message is not None and self._is_first(event):
            try:
                self._waiting.put_nowait(message)
            except queue.Full:
                log.warning("zalo: too many messages wait; one is dropped")
        return True

    def run(self, stopping: threading.Event) -> None:
        """Answer what waits until told to stop."""
        while not stopping.is_set():
            try:
                message = self._waiting.get(timeout=0.5)
            except queue.Empty:
                continue
            self._answer(message)

    def answer_all(self) -> int:
        """Answer what waits now; how many."""
        count = 0
        while not self._waiting.empty():
            self._answer(self._waiting.get_nowait())
            count += 1
        return count

    def _answer(self, message: _Message) -> None:
        words = self._conversation.reply(f"zalo {message.sender}", message.text)
        for piece in pieces(words, MOST_MESSAGE_CHARS):
            body = json.dumps({"recipient": {"user_id": message.sender}, "message": {"text": piece}}).encode()
            headers = (("Content-Type", "application/json"), ("access_token", self._token()))
            try:
                _, packed = self._ask(self._api, body, headers)
                code = json.loads(packed).get("error", 0)
            except (NewsError, ValueError, AttributeError) as error:
                log.warning("zalo: a reply was lost (%s)", type(error).__name__)
                return
            if code:
                log.warning("zalo: a reply was refused (error %s)", code if isinstance(code, int) else "?")
                return

    def _is_first(self, event: dict[str, Any]) -> bool:
        """Zalo repeats an event that was answered late; the memory holds hashes of message ids, no more."""
        key = hashlib.sha256(str((event.get("message") or {}).get("msg_id")).encode()).hexdigest()
        with self._lock:
            if key in self._seen:
                return False
            self._seen[key] = None
            if len(self._seen) > _MOST_REMEMBERED:
                self._seen.popitem(last=False)
            return True


def _message(event: Any) -> _Message | None:
    """A message of a person to the account; other events need no answer."""
    if not isinstance(event, dict) or not str(event.get("event_name", "")).startswith("user_send_"):
        return None
    sender, message = event.get("sender"), event.get("message")
    if not isinstance(sender, dict) or not sender.get("id") or not isinstance(message, dict):
        return None
    text = message.get("text") if event["event_name"] == "user_send_text" else ""
    return _Message(str(sender["id"]), text if isinstance(text, str) else "")
