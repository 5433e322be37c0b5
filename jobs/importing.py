"""Archived articles from files: JSONL, WARC and saved pages; accepted outlets only (SCOPE §1).

A faulty record is an ``InputError`` in the stream, and the rest goes on. An imported article's first-seen time is the
one it brings, else its published time (DESIGN §2), else now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from crawlers import pages
from crawlers.belonging import Outlets
from crawlers.merging import article_from
from crawlers.pages import signature
from crawlers.saved import declared_url, read_warc
from jobs.lines import read_bytes, records
from net.refusal import refuse
from news.article import Article, Origin, PageKind
from news.errors import InputError
from news.times import ICT, UNKNOWN_TIME, Precision, Published
from news.urls import canonical_url

MOST_PAGE_BYTES = 50_000_000
_PAGES = (".html", ".htm", ".html.gz", ".htm.gz")
_WARCS = (".warc", ".warc.gz")
_LINES = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")

Arrived = tuple[Article, datetime]


@dataclass(frozen=True, slots=True)
class Importer:
    """Turns files into articles. ``now`` stands in where a record brings no credible time."""

    outlets: Outlets
    now: datetime

    def read(self, path: str) -> Iterator[Arrived | InputError]:
        """All articles of a file, of every file in a folder, or of standard input (``-``: JSONL)."""
        folder = Path(path)
        if path != "-" and folder.is_dir():
            files = sorted(str(file) for file in folder.rglob("*") if file.name.endswith((*_LINES, *_WARCS, *_PAGES)))
            if not files:
                yield InputError(path, None, "không có tệp JSONL, WARC hay HTML nào")
            for file in files:
                yield from self._file(file)
        else:
            yield from self._file(path)

    def _file(self, path: str) -> Iterator[Arrived | InputError]:
        try:
            if path.endswith(_WARCS):
                yield from self._warc(path)
            elif path.endswith(_PAGES):
                yield self._page(path, None, read_bytes(path, MOST_PAGE_BYTES), None, self.now)
            else:
                yield from self._lines(path)
        except InputError as error:
            yield error

    def _lines(self, path: str) -> Iterator[Arrived | InputError]:
        name = "stdin" if path == "-" else path
        for number, record in records(path):
            if isinstance(record, InputError):
                yield record
                continue
            try:
                yield self._article(record)
            except ValueError as error:
                yield InputError(name, number, str(error))

    def _warc(self, path: str) -> Iterator[Arrived | InputError]:
        for page in read_warc(path, MOST_PAGE_BYTES):
            if isinstance(page, InputError):
                yield page
            else:
                content_type = next((value for name, value in page.headers if name.lower() == "content-type"), None)
                yield self._page(path, page.final_url, page.body, content_type, page.fetched_at)

    def _page(
        self, path: str, url: str | None, body: bytes, content_type: str | None, fetched_at: datetime
    ) -> Arrived | InputError:
        """One saved page; without an address its own ``rel=canonical`` says where it is from."""
        address = url or declared_url(body)
        if address is None:
            return InputError(path, None, "không rõ địa chỉ của trang (thiếu rel=canonical)")
        try:
            source = self._owner(address)
            page = pages.extract(body, url=address, content_type=content_type, fetched_at=fetched_at)
            if page.kind is not PageKind.ARTICLE:
                return InputError(path, None, f"{address}: không có bài ({page.reason or page.kind.value})")
            article = article_from(page, url=canonical_url(page.canonical_url), source=source, known=None)
        except ValueError as error:
            return InputError(path, None, str(error))
        return article, self._first_seen(None, article.published)

    def _article(self, record: Mapping[str, Any]) -> Arrived:
        """Raises ``ValueError`` with the reason, in words for the reader."""
        title, url = _text(record, "title"), _text(record, "url")
        lead = _text(record, "lead") or _text(record, "summary")
        text = _text(record, "text")
        if not url or not title:
            raise ValueError("thiếu url hoặc title")
        try:
            address = canonical_url(url)
        except ValueError:
            raise ValueError(f"{url[:200]}: không phải địa chỉ http(s)") from None
        published = _published(record.get("published_at"))
        article = Article(
            url=address,
            source=self._owner(address),
            title=" ".join(title.split()),
            lead=lead,
            text=signature.cut(text),
            published=published,
            section=_text(record, "section") or None,
            language=_text(record, "language") or None,
            origin=Origin.IMPORT,
        )
        return article, self._first_seen(record.get("first_seen"), published)

    def _owner(self, url: str) -> str:
        forbidden = refuse(url)
        if forbidden is not None:
            raise ValueError(forbidden.vi)
        owner = self.outlets.owner_of(url)
        if owner is None:
            raise ValueError(f"{url[:200]}: không phải của nguồn nào trong sources.csv")
        return owner.id

    def _first_seen(self, given: object, published: Published) -> datetime:
        seen = _published(given).at if given is not None else None
        if seen is not None and seen <= self.now:
            return seen
        return published.at if published.at is not None and published.is_credible(self.now) else self.now


def split(arrivals: Iterable[Arrived | InputError], faults: list[InputError]) -> Iterator[Arrived]:
    """The articles; what could not be read is put aside."""
    for one in arrivals:
        if isinstance(one, InputError):
            faults.append(one)
        else:
            yield one


def in_batches(arrivals: Iterable[Arrived], size: int) -> Iterator[list[Arrived]]:
    rest = iter(arrivals)
    while batch := list(islice(rest, size)):
        yield batch


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{key} phải là chữ")
    return value.replace("\0", "").strip()


def _published(value: object) -> Published:
    if value is None or value == "":
        return UNKNOWN_TIME
    if not isinstance(value, str):
        raise ValueError("thời gian phải ở dạng ISO 8601")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"thời gian {value[:40]!r} không ở dạng ISO 8601") from None
    if len(value) == len("2026-11-22"):
        return Published(moment.replace(tzinfo=ICT), Precision.DAY)
    return Published(moment if moment.tzinfo else moment.replace(tzinfo=ICT), Precision.SECOND)
