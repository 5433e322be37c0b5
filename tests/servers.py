"""Real HTTP servers on loopback for tests: one address an outlet, one declared behaviour a path, kind or hostile.

with Press() as press:
    paper = press.outlet("baovidu.thu", "127.20.0.2")
    paper.on("/rss", says(feed, "application/rss+xml"))
    paper.on("/slow", drips())
    ... press.hosts  →  {"baovidu.thu": "127.20.0.2:41234"}
    ... paper.asked  →  the requests that came
"""

from __future__ import annotations

import asyncio
import datetime
import gzip
import ipaddress
import ssl
import threading
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    at: datetime.datetime


Behaviour = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


def says(
    body: str | bytes,
    content_type: str = "text/html; charset=utf-8",
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Behaviour:
    """Answers properly."""
    content = body.encode() if isinstance(body, str) else body

    async def answer(_: Asked, out: asyncio.StreamWriter) -> None:
        _head(out, status, {"Content-Type": content_type, "Content-Length": str(len(content)), **(headers or {})})
        out.write(content)

    return answer


def packed(body: str | bytes, encoding: str, compress: Callable[[bytes], bytes], content_type: str) -> Behaviour:
    """Answers compressed."""
    content = compress(body.encode() if isinstance(body, str) else body)
    return says(content, content_type, headers={"Content-Encoding": encoding})


def bombs(expanded: int = 250_000_000) -> Behaviour:
    """A few kilobytes of gzip that would become hundreds of megabytes."""
    stream = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(10_000_000)
    content = b"".join(stream.compress(block) for _ in range(expanded // len(block))) + stream.flush()
    return says(content, "application/rss+xml", headers={"Content-Encoding": "gzip"})


def packed_twice(expanded: int = 250_000_000) -> Behaviour:
    """A bomb in a bomb: a few kilobytes on the wire."""
    stream = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(10_000_000)
    once = b"".join(stream.compress(block) for _ in range(expanded // len(block))) + stream.flush()
    return says(gzip.compress(once), "application/rss+xml", headers={"Content-Encoding": "gzip, gzip"})


def redirects(target: str, status: int = 302, headers: dict[str, str] | None = None) -> Behaviour:
    """Sends elsewhere; to itself it is a loop."""
    return says("", status=status, headers={"Location": target, **(headers or {})})


def wants_cookie(body: str, content_type: str) -> Behaviour:
    """Redirects to itself until it sees its cookie."""

    async def answer(asked: Asked, out: asyncio.StreamWriter) -> None:
        if "seen=1" in asked.headers.get("cookie", ""):
            await says(body, content_type)(asked, out)
        else:
            await redirects(asked.path, headers={"Set-Cookie": "seen=1; Path=/"})(asked, out)

    return answer


def remembers(body: str, content_type: str, etag: str = '"v1"') -> Behaviour:
    """Answers 304 to who knows the ETag."""

    async def answer(asked: Asked, out: asyncio.StreamWriter) -> None:
        if asked.headers.get("if-none-match") == etag:
            _head(out, 304, {"ETag": etag})
        else:
            await says(body, content_type, headers={"ETag": etag})(asked, out)

    return answer


def asks_to_wait(seconds: int | str = 3600, status: int = 429) -> Behaviour:
    """Too many requests."""
    return says("Please slow down.", "text/plain", status=status, headers={"Retry-After": str(seconds)})


def hangs() -> Behaviour:
    """Takes the request and says nothing."""

    async def answer(_: Asked, out: asyncio.StreamWriter) -> None:
        await asyncio.sleep(3600)

    return answer


def drips(pause: float = 0.05, *, in_headers: bool = False) -> Behaviour:
    """Slow loris: a byte now and then, never idle, never done."""

    async def answer(_: Asked, out: asyncio.StreamWriter) -> None:
        if in_headers:
            out.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        else:
            _head(out, 200, {"Content-Type": "application/rss+xml", "Content-Length": "100000"})
        while True:
            out.write(b"x")
            await out.drain()
            await asyncio.sleep(pause)

    return answer


def never_ends(content_type: str = "text/html") -> Behaviour:
    """As many bytes as one takes."""

    async def answer(_: Asked, out: asyncio.StreamWriter) -> None:
        _head(out, 200, {"Content-Type": content_type, "Connection": "close"})
        block = b"<p>" + b"x" * 65_000 + b"</p>"
        while True:
            out.write(block)
            await out.drain()

    return answer


def breaks_off(announced: int = 100_000, content_type: str = "text/html") -> Behaviour:
    """Announces more than it sends."""

    async def answer(_: Asked, out: asyncio.StreamWriter) -> None:
        _head(out, 200, {"Content-Type": content_type, "Content-Length": str(announced)})
        out.write(b"<html><body>half")
        await out.drain()
        out.close()

    return answer


def floods_headers(count: int = 1, size: int = 10_000_000) -> Behaviour:
    """Headers without measure: one giant, or very many."""

    async def answer(_: Asked, out: asyncio.StreamWriter) -> None:
        out.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(count):
            out.write(f"X-{number}: ".encode())
            for _left in range(0, size, 65_536):
                out.write(b"a" * min(65_536, size))
                await out.drain()
            out.write(b"\r\n")
        out.write(b"\r\n")

    return answer


def talks_nonsense() -> Behaviour:
    """No HTTP at all."""

    async def answer(_: Asked, out: asyncio.StreamWriter) -> None:
        out.write(b"SSH-2.0-OpenSSH_9.6\r\n\x00\x01\x02\r\n\r\n")
        await out.drain()
        out.close()

    return answer


def challenges() -> Behaviour:
    """A script in the place of content."""
    return says('<html><script>document.cookie="a=1";location.reload();</script></html>')


@dataclass(slots=True)
class Outlet:
    """One host of the test's web. Paths without a behaviour answer 404."""

    name: str
    address: str
    port: int = 0
    is_secure: bool = False
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    most_at_once: int = 0
    _now: int = 0
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    def on(self, path: str, behaviour: Behaviour) -> None:
        """Behave so at the path; without a query of its own it stands for the path with any query."""
        self.behaviours[path] = behaviour

    def url(self, path: str = "/") -> str:
        return f"{'https' if self.is_secure else 'http'}://{self.name}{path}"

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    async def _serve(self, source: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        self._open.add(out)
        try:
            while (asked := await _read_request(source)) is not None:
                await self._answer(asked, out)
        # Whatever the client does to its end, the server goes on; and at the end of the test it is cut off.
        except (OSError, EOFError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(out)
            out.close()

    async def _answer(self, asked: Asked, out: asyncio.StreamWriter) -> None:
        self.asked.append(asked)
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        try:
            found = self.behaviours.get(asked.path) or self.behaviours.get(asked.path.partition("?")[0])
            await (found or says("not here", status=404))(asked, out)
            await out.drain()
        finally:
            self._now -= 1


class Press:
    """Outlets served from one thread until the end of the ``with``."""

    def __init__(self) -> None:
        self.outlets: list[Outlet] = []
        self._servers: list[asyncio.Server] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Press:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @property
    def hosts(self) -> dict[str, str]:
        return {outlet.name: f"{outlet.address}:{outlet.port}" for outlet in self.outlets}

    def outlet(self, name: str, address: str, *, certificate: ssl.SSLContext | None = None) -> Outlet:
        outlet = Outlet(name, address, is_secure=certificate is not None)

        async def begin() -> int:
            server = await asyncio.start_server(outlet._serve, address, 0, ssl=certificate)
            self._servers.append(server)
            return int(server.sockets[0].getsockname()[1])

        outlet.port = asyncio.run_coroutine_threadsafe(begin(), self._loop).result(10)
        self.outlets.append(outlet)
        return outlet

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        for outlet in self.outlets:
            for out in list(outlet._open):
                out.transport.abort()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.05)


def self_signed(name: str, folder: Path) -> ssl.SSLContext:
    """A certificate that nobody vouches for."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


async def _read_request(source: asyncio.StreamReader) -> Asked | None:
    head = await source.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:] if line)}
    return Asked(lines[0].split(" ")[1], headers, datetime.datetime.now(datetime.UTC))


def _head(out: asyncio.StreamWriter, status: int, headers: dict[str, str]) -> None:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    out.write(f"HTTP/1.1 {status} Status\r\n{lines}\r\n".encode())
