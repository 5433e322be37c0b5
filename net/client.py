"""One guarded request: address checked at connection, certificate verified, size and time bounded.

No redirects, no cookies, no retries, no proxies: those are decisions of whoever asks. The one place that knows aiohttp.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address
from types import TracebackType
from urllib.parse import urlsplit

import aiohttp
import yarl
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.connector import Connection

from net.addresses import AddressPolicy
from net.bounds import Bounds
from net.encodings import ACCEPTED, BadCompression, ExpansionTooLarge, expand
from net.failures import BadCertificate, BrokenAnswer, NotConnected, TooLarge, TooSlow, Unreachable
from news.errors import FetchError, PrivateAddress

#: Lives of DNS answers, seconds. Each connection is checked anyway.
_DNS_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. ``wire_body`` is the body as received, still compressed; ``body`` is expanded."""

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    wire_body: bytes
    body: bytes
    address: str

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(slots=True)
class _Attempt:
    """The request under way, as the socket factory must know it; ``refused`` is how it answers."""

    host: str
    refused: str | None = None


_attempt: ContextVar[_Attempt] = ContextVar("attempt")


class _Response(aiohttp.ClientResponse):
    """Remembers who answered: a short body may be there, and its connection gone, before anybody can ask."""

    peer = ""

    async def start(self, connection: Connection) -> aiohttp.ClientResponse:
        if connection.transport is not None:
            self.peer = str((connection.transport.get_extra_info("peername") or [""])[0])
        return await super().start(connection)


class _Refused(OSError):
    """Raised where a socket would be opened; turned into ``PrivateAddress`` with the address asked for."""


class _Resolver(AbstractResolver):
    """The system's resolver, after a table of names like ``/etc/hosts`` (``name -> address[:port]``)."""

    def __init__(self, hosts: Mapping[str, str]) -> None:
        self._hosts = {name.lower(): _place_of(place) for name, place in hosts.items()}
        self._system = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        place = self._hosts.get(host.lower().rstrip("."))
        if place is None:
            return await self._system.resolve(host, port, family)
        address, own_port = place
        kind = socket.AF_INET6 if ip_address(address).version == 6 else socket.AF_INET
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=own_port or port,
                family=kind,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    async def close(self) -> None:
        await self._system.close()


def _place_of(place: str) -> tuple[str, int | None]:
    """``127.0.0.2``, ``127.0.0.2:8080``, ``::1`` or ``[::1]:8080`` as address and port."""
    try:
        return str(ip_address(place.strip("[]"))), None
    except ValueError:
        address, _, port = place.rpartition(":")
        return str(ip_address(address.strip("[]"))), int(port)


class GuardedClient:
    """Asks for one address at a time within its bounds. To be used inside a running event loop."""

    def __init__(
        self,
        policy: AddressPolicy,
        bounds: Bounds,
        *,
        hosts: Mapping[str, str] | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._policy = policy
        self._bounds = bounds
        self._resolver = _Resolver(hosts or {})
        connector = aiohttp.TCPConnector(
            resolver=self._resolver,
            socket_factory=self._open_socket,
            ssl=context or ssl.create_default_context(),
            ttl_dns_cache=_DNS_SECONDS,
            limit=0,
            limit_per_host=1,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            response_class=_Response,
            auto_decompress=False,
            trust_env=False,
            max_line_size=bounds.header_bytes,
            max_field_size=bounds.header_bytes,
            max_headers=bounds.headers,
            skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
        )

    async def __aenter__(self) -> GuardedClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self._session.close()
        await self._resolver.close()

    async def get(self, url: str, headers: Sequence[tuple[str, str]] = (), *, limit: int | None = None) -> Answer:
        """Fetch one address. ``limit``: bytes of the body, expanded or not; ``page_bytes`` unless told."""
        return await self._request("GET", url, headers, None, limit or self._bounds.page_bytes)

    async def post(
        self, url: str, body: bytes, headers: Sequence[tuple[str, str]] = (), *, limit: int | None = None
    ) -> Answer:
        """Send a body to one address, under the same guard as ``get``."""
        return await self._request("POST", url, headers, body, limit or self._bounds.page_bytes)

    async def _request(
        self, method: str, url: str, headers: Sequence[tuple[str, str]], sent: bytes | None, limit: int
    ) -> Answer:
        attempt = _Attempt(urlsplit(url).hostname or "")
        token = _attempt.set(attempt)
        try:
            return await self._answer(method, url, (*headers, ("Accept-Encoding", ACCEPTED)), sent, limit)
        except TimeoutError as error:
            raise TooSlow(url, f"no complete answer in {self._bounds.answer_time.total_seconds():g} s") from error
        except aiohttp.ClientConnectorCertificateError as error:
            raise BadCertificate(url, _words(error.certificate_error)) from error
        except aiohttp.ClientConnectorError as error:
            if attempt.refused is not None:
                raise PrivateAddress(url, attempt.refused) from None
            raise NotConnected(url, error.os_error.strerror or _words(error.os_error)) from error
        except (aiohttp.ClientPayloadError, aiohttp.ClientResponseError) as error:
            raise BrokenAnswer(url, _words(error)) from error
        except (aiohttp.ClientError, OSError) as error:
            raise Unreachable(url, _words(error)) from error
        except ValueError as error:
            raise FetchError(url, f"not an address to ask: {error}") from error
        finally:
            _attempt.reset(token)

    async def _answer(
        self, method: str, url: str, headers: Sequence[tuple[str, str]], sent: bytes | None, limit: int
    ) -> Answer:
        async with (
            asyncio.timeout(self._bounds.answer_time.total_seconds()),
            self._session.request(
                method,
                # Sent as it is written: an address is the publisher's, not ours to tidy.
                yarl.URL(url, encoded=True),
                data=sent,
                headers=headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
            ) as response,
        ):
            body = await _read(response, url, limit)
            encodings = response.headers.getall("Content-Encoding", [])
            try:
                expanded = expand(body, encodings, limit)
            except ExpansionTooLarge:
                raise TooLarge(url, f"{len(body)} bytes expand to more than {limit}") from None
            except BadCompression as error:
                raise BrokenAnswer(url, f"cannot be expanded: {error}") from None
            return Answer(
                url=url,
                status=response.status,
                reason=response.reason or "",
                headers=tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in response.raw_headers),
                wire_body=body,
                body=expanded,
                address=response.peer if isinstance(response, _Response) else "",
            )

    def _open_socket(
        self,
        info: tuple[
            socket.AddressFamily | int, socket.SocketKind | int, int, str, tuple[str, int] | tuple[str, int, int, int]
        ],
    ) -> socket.socket:
        """Called for each address just before it is connected to: nothing lies between check and use."""
        family, kind, proto, _, place = info
        attempt = _attempt.get()
        reason = self._policy.refusal(str(place[0]), attempt.host)
        if reason is not None:
            attempt.refused = f"{place[0]}: {reason}"
            raise _Refused(attempt.refused)
        return socket.socket(family, kind, proto)


async def _read(response: aiohttp.ClientResponse, url: str, limit: int) -> bytes:
    if response.content_length is not None and response.content_length > limit:
        raise TooLarge(url, f"announces {response.content_length} bytes, more than {limit}")
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > limit:
            raise TooLarge(url, f"more than {limit} bytes")
    return bytes(body)


def _words(error: object) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
