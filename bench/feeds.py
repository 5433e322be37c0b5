"""Feeds: bytes to clean entries beside feedparser, and what is lost of feedparser's own conformance feeds.

    python -m bench.feeds                      ratios, all readers in one run, interleaved
    python -m bench.feeds --conformance [DIR]  DIR: an unpacked feedparser source distribution; without it,
                                               ``pip download`` fetches it into a temporary folder

Ratios count; absolute rates move with the machine.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import subprocess
import sys
import tarfile
import tempfile
import time
import warnings
from calendar import timegm
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import fastfeedparser
import feedparser

from crawlers import feeds
from crawlers.links import absolute
from crawlers.text import plain
from news.article import Feed

NOW = datetime(2026, 11, 1, tzinfo=UTC)
_URL = "http://127.0.0.1:8097/tests/feed.xml"
_VERSION = "6.0.14"
_WORDS = (
    "tỉnh xã phường thôn đường cầu sông hồ rừng biển lúa cá tàu thuyền chợ trường học sinh bệnh viện bác sĩ người dân "  # noqa: SIM905
    "lãnh đạo xây dựng khánh thành khởi công mưa lũ bão hạn hán mùa màng du lịch lễ hội di sản đền chùa nhà máy".split()
)


def sentence(chooser: random.Random, words: int) -> str:
    return " ".join(chooser.choices(_WORDS, k=words)).capitalize() + "."


def rss(chooser: random.Random, items: int = 100) -> bytes:
    """About 280 KB: HTML summaries with a linked picture, and the whole text beside them."""
    rows = []
    for number in range(items):
        link = f"https://bao.example.vn/thoi-su/bai-so-{number}-{chooser.randrange(10**8)}.html"
        text = "".join(f"<p>{sentence(chooser, 45)}</p>" for _ in range(6))
        rows.append(
            f"<item><title>{sentence(chooser, 12)} &amp; tin thêm</title><link>{link}</link><guid>{link}</guid>"
            f"<pubDate>Mon, 14 Sep 2026 {number % 24:02}:{number % 60:02}:00 +0700</pubDate>"
            f'<description><![CDATA[<a href="{link}"><img width=130 src="https://i.example.vn/{number}.jpg"></a></br>'
            f"{sentence(chooser, 30)} &quot;{sentence(chooser, 8)}&quot;]]></description>"
            f"<content:encoded><![CDATA[{text}]]></content:encoded></item>"
        )
    head = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Báo mẫu</title>'
    return f'<?xml version="1.0" encoding="utf-8"?>{head}<link>https://bao.example.vn</link>{"".join(rows)}</channel></rss>'.encode()


def atom(chooser: random.Random, items: int = 100) -> bytes:
    rows = []
    for number in range(items):
        link = f"https://bao.example.vn/bai-so-{number}-{chooser.randrange(10**8)}.html"
        at = f"2026-09-14T{number % 24:02}:00:00+07:00"
        text = "".join(f"&lt;p&gt;{sentence(chooser, 45)}&lt;/p&gt;" for _ in range(6))
        rows.append(
            f'<entry><title type="html">{sentence(chooser, 12)}</title><link rel="alternate" href="{link}"/>'
            f"<id>{link}</id><updated>{at}</updated><published>{at}</published>"
            f'<summary type="html">&lt;p&gt;{sentence(chooser, 30)}&lt;/p&gt;</summary>'
            f'<content type="html">{text}</content></entry>'
        )
    head = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Báo mẫu</title><link href="https://bao.example.vn"/>'
    return f'<?xml version="1.0" encoding="utf-8"?>{head}{"".join(rows)}</feed>'.encode()


def measure(rounds: int) -> None:
    """Different text in every call, so that no cache of any reader flatters it."""
    readers: dict[str, Callable[[bytes], Any]] = {
        "feedparser": lambda body: feedparser.parse(BytesIO(body)),
        "fastfeedparser": fastfeedparser.parse,
        "crawlers.feeds": lambda body: feeds.parse(body, url=_URL, fetched_at=NOW),
    }
    for name, make in (("RSS", rss), ("Atom", atom)):
        times: dict[str, list[float]] = {reader: [] for reader in readers}
        for seed in range(rounds):
            body = make(random.Random(seed))
            for reader, read in readers.items():
                gc.collect()
                begin = time.perf_counter()
                read(body)
                times[reader].append(time.perf_counter() - begin)
        slow = sorted(times["feedparser"])[rounds // 2]
        print(f"{name}, 100 entries, {len(body) // 1000} KB, median of {rounds}")
        for reader, taken in times.items():
            median = sorted(taken)[rounds // 2]
            print(f"  {reader:15} {100 / median:9,.0f} entries/s   {slow / median:5.1f} x")


def unpacked(folder: Path | None, work: Path) -> Path:
    """The test feeds of feedparser's source distribution."""
    if folder is None:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-binary", ":all:", "--no-deps", "-d", str(work)]
        subprocess.run([*command, f"feedparser=={_VERSION}"], check=True)
        with tarfile.open(next(work.glob("feedparser-*.tar.gz"))) as archive:
            archive.extractall(work, filter="data")
        folder = work
    found = sorted(folder.rglob("*.xml"))
    if not found:
        raise SystemExit(f"no feeds below {folder}")
    return folder


