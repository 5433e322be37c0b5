"""The tip line as a Telegram bot, by long polling (Bot API): nothing is asked of Telegram but new private messages.

An update is confirmed with the next question, and on leaving, so that none stays in Telegram's queue. Errors are logged
by their kind: their words would hold the token, which stands in the address.
"""

from __future__ import annotations

import json
import logging
import threading
from typing import Any

from factcheck.bots.conversation import Ask, Conversation, pieces
from news.errors import NewsError

API = "https://api.telegram.org"
MOST_MESSAGE_CHARS = 4_096
#: Seconds that Telegram holds a question open while there is nothing.
POLL_SECONDS = 25
_BACK_OFF_SECONDS, _MOST_BACK_OFF_SECONDS = 2.0, 60.0

log = logging.getLogger(__name__)


class _Refused(Exception):
    """Telegram answered, and said no; ``after`` seconds to wait."""

    def __init__(self, code: int, after: float) -> None:
        super().__init__(code)
        self.code, self.after = code, after


class TelegramBot:
    def __init__(self, conversation: Conversation, ask: Ask, token: str, api: str = API) -> None:
        self._conversation, self._ask = conversation, ask
        self._base = f"{api}/bot{token}"
        self._offset = 0

    def run(self, stopping: threading.Event) -> None:
        """Answer until told to stop; the last updates are confirmed then."""
        wait = _BACK_OFF_SECONDS
        while not stopping.is_set():
            try:
                self.poll(POLL_SECONDS)
                wait = _BACK_OFF_SECONDS
            except (NewsError, _Refused, ValueError) as error:
                log.warning(
                    "telegram: %s", f"code {error.code}" if isinstance(error, _Refused) else type(error).__name__
                )
                stopping.wait(max(wait, error.after) if isinstance(error, _Refused) else wait)
                wait = min(wait * 2, _MOST_BACK_OFF_SECONDS)
        self.confirm()

    def poll(self, seconds: int) -> int:
        """One question for updates, and the answers to them; how many messages were answered."""
        asked = {"offset": self._offset, "timeout": seconds, "limit": 50, "allowed_updates": ["message"]}
        answered = 0
        for update in self._call("getUpdates", asked):
            self._offset = max(self._offset, int(update.get("update_id", 0)) + 1)
            answered += self._answer(update)
        return answered

    def confirm(self) -> None:
        """Tell Telegram that everything seen may go."""
        try:
            self._call("getUpdates", {"offset": self._offset, "timeout": 0, "limit": 1, "allowed_updates": ["message"]})
        except (NewsError, _Refused, ValueError) as error:
            log.warning("telegram: cannot confirm (%s)", type(error).__name__)

    def _answer(self, update: dict[str, Any]) -> bool:
        """Answer a private message. A reply that cannot be sent is lost: keeping it would keep the sender."""
        message = update.get("message") or {}
        chat = message.get("chat") or {}
        if chat.get("type") != "private" or "id" not in chat:
            return False
        words = self._conversation.reply(f"telegram {chat['id']}", message.get("text") or message.get("caption") or "")
        try:
            for piece in pieces(words, MOST_MESSAGE_CHARS):
                link = {"is_disabled": True}
                self._call("sendMessage", {"chat_id": chat["id"], "text": piece, "link_preview_options": link})
        except (NewsError, _Refused, ValueError) as error:
            log.warning("telegram: a reply was lost (%s)", type(error).__name__)
        return True

    def _call(self, method: str, values: dict[str, Any]) -> Any:
        body = json.dumps(values).encode()
        status, packed = self._ask(f"{self._base}/{method}", body, (("Content-Type", "application/json"),))
        answer = json.loads(packed)
        if not isinstance(answer, dict) or not answer.get("ok"):
            parameters = answer.get("parameters") if isinstance(answer, dict) else None
            raise _Refused(status, float((parameters or {}).get("retry_after", 0)))
        return answer.get("result") or []
