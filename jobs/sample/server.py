"""Serve the sample press on loopback: every outlet on an address of its own in 127.10.0.0/24, all on one port."""

from __future__ import annotations

import socket
import socketserver
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from jobs.sample.press import articles, outlets, sources
from jobs.sample.site import Answer, Site
from news.errors import NewsError
from news.source import Source
from news.times import Clock

_ATTEMPTS = 20
#: An idle connection is closed after this many seconds, so that no thread outlives its reader for long.
_IDLE_SECONDS = 10


class SamplePressUnavailable(NewsError):
    """No port could be had on all the sample press's loopback addresses (only Linux answers on all of 127/8)."""

    @property
    def vi(self) -> str:
        return "không mở được báo chí mẫu trên các địa chỉ 127.10.0.x của máy này"


class SamplePress:
    """The twelve outlets on the web, between ``start`` and ``stop`` or as a context manager.

    Feeds and pages show what is published up to ``now()``; a ``SampleClock`` lets a week pass in seconds.
    """

    def __init__(self, anchor: date, now: Clock, port: int = 0) -> None:
        """``port``: the one to use, as articles are known by their addresses; 0 takes any free one."""
        self.anchor = anchor
        self.now = now
        self._port = port
        self._servers: list[_OutletServer] = []
        self._threads: list[threading.Thread] = []

    @property
    def port(self) -> int:
        return self._servers[0].server_port if self._servers else 0

    @property
    def sources(self) -> tuple[Source, ...]:
        return sources(self.port)

    def url(self, slug: str) -> str:
        """The canonical address of a planted article."""
        article = next(one for one in articles() if one.slug == slug)
        site = next(server.site for server in self._servers if server.site.outlet.id == article.outlet)
        return site.url(article)

    def start(self) -> None:
        if self._servers:
            raise RuntimeError("the sample press is already running")
        self._servers = self._bound()
        self._threads = [
            threading.Thread(
                target=server.serve_forever, kwargs={"poll_interval": 0.2}, name=server.site.outlet.id, daemon=True
            )
            for server in self._servers
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End all connections and threads; harmless when nothing runs."""
        if not self._servers:
            return
        with ThreadPoolExecutor(len(self._servers)) as pool:
            list(pool.map(_OutletServer.stop, self._servers))
        for thread in self._threads:
            thread.join()
        self._servers, self._threads = [], []

    def __enter__(self) -> SamplePress:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def _bound(self) -> list[_OutletServer]:
        """Every outlet bound to one and the same free port; a port taken on one address is given up on all."""
        for _ in range(1 if self._port else _ATTEMPTS):
            servers: list[_OutletServer] = []
            try:
                for outlet in outlets():
                    port = servers[0].server_port if servers else self._port
                    server = _OutletServer((outlet.address, port), Site(outlet, self.anchor, port), self.now)
                    servers.append(server)
            except OSError:
                for server in servers:
                    server.server_close()
            else:
                return servers
        raise SamplePressUnavailable(f"port {self._port or 'any'} on 127.10.0.0/24")


class _OutletServer(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def __init__(self, address: tuple[str, int], site: Site, now: Clock) -> None:
        super().__init__(address, _Reader)
        self.site = Site(site.outlet, site.anchor, self.server_port)
        self.now = now
        self.connections: set[socket.socket] = set()

    def server_bind(self) -> None:
        """Bind without asking the name service for our own name: offline that may take seconds per address."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def stop(self) -> None:
        self.shutdown()
        for connection in tuple(self.connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # the reader had hung up already
        self.server_close()


class _Reader(BaseHTTPRequestHandler):
    """One connection: GET and HEAD, kept alive; the site decides what to answer."""

    protocol_version = "HTTP/1.1"
    server_version = "SamplePress"
    sys_version = ""
    timeout = _IDLE_SECONDS
    server: _OutletServer

    def setup(self) -> None:
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        self.server.connections.discard(self.connection)
        super().finish()

    def do_GET(self) -> None:
        self._send(self._answer(), with_body=True)

    def do_HEAD(self) -> None:
        self._send(self._answer(), with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the press is silent, the collector reports."""

    def _answer(self) -> Answer:
        headers = {name.lower(): value for name, value in self.headers.items()}
        return self.server.site.answer(self.path, headers, self.server.now())

    def _send(self, answer: Answer, *, with_body: bool) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if with_body and answer.status != 304:
            self.wfile.write(answer.body)
