import asyncio
import gzip
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import brotli
import pytest
from backports import zstd

from net.addresses import AddressPolicy
from net.bounds import Bounds
from net.client import Answer, GuardedClient
from net.failures import BadCertificate, BrokenAnswer, TooLarge, TooSlow, Unreachable
from news.errors import FetchError, PrivateAddress
from tests.servers import (
    Outlet,
    Press,
    bombs,
    breaks_off,
    drips,
    floods_headers,
    hangs,
    never_ends,
    packed,
    packed_twice,
    says,
    self_signed,
    talks_nonsense,
)

BOUNDS = Bounds(page_bytes=1_000_000, answer_time=timedelta(seconds=2))
POLICY = AddressPolicy.of(["127.21.0.0/16"])


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press() as press:
        yield press


@pytest.fixture(scope="module")
def paper(press: Press) -> Outlet:
    paper = press.outlet("bao.thu", "127.21.0.1")
    paper.on("/", says("xin chào", headers={"X-Two": "1"}))
    paper.on("/gzip", packed("xin chào", "gzip", gzip.compress, "text/html"))
    paper.on("/br", packed("xin chào", "br", brotli.compress, "text/html"))
    paper.on("/zstd", packed("xin chào", "zstd", zstd.compress, "text/html"))
    paper.on("/slow-body", drips())
    paper.on("/slow-head", drips(in_headers=True))
    paper.on("/hangs", hangs())
    paper.on("/endless", never_ends())
    paper.on("/bomb", bombs(100_000_000))
    paper.on("/double", packed_twice(50_000_000))
    paper.on("/large", says(bytes(1_000_001)))
    paper.on("/half", breaks_off())
    paper.on("/header", floods_headers())
    paper.on("/headers", floods_headers(10_000, 100))
    paper.on("/nonsense", talks_nonsense())
    paper.on("/strange", says("x", headers={"Content-Encoding": "compress"}))
    return paper


def get(press: Press, url: str, policy: AddressPolicy = POLICY, hosts: dict[str, str] | None = None) -> Answer:
    async def ask() -> Answer:
        async with GuardedClient(policy, BOUNDS, hosts=press.hosts if hosts is None else hosts) as client:
            return await client.get(url, [("User-Agent", "diembao/0 (+thu)")])

    return asyncio.run(ask())


def test_returns_what_was_served(press: Press, paper: Outlet) -> None:
    answer = get(press, paper.url("/"))
    assert (answer.status, answer.body.decode(), answer.address) == (200, "xin chào", "127.21.0.1")
    assert answer.header("x-two") == "1"
    assert paper.asked[-1].headers["user-agent"] == "diembao/0 (+thu)"
    assert "referer" not in paper.asked[-1].headers
    assert "cookie" not in paper.asked[-1].headers


@pytest.mark.parametrize("path", ["/gzip", "/br", "/zstd"])
def test_expands_and_keeps_the_wire(press: Press, paper: Outlet, path: str) -> None:
    answer = get(press, paper.url(path))
    assert answer.body.decode() == "xin chào"
    assert answer.wire_body != answer.body


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/slow-body", TooSlow),
        ("/slow-head", TooSlow),
        ("/hangs", TooSlow),
        ("/endless", TooLarge),
        ("/bomb", TooLarge),
        ("/double", TooLarge),
        ("/large", TooLarge),
        ("/half", BrokenAnswer),
        ("/header", BrokenAnswer),
        ("/headers", BrokenAnswer),
        ("/nonsense", BrokenAnswer),
        ("/strange", BrokenAnswer),
    ],
)
def test_ends_a_bad_answer_in_words(press: Press, paper: Outlet, path: str, error: type[FetchError]) -> None:
    with pytest.raises(error) as caught:
        get(press, paper.url(path))
    assert caught.value.url == paper.url(path)
    assert caught.value.reason


def test_refuses_an_address_that_is_not_listed(press: Press, paper: Outlet) -> None:
    count = len(paper.asked)
    with pytest.raises(PrivateAddress):
        get(press, paper.url("/"), AddressPolicy())
    assert len(paper.asked) == count


def test_refuses_literal_addresses_too(press: Press, paper: Outlet) -> None:
    with pytest.raises(PrivateAddress):
        get(press, f"http://127.21.0.1:{paper.port}/", AddressPolicy())
    with pytest.raises(PrivateAddress):
        get(press, "http://[::1]:80/", AddressPolicy())


def test_refuses_what_the_system_resolves_to_loopback(press: Press) -> None:
    with pytest.raises(PrivateAddress):
        get(press, "http://localhost:1/", AddressPolicy())


def test_a_name_that_turns_private_gains_nothing(press: Press, paper: Outlet, monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: no look-up lies between check and use, so a second answer is checked like the first."""
    answers = iter(["127.21.0.1", "127.0.0.1"])

    def resolve(host: str, port: int, *_: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    url = f"http://doi.thu:{paper.port}/"
    assert get(press, url, hosts={}).address == "127.21.0.1"
    with pytest.raises(PrivateAddress, match="loopback"):
        get(press, url, hosts={})


def test_a_listed_name_may_lead_inside_but_its_neighbour_may_not(press: Press, paper: Outlet) -> None:
    policy = AddressPolicy.of(["bao.thu"])
    hosts = {"bao.thu": f"127.21.0.1:{paper.port}", "khac.thu": f"127.21.0.1:{paper.port}"}
    assert get(press, "http://bao.thu/", policy, hosts).status == 200
    with pytest.raises(PrivateAddress):
        get(press, "http://khac.thu/", policy, hosts)


def test_verifies_certificates(press: Press, tmp_path: Path) -> None:
    outlet = press.outlet("kin.thu", "127.21.0.2", certificate=self_signed("kin.thu", tmp_path))
    outlet.on("/", says("bí mật"))
    with pytest.raises(BadCertificate):
        get(press, outlet.url("/"))
    assert not outlet.asked


def test_says_when_nobody_listens(press: Press) -> None:
    with pytest.raises(Unreachable):
        get(press, "http://vang.thu/", hosts={"vang.thu": "127.21.0.9:9"})


@pytest.mark.parametrize("url", ["ftp://bao.thu/", "http:///x", "http://bao.thu:99999/", "file:///etc/passwd"])
def test_asks_nothing_that_is_no_web_address(press: Press, url: str) -> None:
    with pytest.raises(FetchError):
        get(press, url)
