"""A small proxy on loopback before the real server: it delays, refuses or watches what passes, or answers itself."""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

#: What the real server says of itself in every answer.
PRODUCT = {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/json"}


@dataclass(frozen=True)
class Says:
    """An answer of the proxy's own."""

    status: int = 200
    body: bytes = b"{}"


@dataclass(frozen=True)
class Waits:
    """The request is passed on after so many seconds."""

    seconds: float


#: What to do with a request, by method and path; ``None`` passes it on.
Rule = Callable[[str, str], Says | Waits | None]


@dataclass
class Proxy:
    upstream: str
    port: int = 0
    rule: Rule = lambda _method, _path: None
    #: Method, path and headers of everything that came.
    seen: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def count(self, part: str) -> int:
        return sum(part in path for _, path, _ in self.seen)


@contextmanager
def proxy(upstream: str, certificate: ssl.SSLContext | None = None) -> Iterator[Proxy]:
    """Listens on a port of its own; with a certificate it speaks TLS."""
    between = Proxy(urlsplit(upstream).netloc)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            between.seen.append((self.command, self.path, dict(self.headers.items())))
            verdict = between.rule(self.command, self.path)
            if isinstance(verdict, Says):
                self.reply(verdict.status, PRODUCT, verdict.body)
                return
            if isinstance(verdict, Waits):
                time.sleep(verdict.seconds)
            connection = http.client.HTTPConnection(between.upstream, timeout=60)
            try:
                connection.request(self.command, self.path, body, dict(self.headers.items()))
                answer = connection.getresponse()
                self.reply(answer.status, dict(answer.getheaders()), answer.read())
            except OSError:
                self.close_connection = True
            finally:
                connection.close()

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer

        def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                if name.lower() not in ("content-length", "transfer-encoding"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            pass

    class Listener(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_arguments: object) -> None:
            """A client that goes away, or refuses our certificate, is what the tests are about."""

    listener = Listener(("127.0.0.1", 0), Handler)
    if certificate is not None:
        listener.socket = certificate.wrap_socket(listener.socket, server_side=True, do_handshake_on_connect=False)
    between.port = listener.server_address[1]
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield between
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()
