"""What feeds announced, and which article pages are still to be fetched."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, bindparam, insert, literal, or_, select, update

from news.article import Article, FeedEntry, Origin
from news.urls import canonical_url, host_of
from storage.articles import Articles, Stored
from storage.codec import decode, encode, storable
from storage.dialects import among
from storage.rows import batches, next_number
from storage.schema import entry
from storage.tombstones import Tombstones

#: More titles than this are a page whose title is a clock.
_MOST_TITLES = 20


class PageState(StrEnum):
    """What has become of the article page that an entry announced."""

    WANTED = "wanted"
    UNWANTED = "unwanted"
    FETCHED = "fetched"
    REFUSED = "refused"
    FAILED = "failed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class NewEntries:
    """How many entries were new, had a new title, were known; ``skipped`` have no usable address or were deleted."""

    new: int = 0
    edited: int = 0
    known: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class WantedPage:
    """A page to fetch. ``attempts`` were made before."""

    entry_id: int
    url: str
    source: str
    attempts: int
    first_seen_at: datetime


@dataclass(slots=True)
class _Kept:
    """A row of ``entry`` while a batch is looked at; ``id`` 0: not written yet."""

    id: int
    url: str
    page: str
    titles: list[str]

    def has_new_title(self, title: str) -> bool:
        return bool(title) and title not in self.titles


class Entries:
    """Verbs on entries. Every entry is an article at once, so that everything read can be searched."""

    def __init__(self, connection: Connection, articles: Articles, tombstones: Tombstones) -> None:
        self._connection, self._articles, self._tombstones = connection, articles, tombstones

    def add(
        self, source: str, entries: Sequence[FeedEntry], *, first_seen_at: datetime, wanted: Container[str] = ()
    ) -> NewEntries:
        """Take in what a feed says; ``wanted`` are links (as in the entries) whose pages are to be fetched.

        A title that no feed gave the entry before is an edit: the page is wanted again if it ever was, and an
        article known from feeds only gets a new version.
        """
        counts = [self._add_batch(source, batch, first_seen_at, wanted) for batch in batches(entries)]
        return NewEntries(*(sum(numbers) for numbers in zip((0, 0, 0, 0), *counts, strict=True)))

    def wanted(self, now: datetime, limit: int, hosts: Collection[str] | None = None) -> Sequence[WantedPage]:
        """Pages to fetch whose time has come, longest known first; ``hosts`` as ``news.urls.host_of`` writes them."""
        query = select(entry.c.id, entry.c.url, entry.c.source, entry.c.attempts, entry.c.first_seen_at)
        query = query.where(entry.c.page == literal("wanted", literal_execute=True))
        query = query.where(or_(entry.c.retry_at.is_(None), entry.c.retry_at <= now))
        if hosts is not None:
            query = query.where(among(self._connection, entry.c.host, hosts))
        query = query.order_by(entry.c.first_seen_at, entry.c.id).limit(limit)
        return [WantedPage(*row) for row in self._connection.execute(query)]

    def mark(self, entry_id: int, page: PageState | str, detail: str = "", *, retry_at: datetime | None = None) -> None:
        """Say what became of the page, in words; ``wanted`` with a time to try again. Counts as an attempt.

        An entry deleted since it was read is left alone.
        """
        state = PageState(page).value
        changed = update(entry).where(entry.c.id == entry_id)
        changed = changed.values(
            page=state, page_detail=storable(detail), retry_at=retry_at, attempts=entry.c.attempts + 1
        )
        self._connection.execute(changed)

    def _add_batch(
        self, source: str, batch: Sequence[FeedEntry], first_seen_at: datetime, wanted: Container[str]
    ) -> tuple[int, int, int, int]:
        addressed = list(_with_urls(batch))
        gone = self._tombstones.list("article", {url for url, _ in addressed})
        usable = [(url, one) for url, one in addressed if url not in gone]
        kept = self._kept({url for url, _ in usable})
        firsts: list[_Kept] = []
        changed: dict[str, _Kept] = {}
        readings: list[Article] = []
        edited = 0
        for url, one in usable:
            is_wanted = one.link in wanted
            title = storable(one.title)
            row = kept.get(url)
            if row is None:
                row = kept[url] = _Kept(0, url, PageState.WANTED if is_wanted else PageState.UNWANTED, [title])
                firsts.append(row)
                readings.append(_article(url, source, one))
            elif row.has_new_title(title):
                row.titles = [*row.titles, title][-_MOST_TITLES:]
                readings.append(_article(url, source, one))
                edited += 1
                row.page = PageState.UNWANTED if row.page == PageState.UNWANTED and not is_wanted else PageState.WANTED
                changed[url] = row
            elif is_wanted and row.page == PageState.UNWANTED:
                row.page = PageState.WANTED
                changed[url] = row
        stored = self._articles.add_many((reading, first_seen_at) for reading in readings)
        owners = {reading.url: one for reading, one in zip(readings, stored, strict=True)}
        self._insert(source, firsts, owners, first_seen_at)
        self._update([row for row in changed.values() if row.id])
        known = len(usable) - len(firsts) - edited
        return len(firsts), edited, known, len(batch) - len(usable)

    def _kept(self, urls: Collection[str]) -> dict[str, _Kept]:
        kept: dict[str, _Kept] = {}
        for batch in batches(urls):
            query = select(entry.c.id, entry.c.url, entry.c.page, entry.c.titles).where(
                among(self._connection, entry.c.url, batch)
            )
            for key, url, page, titles in self._connection.execute(query):
                kept[url] = _Kept(key, url, page, decode(titles))
        return kept

    def _insert(self, source: str, firsts: list[_Kept], owners: dict[str, Stored], first_seen_at: datetime) -> None:
        if not firsts:
            return
        # An article that came by another door may have its text already.
        others = {owners[row.url].id for row in firsts if not owners[row.url].is_changed}
        read = {one.id for one in self._articles.list(others) if one.article.text}
        number = next_number(self._connection, entry.c.id)
        rows = [
            {
                "id": number + place,
                "url": row.url,
                "article_id": owners[row.url].id,
                "source": source,
                "host": host_of(row.url),
                "titles": encode(row.titles).decode(),
                "first_seen_at": first_seen_at,
                "page": str(PageState.FETCHED if owners[row.url].id in read else row.page),
                "page_detail": "",
                "attempts": 0,
                "retry_at": None,
            }
            for place, row in enumerate(firsts)
        ]
        self._connection.execute(insert(entry), rows)

    def _update(self, changed: list[_Kept]) -> None:
        """Write titles and states anew; a page wanted again begins its attempts anew."""
        if not changed:
            return
        statement = (
            update(entry)
            .where(entry.c.id == bindparam("key"))
            .values(titles=bindparam("new_titles"), page=bindparam("new_page"), attempts=0, retry_at=None)
        )
        rows = [
            {"key": row.id, "new_titles": encode(row.titles).decode(), "new_page": str(row.page)} for row in changed
        ]
        self._connection.execute(statement, rows)


def _with_urls(batch: Iterable[FeedEntry]) -> Iterator[tuple[str, FeedEntry]]:
    """The entries with their canonical addresses; those that have none are left out."""
    for one in batch:
        try:
            yield canonical_url(one.link), one
        except ValueError:
            continue


def _article(url: str, source: str, one: FeedEntry) -> Article:
    return Article(
        url=url,
        source=source,
        title=one.title,
        lead=one.summary,
        published=one.published,
        modified_at=one.modified.at,
        language=one.language,
        origin=Origin.FEED,
    )
