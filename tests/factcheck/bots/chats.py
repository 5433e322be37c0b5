"""Local servers that speak what the platforms document, as far as a tip line meets it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Telegram:
    """``getUpdates`` (offset confirms) and ``sendMessage`` of one bot. ``refusals``: what to answer first."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.queue: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.refusals: list[tuple[int, dict[str, Any]]] = []
        self._next = 100

    def say(self, chat: int, text: str, kind: str = "private") -> None:
        self._next += 1
        sender = {"id": chat, "first_name": "Bưởi", "username": "buoi_1990"}
        message = {"message_id": self._next, "from": sender, "chat": {"id": chat, "type": kind}, "text": text}
        self.queue.append({"update_id": self._next, "message": message})

    def answer(self, path: str, values: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if self.refusals:
            return self.refusals.pop(0)
        if path == f"/bot{self.token}/getUpdates":
            self.queue = [update for update in self.queue if update["update_id"] >= values["offset"]]
            return 200, {"ok": True, "result": self.queue[: values["limit"]]}
        if path == f"/bot{self.token}/sendMessage":
            if len(values["text"]) > 4_096:
                return 400, {"ok": False, "error_code": 400, "description": "message is too long"}
            self.sent.append(values)
            return 200, {"ok": True, "result": {"message_id": 1}}
        return 404, {"ok": False, "error_code": 404, "description": "Not Found"}


class Zalo:
    """The message interface of one Official Account."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.sent: list[dict[str, Any]] = []

    def answer(self, path: str, values: dict[str, Any], token: str | None) -> tuple[int, dict[str, Any]]:
        if token != self.token:
            return 200, {"error": -216, "message": "Access token is invalid"}
        self.sent.append(values)
        return 200, {"error": 0, "message": "Success", "data": {"message_id": "m1"}}


@contextmanager
def served(platform: Telegram | Zalo) -> Iterator[str]:
    """The platform's address on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            values = json.loads(self.rfile.read(int(self.headers["content-length"])))
            if isinstance(platform, Zalo):
                status, answer = platform.answer(self.path, values, self.headers["access_token"])
            else:
                status, answer = platform.answer(self.path, values)
            packed = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(packed)))
            self.end_headers()
            self.wfile.write(packed)

        def log_message(self, *_arguments: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
