"""Read the sample press as a plain HTTP client would."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from jobs.sample import SampleClock, SamplePress

ANCHOR = date(2026, 10, 2)


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(url: str, method: str = "GET", **headers: str) -> Reply:
    """Send one request; ``If_None_Match="..."`` becomes the header ``If-None-Match``."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    reply = Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    connection.close()
    return reply


@dataclass(frozen=True, slots=True)
class Running:
    """A press on the air, and the clock that moves it."""

    press: SamplePress
    clock: SampleClock

    def ask(self, url: str, method: str = "GET", **headers: str) -> Reply:
        return ask(url, method, **headers)
