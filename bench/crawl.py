"""A real round over simulated outlets on loopback beside plain Scrapy on the same pages, in one run.

    .venv/bin/python -m bench.crawl [--outlets 120] [--pages 10]

Ours: a cold process that obeys robots.txt, parses feeds, takes pages apart (title, lead, body, time), keeps them as
WARC and in storage. Theirs: a spider that follows the same feeds and selects title and paragraphs, keeping nothing.
Neither waits between two requests; a host has one connection in both. Prints pages a second and CPU seconds a page.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

from news.source import Source, SourceClass

NOW = datetime(2026, 11, 20, 5, tzinfo=UTC)
_PARAGRAPH = (
    "Đoạn đường qua xã Yên Thành vừa được sửa xong, dài hơn hai cây số, phục vụ việc đi lại của hàng nghìn hộ dân "
    "trong vùng và các xã lân cận; công trình khởi công từ đầu năm và hoàn thành trước mùa mưa bão."
)


def page(host: str, number: int) -> bytes:
    """About 45 kB, four fifths of it frame, as newspapers serve."""
    title = f"Bài số {number} của báo {host}: đường làng đã thông"
    menu = "".join(f'<li class="m{n}"><a href="/muc-{n}/">Chuyên mục thứ {n}</a></li>' for n in range(120))
    more = "".join(
        f'<div class="item"><a href="/khac-{n}.htm"><img src="/anh-{n}.jpg" alt=""><h4>Tin khác trong ngày {n}</h4></a>'
        f"<p>Tóm tắt ngắn của tin khác trong ngày, số {n}.</p></div>"
        for n in range(60)
    )
    body = "".join(f"<p>{_PARAGRAPH} ({n})</p>" for n in range(12))
    at = (NOW - timedelta(minutes=number)).isoformat()
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta property="og:type" content="article"><meta property="og:title" content="{escape(title)}">'
        f'<meta property="article:published_time" content="{at}"><script>{"var x=1;" * 400}</script></head>'
        f'<body><header><ul>{menu}</ul></header><main><article><h1>{escape(title)}</h1><p class="sapo">Đoạn dẫn '
        f"của bài {number}.</p>{body}</article></main><aside>{more}</aside><footer>{menu}</footer></body></html>"
    ).encode()


def feed(base: str, pages: int) -> bytes:
    items = "".join(
        f"<item><title>Bài số {n}: đường làng đã thông</title><link>{base}/bai-{n}.htm</link>"
        f"<pubDate>{format_datetime(NOW - timedelta(minutes=n))}</pubDate></item>"
        for n in range(pages)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Báo</title>{items}</channel></rss>'.encode()


def serve(outlets: int, pages: int, port: int, ready: str) -> None:
    """All outlets in one process of their own, each on an address of its own."""

    async def answer(source: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        try:
            while head := await source.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode()
                host = str(out.get_extra_info("sockname")[0])
                kind, body = _answer(path, host, port, pages)
                status = "200 OK" if body is not None else "404 Not Found"
                out.write(
                    f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body or b'')}\r\n\r\n".encode()
                    + (body or b"")
                )
                await out.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            out.close()

    async def run() -> None:
        servers = [await asyncio.start_server(answer, address, port) for address in addresses(outlets)]
        Path(ready).touch()
        await asyncio.gather(*(server.serve_forever() for server in servers))

    asyncio.run(run())


def _answer(path: str, host: str, port: int, pages: int) -> tuple[str, bytes | None]:
    if path == "/rss":
        return "application/rss+xml", feed(f"http://{host}:{port}", pages)
    if path.startswith("/bai-"):
        return "text/html; charset=utf-8", page(host, int(path[5:-4]))
    return "text/plain", None


def addresses(outlets: int) -> list[str]:
    return [f"127.40.{n // 200}.{n % 200 + 1}" for n in range(outlets)]


def ours(folder: Path, bases: list[str]) -> int:
    """One round; the pages it kept."""
    from crawlers.plan import RoundPlan, user_agent
    from crawlers.round import collect
    from net.addresses import AddressPolicy
    from storage import open_storage

    plan = RoundPlan(
        sources=tuple(
            Source(f"s{n}", f"Báo {n}", SourceClass.LOCAL, "VN", ("vi",), base, (f"{base}/rss",))
            for n, base in enumerate(bases)
        ),
        wanted=_all,
        archive=folder / "archive",
        policy=AddressPolicy.of(["127.40.0.0/16"]),
        user_agent=user_agent("0", ""),
        delay=timedelta(0),
        clock=lambda: NOW,
        deadline=timedelta(minutes=30),
    )
    storage = open_storage(f"sqlite:///{folder / 'diembao.db'}", clock=lambda: NOW)
    try:
        return collect(plan, storage).pages_kept
    finally:
        storage.close()


def _all(_source: object, _entry: object) -> bool:
    return True


def theirs(_folder: Path, bases: list[str]) -> int:
    """Plain Scrapy with the same manners; the pages it read."""
    import feedparser
    from scrapy import Request, Spider
    from scrapy.crawler import CrawlerProcess
    from scrapy.http import Response

    read: list[str] = []

    class Plain(Spider):
        name = "plain"
        start_urls = tuple(f"{base}/rss" for base in bases)

        def parse(self, response: Response) -> object:
            for entry in feedparser.parse(response.body).entries:
                yield Request(entry.link, self.read_page)

        def read_page(self, response: Response) -> None:
            title = response.css("h1::text").get()
            text = " ".join(response.css("article p::text").getall())
            if title and text:
                read.append(title)

    crawling = CrawlerProcess(
        {
            "LOG_ENABLED": False,
            "ROBOTSTXT_OBEY": True,
            "CONCURRENT_REQUESTS": 64,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_DELAY": 0,
            "TELNETCONSOLE_ENABLED": False,
        }
    )
    crawling.crawl(Plain)
    crawling.start()
    return len(read)


def timed(which: str, folder: Path, bases: list[str]) -> tuple[int, float, float]:
    """Pages, seconds and CPU seconds of one cold process and its children."""
    order = folder / f"{which}.pickle"
    order.write_bytes(pickle.dumps(bases))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-m", "bench.crawl", "--side", which, str(folder), str(order)],
        check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return int(ran.stdout.split()[-1]), seconds, cpu


def main() -> None:
    if sys.argv[1:2] == ["--side"]:
        side, folder, order = sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])
        print({"ours": ours, "theirs": theirs}[side](folder, pickle.loads(order.read_bytes())))
        return
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--outlets", type=int, default=120)
    given.add_argument("--pages", type=int, default=10)
    given.add_argument("--port", type=int, default=8099)
    asked = given.parse_args()
    bases = [f"http://{address}:{asked.port}" for address in addresses(asked.outlets)]
    with tempfile.TemporaryDirectory() as place:
        folder, ready = Path(place), f"{place}/ready"
        context = multiprocessing.get_context("spawn")
        server = context.Process(target=serve, args=(asked.outlets, asked.pages, asked.port, ready), daemon=True)
        server.start()
        while not os.path.exists(ready):  # noqa: PTH110
            time.sleep(0.05)
        rates = {}
        for which in ("theirs", "ours"):
            pages, seconds, cpu = timed(which, folder, bases)
            rates[which] = (pages / seconds, cpu / pages)
            print(
                f"{'diembao' if which == 'ours' else 'plain Scrapy':14} {pages} pages of {asked.outlets} outlets: "
                f"{pages / seconds:.0f} pages/s, {1000 * cpu / pages:.1f} ms CPU a page"
            )
        print(
            f"ratio: {rates['ours'][0] / rates['theirs'][0]:.2f} x the pages/s, "
            f"{rates['ours'][1] / rates['theirs'][1]:.2f} x the CPU a page"
        )
        server.terminate()


if __name__ == "__main__":
    main()
