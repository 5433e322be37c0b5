"""What storage already knows of the addresses in a batch, and whether another reading adds to it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from news.article import Article, Origin
from storage.dialects import among
from storage.rows import batches
from storage.schema import article, article_alias, article_version

#: Doors through which an old reading may come again: what any version said already is not news there.
_REPEATING = (Origin.FEED, Origin.IMPORT)


@dataclass(slots=True)
class Known:
    """The newest version of an article, for deciding about the next one. ``contents``: the hashes of all versions."""

    id: int
    version: int
    first_seen_at: datetime
    origin: Origin
    has_text: bool
    content: bytes
    contents: set[bytes]

    def takes(self, new: Article, content: bytes) -> bool:
        """Whether this reading becomes a new version.

        Not the same content again. A feed's summary never replaces what was read elsewhere, nor an imported headline
        a text. A page that returns to earlier words has changed; a feed or a file that repeats them has not.
        """
        if content == self.content or (new.origin in _REPEATING and content in self.contents):
            return False
        if new.origin is Origin.FEED:
            return self.origin is Origin.FEED
        return not (new.origin is Origin.IMPORT and self.has_text and not new.text)

    def advance(self, new: Article, content: bytes) -> None:
        """The reading was taken: it is the newest version now."""
        self.version += 1
        self.origin, self.has_text, self.content = new.origin, bool(new.text), content
        self.contents.add(content)


def owners_of(connection: Connection, urls: Collection[str]) -> dict[str, int]:
    """The articles of those addresses that are known, by their own or another address."""
    owners: dict[str, int] = {}
    for batch in batches(urls):
        for table, key in ((article, article.c.id), (article_alias, article_alias.c.article_id)):
            rows = connection.execute(select(table.c.url, key).where(among(connection, table.c.url, batch)))
            owners.update((row.url, row[1]) for row in rows)
    return owners


def find_known(connection: Connection, urls: Collection[str]) -> dict[str, Known]:
    """The known ones of these addresses; two addresses of one article share one ``Known``."""
    owners = owners_of(connection, urls)
    by_id: dict[int, Known] = {}
    for batch in batches(set(owners.values())):
        query = (
            select(
                article.c.id,
                article.c.version,
                article.c.first_seen_at,
                article_version.c.origin,
                (article_version.c.text != "").label("has_text"),
                article_version.c.content_sha256,
            )
            .join_from(article, article_version, article_version.c.article_id == article.c.id)
            .where(among(connection, article.c.id, batch))
            .order_by(article.c.id, article_version.c.version)
        )
        for key, version, first_seen_at, origin, has_text, content in connection.execute(query):
            # Rows of one article come oldest first, so the last one leaves its marks as the newest.
            known = by_id.setdefault(key, Known(key, version, first_seen_at, Origin(origin), has_text, content, set()))
            known.origin, known.has_text, known.content = Origin(origin), bool(has_text), content
            known.contents.add(content)
    return {url: by_id[owner] for url, owner in owners.items()}
