"""Where and how often a claim occurs: articles by id, platforms and tips as coarse counts and nothing more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from news.analysis import Relevance
from news.article import StoredArticle
from news.coarse import coarse
from storage.article_rows import NEWEST, read_article
from storage.claim_tables import claim, claim_count, matching, sighting, tip_count
from storage.dialects import insert
from storage.owning import hanging, must_own
from storage.schema import article, relevance


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article that states a claim: characters ``start`` to ``end`` of the body of that version."""

    claim_id: int
    article_id: int
    source: str
    version: int
    start: int
    end: int
    at: datetime
    is_recycled: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """So many on a platform within an hour; 0 says fewer than five."""

    claim_id: int
    platform: str
    hour: datetime
    count: int


class Sightings:
    def __init__(self, connection: Connection, province: str | None = None) -> None:
        self._connection, self._province = connection, province

    def add(self, seen: Sighting) -> bool:
        """Remember that an article states a claim; ``False`` when that was known."""
        must_own(self._connection, claim, self._province, seen.claim_id, "claim")
        names = Sighting.__slots__
        row = {name: getattr(seen, name) for name in names}
        statement = insert(self._connection, sighting).values(**row).on_conflict_do_nothing()
        return self._connection.execute(statement.returning(sighting.c.article_id)).first() is not None

    def list(self, claim_id: int) -> Sequence[Sighting]:
        """Oldest first."""
        query = select(sighting).where(sighting.c.claim_id == claim_id).order_by(sighting.c.at, sighting.c.article_id)
        query = query.where(hanging(sighting.c.claim_id, claim, self._province))
        return [Sighting(**row._mapping) for row in self._connection.execute(query)]

    def of_articles(self, ids: Iterable[int]) -> Mapping[int, Sequence[int]]:
        """The claims that each of these articles states."""
        found: dict[int, list[int]] = defaultdict(list)
        query = select(sighting.c.article_id, sighting.c.claim_id).where(sighting.c.article_id.in_(list(ids)))
        query = query.where(hanging(sighting.c.claim_id, claim, self._province))
        for article_id, claim_id in self._connection.execute(query.order_by(sighting.c.claim_id)):
            found[article_id].append(claim_id)
        return dict(found)

    def add_count(self, claim_id: int, platform: str, hour: datetime, count: int) -> None:
        """Keep how often a platform held a claim in a full hour, made coarse here; the last word on an hour counts."""
        if hour.minute or hour.second or hour.microsecond:
            raise ValueError("counts are kept by the full hour")
        must_own(self._connection, claim, self._province, claim_id, "claim")
        row = {"claim_id": claim_id, "platform": platform, "hour": hour, "count": coarse(count)}
        self._put(claim_count, row, [claim_count.c.claim_id, claim_count.c.platform, claim_count.c.hour])

    def counts(self, claim_id: int) -> Sequence[Count]:
        query = select(claim_count).where(claim_count.c.claim_id == claim_id)
        query = query.where(hanging(claim_count.c.claim_id, claim, self._province))
        rows = self._connection.execute(query.order_by(claim_count.c.hour, claim_count.c.platform))
        return [Count(**row._mapping) for row in rows]

    def add_tip_count(self, claim_id: int, day: date, count: int) -> None:
        """Keep how many asked on a day, made coarse here."""
        must_own(self._connection, claim, self._province, claim_id, "claim")
        row = {"claim_id": claim_id, "day": day.isoformat(), "count": coarse(count)}
        self._put(tip_count, row, [tip_count.c.claim_id, tip_count.c.day])

    def tip_counts(self, claim_id: int) -> dict[date, int]:
        query = select(tip_count.c.day, tip_count.c.count).where(tip_count.c.claim_id == claim_id)
        query = query.where(hanging(tip_count.c.claim_id, claim, self._province))
        return {date.fromisoformat(day): count for day, count in self._connection.execute(query)}

    def pending(self, province: str, since: datetime, limit: int) -> Sequence[StoredArticle]:
        """Analysed articles about the province, first seen since then, not matched yet; oldest first."""
        query = (
            NEWEST.join(relevance, relevance.c.article_id == article.c.id)
            .join(matching, (matching.c.article_id == article.c.id) & (matching.c.province == province), isouter=True)
            .where(
                relevance.c.province == province,
                relevance.c.label == Relevance.ABOUT.value,
                relevance.c.first_seen_at >= since,
                or_(matching.c.version.is_(None), matching.c.version != article.c.version),
                article.c.analysed_by != 0,
            )
            .order_by(relevance.c.first_seen_at, article.c.id)
            .limit(limit)
        )
        return [read_article(row) for row in self._connection.execute(query)]

    def mark_matched(self, province: str, article_id: int, version: int) -> None:
        """The office's library was held against this version; other offices have libraries of their own."""
        row = {"province": province, "article_id": article_id, "version": version}
        self._put(matching, row, [matching.c.province, matching.c.article_id])

    def _put(self, table: Any, row: dict[str, object], keys: Sequence[Any]) -> None:
        names = {column.name for column in keys}
        statement = insert(self._connection, table).values(**row)
        statement = statement.on_conflict_do_update(
            index_elements=list(keys), set_={name: row[name] for name in row if name not in names}
        )
        self._connection.execute(statement)
