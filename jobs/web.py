"""Run the web application: on loopback, with TLS, or behind the one proxy that the office names."""

from __future__ import annotations

import signal
import socket
from ipaddress import ip_address
from types import FrameType
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from config.web import WebSettings
from dashboards.app import create_app
from jobs.desks import services_of
from jobs.output import say
from jobs.wiring import Office
from news.errors import NewsError

#: How many ports after the one asked for are tried when it is taken.
_TRIES = 50


class CannotServe(NewsError):
    """Nowhere to listen, or nowhere it would be safe to."""

    def __init__(self, vi: str) -> None:
        super().__init__("cannot serve")
        self._vi = vi

    def __str__(self) -> str:
        return f"cannot serve: {self._vi}"

    @property
    def vi(self) -> str:
        return self._vi


def serve(office: Office, port: int) -> None:
    """Print the address and serve until stopped. Raises ``CannotServe``."""
    web = office.configuration.web
    if office.configuration.is_sample and not web.is_on_loopback:
        raise CannotServe("Bản chạy thử không cần mật khẩu nên chỉ mở trên máy này; bỏ listen trong [web].")
    services = services_of(office)
    with bound(web.listen, port) as listener:
        server = uvicorn.Server(_settings(create_app(services, web.address), web))

        def stop(_number: int, _frame: FrameType | None) -> None:
            server.should_exit = True

        # Before it serves, the server is stopped by this; after it, it raises the signal that stopped it once more.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        say(f"Trang web: {_address(listener, web)}  (dừng: Ctrl-C)")
        if not services.sign_in.guests() and not services.sign_in.has_people():
            say("Chưa có ai đăng nhập được. Thêm người quản trị đầu tiên, ở cửa sổ lệnh khác:")
            folder = office.configuration.folder
            say(f'  diembao users add TÊN --name "HỌ VÀ TÊN" --role administrator --config {folder}')
        server.run(sockets=[listener])


def _settings(app: ASGIApp, web: WebSettings) -> uvicorn.Config:
    if web.proxy:
        # Starlette's and uvicorn's types of an application are the same thing spelt differently.
        believing = cast(ASGIApp, ProxyHeadersMiddleware(cast(Any, app), trusted_hosts=web.proxy))
        app = OnlyProxy(believing, web.proxy)
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        ssl_certfile=web.tls_certificate,
        ssl_keyfile=web.tls_key,
    )


class OnlyProxy:
    """ASGI middleware: whoever comes past the proxy, and without TLS before it, is turned away."""

    def __init__(self, app: ASGIApp, proxy: str) -> None:
        self._app, self._proxy = app, ip_address(proxy)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._is_proxied(scope):
            await send({"type": "http.response.start", "status": 403, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return
        await self._app(scope, receive, send)

    def _is_proxied(self, scope: Scope) -> bool:
        peer = scope.get("client")
        forwarded = dict(scope["headers"]).get(b"x-forwarded-proto", b"")
        return peer is not None and ip_address(peer[0]) == self._proxy and forwarded == b"https"


def _address(listener: socket.socket, web: WebSettings) -> str:
    if web.address:
        return f"{web.address}/"
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def bound(host: str, port: int) -> socket.socket:
    """A listener on the port, or on the next free one. Raises ``CannotServe`` when none of them is."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    last = port if port == 0 else min(port + _TRIES, 65535)
    reason = ""
    for candidate in range(port, last + 1):
        # Said to be TCP, asyncio sends at once; otherwise the end of each answer waits 40 ms for the browser's receipt.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            # From here on whoever reads the address may ask, if the answer takes a moment.
            listener.listen()
        except OSError as error:
            listener.close()
            reason = error.strerror or str(error)
        else:
            return listener
    raise CannotServe(
        f"Không mở được cổng nào từ {port} đến {last} trên {host} ({reason}). Chọn cổng khác bằng --port."
    )
