"""An article on its way: FeedEntry → RawPage → Page → Article. By-lines are no field anywhere (SCOPE §1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from news.source import Health
from news.times import UNKNOWN_TIME, Published


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed, sitemap or listing, as clean text. ``id`` is the feed's own, if any.

    ``link`` is an absolute http(s) address, or empty when the publisher gave none: nothing can be fetched then.
    ``modified`` is when the publisher says it changed (Atom ``updated``, sitemap ``lastmod``), not when it appeared.
    """

    link: str
    title: str
    summary: str = ""
    id: str | None = None
    published: Published = UNKNOWN_TIME
    language: str | None = None
    modified: Published = UNKNOWN_TIME


@dataclass(frozen=True, slots=True)
class Shard:
    """A further sitemap named by a sitemap index."""

    url: str
    modified: Published = UNKNOWN_TIME


@dataclass(frozen=True, slots=True)
class Feed:
    """What the bytes of a feed say. ``format``: ``rss20``, ``rss10``, ``atom10``, ``json1``, ``cdf``, ``sitemap``,
    ``sitemapindex`` ... ``shards`` belong to a sitemap index; ``period``: how often the feed says it changes.
    """

    health: Health
    entries: tuple[FeedEntry, ...] = ()
    title: str = ""
    link: str | None = None
    format: str | None = None
    language: str | None = None
    detail: str = ""
    shards: tuple[Shard, ...] = ()
    period: timedelta | None = None


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as it was served: evidence, never shown. ``headers`` in order, as received."""

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime


class PageKind(StrEnum):
    ARTICLE = "article"
    LISTING = "listing"
    REFUSED = "refused"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says. ``text`` is the body without the lead, paragraphs separated by newlines."""

    url: str
    canonical_url: str
    kind: PageKind
    title: str = ""
    lead: str = ""
    text: str = ""
    published: Published = UNKNOWN_TIME
    modified_at: datetime | None = None
    section: str | None = None
    language: str | None = None
    reason: str = ""


class Origin(StrEnum):
    """Which door a version of an article came in by."""

    FEED = "feed"
    PAGE = "page"
    IMPORT = "import"
    MANUAL = "manual"
    #: The publisher took the page down; the words are those last read there.
    REMOVED = "removed"


ORIGIN_VI: dict[Origin, str] = {
    Origin.FEED: "nguồn cấp tin",
    Origin.PAGE: "trang báo",
    Origin.IMPORT: "nhập từ tệp",
    Origin.MANUAL: "cán bộ nhập",
    Origin.REMOVED: "báo đã gỡ bài",
}


@dataclass(frozen=True, slots=True)
class Article:
    """One version of an article. Its identity is ``url``, canonical (``news.urls.canonical_url``)."""

    url: str
    source: str
    title: str
    lead: str = ""
    text: str = ""
    published: Published = UNKNOWN_TIME
    modified_at: datetime | None = None
    section: str | None = None
    language: str | None = None
    origin: Origin = Origin.FEED

    @property
    def body(self) -> str:
        """Lead and text as one, the lead never lost and never twice."""
        return "\n".join(part for part in (self.lead, self.text) if part)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as storage keeps it: its newest version with the times that never change beside it."""

    id: int
    version: int
    article: Article
    first_seen_at: datetime
    recorded_at: datetime

    @property
    def sort_time(self) -> datetime:
        """*Newest first* goes by published time, or first-seen where that is unknown or cannot be true."""
        published = self.article.published
        return (
            published.at
            if published.at is not None and published.is_credible(self.first_seen_at)
            else self.first_seen_at
        )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where the raw page of an article is kept (WARC), with its hash, until when unless something cites it."""

    article_id: int
    url: str
    file: str
    offset: int
    length: int
    sha256: str
    fetched_at: datetime
    delete_after: datetime


def joined(title: str, body: str) -> str:
    """The one string that mentions' offsets refer to: title, a newline, then lead and text."""
    return f"{title}\n{body}" if body else title
