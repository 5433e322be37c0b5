"""What a request may carry and what an error may tell: at most so many bytes, and never what was sent."""

from __future__ import annotations

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY_BYTES = 64 * 1024

log = logging.getLogger(__name__)


class _TooLarge(Exception):
    """More came than is read."""


class Bounded:
    """ASGI middleware: 413 for a longer body, whose rest is not read; 500 for what fails, of which only the kind is
    logged, because the message of an error may quote what somebody sent.
    """

    def __init__(self, app: ASGIApp, most: int = MOST_BODY_BYTES) -> None:
        self.app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        read, has_started = 0, False

        async def receive_bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most:
                raise _TooLarge
            return message

        async def send_noting(message: Message) -> None:
            nonlocal has_started
            has_started = True
            await send(message)

        try:
            await self.app(scope, receive_bounded, send_noting)
        except _TooLarge:
            await _answer(send, 413, "Nội dung quá dài.")
        except Exception as error:
            log.error("a public page failed: %s", type(error).__name__)
            if not has_started:
                await _answer(send, 500, "Trang gặp lỗi; hãy thử lại sau.")


async def _answer(send: Send, status: int, words: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode()})