def headers_of(body: bytes) -> dict[str, str]:
    """What the feed's own comment says its server would have answered."""
    found = re.findall(rb"^Header:\s+([^:\r\n]+):([^\r\n]+)", body, re.MULTILINE)
    return {name.decode().strip().lower(): value.decode().strip() for name, value in found}


def compare(path: Path, lost: Counter[str], examples: dict[str, list[str]]) -> int:
    body = path.read_bytes()
    headers = headers_of(body)
    url = urljoin(_URL, headers.get("content-location", _URL))
    theirs = feedparser.parse(BytesIO(body), response_headers={**headers, "content-location": url})
    ours = feeds.parse(body, url=url, content_type=headers.get("content-type"), fetched_at=NOW)
    for what in differences(theirs, ours, url):
        lost[what] += 1
        examples.setdefault(what, []).append(path.name)
    return len(theirs.entries)


def differences(theirs: Any, ours: Feed, url: str) -> list[str]:
    found: list[str] = []
    if len(ours.entries) < len(theirs.entries):
        links = [absolute(entry.get("link", ""), url) for entry in theirs.entries]
        repeated = len(links) - len(set(links) - {""}) - links.count("")
        found.append(
            "entries lost" if len(theirs.entries) - len(ours.entries) > repeated else "entries with one link, kept once"
        )
        return found
    for their, our in zip(theirs.entries, ours.entries, strict=False):
        title, link = plain(their.get("title") or ""), absolute(their.get("link") or "", url)
        if title and not our.title:
            found.append("titles lost")
        elif title != our.title:
            found.append("titles differ")
        if link and not our.link:
            found.append("links lost")
        elif link and link != our.link:
            found.append("links differ")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read = their.get("published_parsed") or their.get("updated_parsed")
        if read and our.published.at is None:
            found.append("dates lost")
        elif read and our.published.at is not None and abs(timegm(read) - our.published.at.timestamp()) >= 60:
            found.append("dates differ")
    return found


def conform(folder: Path | None) -> None:
    lost: Counter[str] = Counter()
    examples: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as work:
        files = sorted(unpacked(folder, Path(work)).rglob("*.xml"))
        entries = sum(compare(path, lost, examples) for path in files)
    print(f"{len(files)} feeds, {entries} entries found by feedparser {feedparser.__version__}")
    for what in ("entries lost", "titles lost", "links lost", "dates lost"):
        print(f"  {what:35} {lost.pop(what, 0):5}  {' '.join(examples.get(what, [])[:12])}")
    for what, count in lost.most_common():
        print(f"  {what:35} {count:5}  {' '.join(examples[what][:60])}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conformance", nargs="?", const="", metavar="DIR")
    parser.add_argument("--rounds", type=int, default=11)
    options = parser.parse_args()
    if options.conformance is None:
        measure(options.rounds)
    else:
        conform(Path(options.conformance) if options.conformance else None)


if __name__ == "__main__":
    main()
