"""Articles in the hands of workers that read them: each is one's at a time, and free again when that one dies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, not_, select

from news.article import StoredArticle
from storage.articles import Articles
from storage.dialects import among, insert
from storage.rows import batches
from storage.schema import article, model_set
from storage.work_tables import article_lease


class Readings:
    def __init__(self, connection: Connection, articles: Articles) -> None:
        self._connection, self._articles = connection, articles

    def take(self, models: str, holder: str, limit: int, now: datetime, until: datetime) -> Sequence[StoredArticle]:
        """Articles whose newest version these models have not read, newest first: the holder's alone until then.

        Rows that another taker has under its hand are skipped, not waited for.
        """
        older = [0, *self._connection.execute(select(model_set.c.id).where(model_set.c.name != models)).scalars()]
        found: list[Any] = []
        for number in older:
            taken = exists().where(and_(article_lease.c.article_id == article.c.id, article_lease.c.until > now))
            query = select(article.c.id, article.c.sort_at).where(article.c.analysed_by == number, not_(taken))
            query = query.order_by(article.c.sort_at.desc(), article.c.id.desc()).limit(limit - len(found))
            found += self._connection.execute(query.with_for_update(skip_locked=True, of=article))
            if len(found) >= limit:
                break
        keys = [row.id for row in found]
        return self._articles.list(self._lease(keys, holder, now, until)) if keys else []

    def release(self, holder: str, ids: Collection[int]) -> None:
        """These are read, or left to others."""
        for batch in batches(ids):
            mine = (article_lease.c.holder == holder, among(self._connection, article_lease.c.article_id, batch))
            self._connection.execute(delete(article_lease).where(*mine))

    def release_gone(self, alive: Collection[str]) -> int:
        """Free what is in the hands of holders that are not among these; how many articles."""
        gone = not_(among(self._connection, article_lease.c.holder, list(alive)))
        return self._connection.execute(delete(article_lease).where(gone)).rowcount

    def waiting(self, models: str) -> bool:
        """Whether anything is left to read, in hands or not."""
        return bool(self._articles.pending_analysis(models, 1))

    def _lease(self, keys: Sequence[int], holder: str, now: datetime, until: datetime) -> list[int]:
        """Those of the articles that became the holder's: of two takers at one instant, each article goes to one."""
        rows = [{"article_id": key, "holder": holder, "until": until} for key in keys]
        statement = insert(self._connection, article_lease).values(rows)
        statement = statement.on_conflict_do_update(
            index_elements=["article_id"],
            set_={"holder": statement.excluded.holder, "until": statement.excluded.until},
            where=article_lease.c.until <= now,
        )
        mine = set(self._connection.execute(statement.returning(article_lease.c.article_id)).scalars())
        return [key for key in keys if key in mine]
