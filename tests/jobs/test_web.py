"""Where the application may be asked from, and what is said when it cannot listen."""

from __future__ import annotations

import socket

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from jobs.web import CannotServe, OnlyProxy, bound


def asked(peer: str, **headers: str) -> int:
    app = Starlette(routes=[Route("/", lambda _request: PlainTextResponse("x"))])
    client = TestClient(OnlyProxy(app, "10.0.0.1"), client=(peer, 1))
    return client.get("/", headers={name.replace("_", "-"): value for name, value in headers.items()}).status_code


def test_only_the_named_proxy_is_answered_and_only_after_tls() -> None:
    assert asked("10.0.0.1", x_forwarded_proto="https") == 200
    assert asked("10.0.0.1") == 403
    assert asked("10.0.0.1", x_forwarded_proto="http") == 403
    assert asked("10.0.0.2", x_forwarded_proto="https", x_forwarded_for="10.0.0.1") == 403


def test_no_free_port_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.web._TRIES", 0)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotServe) as told:
            bound("127.0.0.1", port)
    assert str(port) in told.value.vi
    assert "--port" in told.value.vi


def test_a_taken_port_gives_the_next() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with bound("127.0.0.1", port) as listener:
            assert listener.getsockname()[1] > port


def test_answers_do_not_wait_for_a_receipt() -> None:
    with bound("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP, "asyncio switches Nagle's algorithm off for TCP only"
