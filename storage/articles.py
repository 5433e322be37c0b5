"""Articles and their versions. An article is its canonical address; an edited headline is a new version of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, false, func, insert, literal_column, select, update

from news.analysis import Relevance
from news.article import Article, StoredArticle
from news.errors import UnknownId
from news.times import Clock, Window
from storage.article_rows import NEWEST, VERSIONS, article_row, read_article, sort_at, version_row
from storage.bulk import add_rows, write
from storage.changes import Changes
from storage.codec import content_sha256
from storage.dialects import among
from storage.duplicates import absorb
from storage.erasure import erase
from storage.known import Known, find_known, owners_of
from storage.rows import batches, next_number
from storage.schema import article, article_alias, article_version, change, microseconds, model_set
from storage.snapshots import SnapshotRef, Snapshots
from storage.tombstones import Tombstones
from storage.windows import first_seen_in

_IS_NEWEST = (article_version.c.article_id == article.c.id) & (article_version.c.version == article.c.version)
_TAKE_VERSION = (
    update(article)
    .where(article.c.id == bindparam("key"))
    .values(
        version=bindparam("new_version"),
        sort_at=bindparam("new_sort_at"),
        recorded_at=bindparam("now"),
        analysed_by=literal_column("0"),
        is_grouped=false(),
    )
)


@dataclass(frozen=True, slots=True)
class Place:
    """What grouping needs to know of an article: its identity and where it stands in time."""

    id: int
    url: str
    sort_at: datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of an article that was added. ``id`` is 0 where it was deleted before and stays so.

    ``is_changed``: a version was written, also the first one; ``is_new``: it was the first one.
    """

    id: int
    version: int
    is_new: bool
    is_changed: bool


_DELETED = Stored(0, 0, False, False)


