"""Sitemaps (urlset, news sitemap, index) → ``Feed``. An error page is never an empty sitemap. Pure.

``lastmod`` is often the time of the build: it is kept as ``modified`` and never taken for a time of publication.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from xml.parsers import expat

from crawlers.challenge import challenge
from crawlers.charset import decode
from crawlers.dates import in_address, read
from crawlers.feeds.detect import Kind, kind_of
from crawlers.links import absolute
from crawlers.text import MAX_TITLE_CHARS, plain, primary_language
from news.article import Feed, FeedEntry, Shard
from news.source import Health
from news.times import ICT, UNKNOWN_TIME

#: The standard's own bound.
MAX_LOCATIONS = 50_000
_FIELDS = {
    "loc": "loc",
    "lastmod": "lastmod",
    "title": "title",
    "publication_date": "published",
    "language": "language",
}
#: Pictures and films in a sitemap have a loc and a title of their own.
_OTHERS = {"image", "video", "xhtml"}
_ROWS = {"url", "sitemap"}


class _Unsafe(Exception):
    """The document declares entities: refused."""


def parse(
    body: bytes, *, url: str, content_type: str | None = None, fetched_at: datetime, home_zone: tzinfo = ICT
) -> Feed:
    """Return the addresses of a sitemap as entries, or those of an index as ``shards``."""
    kind = kind_of(body)
    if kind not in {Kind.SITEMAP, Kind.SITEMAP_INDEX}:
        return _refusal(body, content_type)
    rows, fault = _rows(body, content_type)
    if kind is Kind.SITEMAP_INDEX:
        found = {
            address: Shard(address, read(row.get("lastmod"), now=fetched_at, zone=home_zone))
            for row in rows
            if (address := absolute(row.get("loc", ""), url))
        }
        health = Health.OK if found else Health.BROKEN if fault else Health.EMPTY
        return Feed(health, format="sitemapindex", shards=tuple(found.values()), detail=fault)
    entries: dict[str, FeedEntry] = {}
    for row in rows:
        link = absolute(row.get("loc", ""), url)
        if link and link not in entries:
            entries[link] = _entry(row, link, fetched_at, home_zone)
    health = Health.OK if entries else Health.BROKEN if fault else Health.EMPTY
    return Feed(health, tuple(entries.values()), format="sitemap", detail=fault)


def _refusal(body: bytes, content_type: str | None) -> Feed:
    if not body.strip():
        return Feed(Health.EMPTY, detail="máy chủ trả lời mà không có nội dung")
    if refusal := challenge(decode(body[:400_000], content_type)):
        return Feed(Health.REFUSED, detail=refusal)
    return Feed(Health.NOT_A_FEED, detail="máy chủ trả về trang khác thay cho sitemap")


def _entry(row: dict[str, str], link: str, fetched_at: datetime, home_zone: tzinfo) -> FeedEntry:
    published = read(row.get("published"), now=fetched_at, zone=home_zone)
    return FeedEntry(
        link=link,
        title=plain(row.get("title", ""), MAX_TITLE_CHARS),
        published=published if published.at is not None else in_address(link, zone=home_zone),
        language=primary_language(row.get("language")),
        modified=read(row["lastmod"], now=fetched_at, zone=home_zone) if "lastmod" in row else UNKNOWN_TIME,
    )


def _rows(body: bytes, content_type: str | None) -> tuple[list[dict[str, str]], str]:
    """The rows that could be read, and what stopped the reading."""
    rows: list[dict[str, str]] = []
    for document in (body.lstrip(), decode(body, content_type).lstrip()):
        reader = _Reader()
        rows = reader.rows
        try:
            reader.parser.Parse(document, True)
        except expat.ExpatError as error:
            fault = f"XML sai ở dòng {error.lineno}"
        except _Unsafe:
            return [], "XML khai báo thực thể (entity), không đọc"
        else:
            return rows, ""
    return rows, fault


class _Reader:
    """Collects the fields of each row; stops listening at the standard's bound."""

    def __init__(self) -> None:
        self.rows: list[dict[str, str]] = []
        self.row: dict[str, str] | None = None
        self.pieces: list[str] = []
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._declare

    def _declare(self, *_: object) -> None:
        raise _Unsafe

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        prefix, _, local = name.rpartition(":")
        if self.row is None:
            if local.lower() in _ROWS and len(self.rows) < MAX_LOCATIONS:
                self.row = {}
        elif prefix not in _OTHERS and local in _FIELDS:
            pieces: list[str] = []
            self.pieces = pieces
            self.parser.CharacterDataHandler = pieces.append

    def _end(self, name: str) -> None:
        if self.row is None:
            return
        prefix, _, local = name.rpartition(":")
        if prefix not in _OTHERS and local in _FIELDS:
            self.parser.CharacterDataHandler = None
            self.row.setdefault(_FIELDS[local], "".join(self.pieces).strip())
        elif local.lower() in _ROWS and prefix not in _OTHERS:
            self.rows.append(self.row)
            self.row = None


def is_pattern(address: str) -> bool:
    """Whether an address is a pattern of dates that ``shard_urls`` fills in."""
    return "{" in address


def shard_urls(pattern: str, days: tuple[date, date]) -> Iterator[str]:
    """Build the addresses of the shards that cover the days, both included, for indexes that lag behind.

    ``pattern`` uses ``{YYYY}``, ``{M}``, ``{MM}``, ``{D}``, ``{DD}`` and, for five-day blocks, ``{d1}`` and ``{d2}``:
    ``https://a.vn/sitemaps/sitemaps-{YYYY}-{M}-{d1}-{d2}.xml``. Each address comes once, oldest first.
    """
    day, last = days
    seen: set[str] = set()
    while day <= last:
        begin = min((day.day - 1) // 5 * 5 + 1, 26)
        month_ends = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        end = month_ends.day if begin == 26 else begin + 4
        address = pattern.format(
            YYYY=day.year, M=day.month, MM=f"{day.month:02}", D=day.day, DD=f"{day.day:02}", d1=begin, d2=end
        )
        if address not in seen:
            seen.add(address)
            yield address
        day += timedelta(days=1)
