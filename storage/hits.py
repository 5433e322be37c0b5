"""Which articles each watch matches: what thresholds, spikes and shifts are counted from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from news.analysis import Tone
from news.times import Window
from storage.alert_tables import watch_hit
from storage.bulk import write
from storage.dialects import among, insert
from storage.rows import batches
from storage.schema import analysis, article, microseconds, story_member


@dataclass(frozen=True, slots=True)
class HitRow:
    """An article that a watch matches, with what is counted of it."""

    article_id: int
    source: str
    at: datetime
    tone: Tone | None
    story: str | None
    is_reprint: bool


class Hits:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(
        self,
        province: str,
        watches: Collection[str],
        articles: Collection[int],
        hits: Iterable[tuple[str, int, datetime]],
    ) -> None:
        """What these watches hit among these articles (name, article, first seen), in place of what was before."""
        for batch in batches(articles):
            gone = delete(watch_hit).where(watch_hit.c.province == province)
            gone = gone.where(among(self._connection, watch_hit.c.watch, list(watches)))
            self._connection.execute(gone.where(among(self._connection, watch_hit.c.article_id, batch)))
        rows = [(province, name, article_id, microseconds(at)) for name, article_id, at in hits]
        statement = insert(self._connection, watch_hit).on_conflict_do_nothing()
        write(self._connection, statement, ("province", "watch", "article_id", "at"), rows)

    def drop(self, province: str, watches: Collection[str]) -> None:
        gone = delete(watch_hit).where(watch_hit.c.province == province)
        self._connection.execute(gone.where(among(self._connection, watch_hit.c.watch, list(watches))))

    def list(self, province: str, name: str, window: Window) -> list[HitRow]:
        """What a watch hit of what was first seen in the window, oldest first; the machine's tone and story."""
        query = (
            select(
                watch_hit.c.article_id,
                article.c.source,
                watch_hit.c.at,
                analysis.c.tone,
                story_member.c.story,
                story_member.c.reprint_of,
            )
            .join(article, article.c.id == watch_hit.c.article_id)
            .outerjoin(story_member, story_member.c.article_id == watch_hit.c.article_id)
            .outerjoin(
                analysis,
                (analysis.c.article_id == article.c.id)
                & (analysis.c.version == article.c.version)
                & (analysis.c.model_set == article.c.analysed_by),
            )
            .where(watch_hit.c.province == province, watch_hit.c.watch == name)
            .where(watch_hit.c.at >= window.begin, watch_hit.c.at < window.end)
            .order_by(watch_hit.c.at, watch_hit.c.article_id)
        )
        return [
            HitRow(row.article_id, row.source, row.at, Tone(row.tone) if row.tone else None, row.story,
                   row.reprint_of is not None)
            for row in self._connection.execute(query)
        ]  # fmt: skip

    def first_seen_between(self, window: Window) -> bool:
        """Whether anything at all was collected in the window: else nothing can be said of it."""
        query = select(article.c.id).where(
            article.c.first_seen_at >= window.begin, article.c.first_seen_at < window.end
        )
        return self._connection.execute(query.limit(1)).first() is not None

    def known_since(self) -> datetime | None:
        """When the first article of all was seen."""
        row = self._connection.execute(select(func.min(article.c.first_seen_at).label("at"))).one()
        found: datetime | None = row.at
        return found