class Articles:
    """Verbs on articles. Whatever changes an article notes it in the change log."""

    def __init__(
        self, connection: Connection, clock: Clock, changes: Changes, tombstones: Tombstones, snapshots: Snapshots
    ) -> None:
        self._connection, self._clock = connection, clock
        self._changes, self._tombstones, self._snapshots = changes, tombstones, snapshots
        self._last_id: int | None = None

    def add(self, new: Article, *, first_seen_at: datetime, snapshot: SnapshotRef | None = None) -> Stored:
        """Store one reading of an article (see ``add_many``) and where its raw page lies.

        The raw page of an article that was deleted before is due for deletion at once.
        """
        (stored,) = self.add_many([(new, first_seen_at)])
        if snapshot is not None:
            kept = snapshot if stored.id else replace(snapshot, delete_after=self._clock())
            self._snapshots.add(kept.of(stored.id), kept.record)
        return stored

    def add_many(self, articles: Iterable[tuple[Article, datetime]]) -> Sequence[Stored]:
        """Store readings of articles, each with the time it was first seen; the answers in the same order.

        The same content again writes nothing, other content a new version (``storage.known.Known.takes`` decides).
        ``first_seen_at`` counts for new articles only: it never changes.
        """
        return [stored for batch in batches(articles) for stored in self._add_batch(batch)]

    def add_alias(self, url: str, article_id: int) -> None:
        """This address turned out to be the same article. One known under it so far is joined into this one."""
        owner = owners_of(self._connection, [url]).get(url)
        if owner == article_id or self._tombstones.has("article", url):
            return
        if self._connection.execute(select(article.c.id).where(article.c.id == article_id)).first() is None:
            raise UnknownId("article", article_id)
        if owner is not None:
            self._changes.note(absorb(self._connection, owner, article_id, self._clock()))
        else:
            self._connection.execute(insert(article_alias), {"url": url, "article_id": article_id})

    def get(self, article_id: int) -> StoredArticle:
        """The newest version. Raises ``UnknownId``."""
        row = self._connection.execute(NEWEST.where(article.c.id == article_id)).first()
        if row is None:
            raise UnknownId("article", article_id)
        return read_article(row)

    def find(self, url: str) -> StoredArticle | None:
        """The newest version of the article at this canonical address, be it its own or an alias."""
        owner = owners_of(self._connection, [url]).get(url)
        return None if owner is None else self.get(owner)

    def versions(self, article_id: int) -> Sequence[StoredArticle]:
        """Every version, oldest first."""
        query = VERSIONS.where(article.c.id == article_id).order_by(article_version.c.version)
        return [read_article(row) for row in self._connection.execute(query)]

    def list(self, ids: Iterable[int]) -> Sequence[StoredArticle]:
        """The newest versions, in the order of the ids; those that are unknown or deleted are left out."""
        asked = tuple(dict.fromkeys(ids))
        found: dict[int, StoredArticle] = {}
        for batch in batches(asked):
            for row in self._connection.execute(NEWEST.where(among(self._connection, article.c.id, batch))):
                found[row.article_id] = read_article(row)
        return [found[key] for key in asked if key in found]

    def places(self, ids: Iterable[int]) -> Sequence[Place]:
        """Address and sort time of these articles, without their texts."""
        columns = select(article.c.id, article.c.url, article.c.sort_at)
        return [
            Place(*row)
            for batch in batches(ids)
            for row in self._connection.execute(columns.where(among(self._connection, article.c.id, batch)))
        ]

    def first_seen_in(
        self, window: Window, province: str | None = None, labels: Collection[Relevance] = ()
    ) -> Sequence[int]:
        """Ids of articles first seen in the window, oldest first.

        With a province: those with one of the labels for it (all but ``none`` when not said), people's words on
        relevance being stronger than the models'.
        """
        return first_seen_in(self._connection, window, province, labels)

    def titles(self, source: str, window: Window) -> Sequence[tuple[int, str]]:
        """Ids and newest titles of one source's articles first seen in the window."""
        seen = article.c.first_seen_at
        query = select(article.c.id, article_version.c.title).join(article_version, _IS_NEWEST)
        query = query.where(article.c.source == source, seen >= window.begin, seen < window.end)
        return [(row.id, row.title) for row in self._connection.execute(query.order_by(article.c.id))]

    def pending_analysis(self, models: str, limit: int) -> Sequence[StoredArticle]:
        """Articles whose newest version these models have not read yet; newest first."""
        query = select(model_set.c.id).where(model_set.c.name != models)
        older = [0, *self._connection.execute(query).scalars()]
        keys: list[Any] = []
        for number in older:  # each from the end of its part of the index, however many articles are done
            ids = select(article.c.id, article.c.sort_at).where(article.c.analysed_by == number)
            keys += self._connection.execute(ids.order_by(article.c.sort_at.desc(), article.c.id.desc()).limit(limit))
        keys.sort(key=lambda row: (row.sort_at, row.id), reverse=True)
        return self.list(row.id for row in keys[:limit])

    def newest(self, limit: int) -> Sequence[int]:
        """Ids of the articles that stand first in *newest first*."""
        newest = select(article.c.id).order_by(article.c.sort_at.desc(), article.c.id.desc()).limit(limit)
        return self._connection.execute(newest).scalars().all()

    def count(self) -> int:
        """How many articles there are."""
        return self._connection.execute(select(func.count()).select_from(article)).scalar_one()

    def delete(self, article_id: int, reason: str) -> None:
        """Delete the article with its versions, analyses, overrides and place in a story; it stays deleted.

        Its raw pages are due for deletion at once (``snapshots.expired``). Raises ``UnknownId``.
        """
        for url in erase(self._connection, self._changes, article_id):
            self._tombstones.add("article", url, reason)
        self._snapshots.release(article_id, self._clock())

    def _add_batch(self, batch: Sequence[tuple[Article, datetime]]) -> Sequence[Stored]:
        urls = {new.url for new, _ in batch}
        known = find_known(self._connection, urls)
        gone = self._tombstones.list("article", urls - known.keys())
        now = microseconds(self._clock())
        stored: list[Stored] = []
        firsts: list[tuple[Any, ...]] = []
        versions: list[tuple[Any, ...]] = []
        updates: list[tuple[Any, ...]] = []
        for new, first_seen_at in batch:
            if new.url in gone:
                stored.append(_DELETED)
                continue
            content = content_sha256(new)
            one = known.get(new.url)
            is_new = one is None
            if one is None:
                one = Known(self._new_id(), 1, first_seen_at, new.origin, bool(new.text), content, {content})
                known[new.url] = one
                firsts.append(article_row(new, one, now))
            elif one.takes(new, content):
                one.advance(new, content)
                updates.append((one.id, one.version, sort_at(new, one), now))
            else:
                stored.append(Stored(one.id, one.version, False, False))
                continue
            versions.append(version_row(new, one, now))
            stored.append(Stored(one.id, one.version, is_new, True))
        add_rows(self._connection, article, firsts)
        add_rows(self._connection, article_version, versions)
        write(self._connection, _TAKE_VERSION, ("key", "new_version", "new_sort_at", "now"), updates)
        self._changes.note(one.id for one in stored if one.is_changed)
        return stored

    def _new_id(self) -> int:
        if self._last_id is None:
            # Deleted articles stay in the change log, so an id is never given twice.
            self._changes.write()
            self._last_id = next_number(self._connection, change.c.article_id) - 1
        self._last_id += 1
        return self._last_id
