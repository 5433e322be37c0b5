"""The machine's grouping of articles into stories, and people's facts about it. Ids last; a merge leaves a redirect."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, not_, select

from news.article import StoredArticle
from news.errors import UnknownId
from news.story import Edge, EdgeKind, FactKind, Membership, StoryFact
from news.times import Clock
from storage.article_rows import NEWEST, read_article
from storage.changes import Changes
from storage.dialects import among, insert
from storage.groupings import MemberRow, add_stories, merge, put_members, replace_edges
from storage.rows import batches, next_number
from storage.schema import article, story, story_edge, story_fact, story_member


class Stories:
    def __init__(self, connection: Connection, clock: Clock, changes: Changes) -> None:
        self._connection, self._clock, self._changes = connection, clock, changes

    def pending(self, limit: int, *, is_analysed: bool = False) -> list[StoredArticle]:
        """Articles whose newest version is in no story yet, oldest first (neighbours in time come together).

        ``is_analysed``: only those that were read by some models; their language is known.
        """
        query = NEWEST.where(not_(article.c.is_grouped))
        if is_analysed:
            query = query.where(article.c.analysed_by != 0)
        query = query.order_by(article.c.sort_at, article.c.id).limit(limit)
        return [read_article(row) for row in self._connection.execute(query)]

    def signatures(self, since: datetime, until: datetime | None = None) -> list[tuple[int, bytes, datetime]]:
        """Id, signature and sort time of grouped articles, ``since <= at < until``, in that order."""
        query = select(story_member.c.article_id, story_member.c.signature, story_member.c.at)
        query = query.where(story_member.c.at >= since).order_by(story_member.c.at, story_member.c.article_id)
        if until is not None:
            query = query.where(story_member.c.at < until)
        return [(key, signature, at) for key, signature, at in self._connection.execute(query)]

    def edges_of(self, ids: Iterable[int]) -> list[Edge]:
        """Every edge that touches one of these articles, once each, by ``(a, b)``."""
        found: dict[tuple[int, int], Edge] = {}
        for batch in batches(ids):
            for end in (story_edge.c.a, story_edge.c.b):
                for row in self._connection.execute(select(story_edge).where(among(self._connection, end, batch))):
                    found[row.a, row.b] = Edge(row.a, row.b, EdgeKind(row.kind), row.score)
        return [found[key] for key in sorted(found)]

    def members(self, story_id: str) -> list[MemberRow]:
        """The articles of a story (redirects followed), oldest first."""
        query = select(story_member).where(story_member.c.story == self.resolve(story_id))
        rows = self._connection.execute(query.order_by(story_member.c.at, story_member.c.article_id))
        return [_read(row) for row in rows]

    def rows_of(self, ids: Iterable[int]) -> dict[int, MemberRow]:
        """Where these articles stand; those in no story are left out."""
        return {
            row.article_id: _read(row)
            for batch in batches(ids)
            for row in self._connection.execute(
                select(story_member).where(among(self._connection, story_member.c.article_id, batch))
            )
        }

    def story_of(self, ids: Iterable[int]) -> dict[int, Membership]:
        """The story of each of these articles; those in none are left out."""
        columns = select(story_member.c.article_id, story_member.c.story, story_member.c.reprint_of)
        return {
            row.article_id: Membership(row.article_id, row.story, row.reprint_of)
            for batch in batches(ids)
            for row in self._connection.execute(
                columns.where(among(self._connection, story_member.c.article_id, batch))
            )
        }

    def resolve(self, story_id: str) -> str:
        """The story an id stands for now, merges followed. Raises ``UnknownId``."""
        query = select(story.c.merged_into).where(story.c.id == story_id)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise UnknownId("story", story_id)
        # ``put`` keeps every redirect one step long.
        return story_id if row.merged_into is None else str(row.merged_into)

    def put(
        self,
        members: Sequence[MemberRow],
        edges: Sequence[Edge] = (),
        merges: Mapping[str, str] | None = None,
        *,
        replaced: Collection[int] = (),
    ) -> None:
        """Store a grouping: where articles stand, the edges found, and which stories went into which (old to new).

        The stored edges of ``replaced`` articles go first. A story that has members is no redirect any more; members of
        a merged story that are not in ``members`` follow it. Articles whose place changed are noted as changed.
        """
        merged = merges or {}
        named = {row.story for row in members} | merged.keys() | set(merged.values())
        now = self._clock()
        add_stories(self._connection, named, now)
        for rows in batches(members):
            self._changes.note(put_members(self._connection, rows, now))
        self._changes.note(merge(self._connection, merged, now))
        replace_edges(self._connection, edges, replaced)

    def add_fact(self, fact: StoryFact) -> None:
        """Remember a person's word that two articles belong together or do not. Raises ``UnknownId``."""
        for key in (fact.a, fact.b):
            if self._connection.execute(select(article.c.id).where(article.c.id == key)).first() is None:
                raise UnknownId("article", key)
        row = {
            "id": next_number(self._connection, story_fact.c.id),
            "province": fact.province,
            "kind": fact.kind.value,
            "a": min(fact.a, fact.b),
            "b": max(fact.a, fact.b),
            "person": fact.person,
            "at": fact.at,
        }
        self._connection.execute(insert(self._connection, story_fact).on_conflict_do_nothing(), row)
        self._changes.note([fact.a, fact.b])

    def take_back_fact(self, fact: StoryFact) -> None:
        """A fact stated by mistake, taken back by who stated it."""
        keys: dict[str, object] = {"province": fact.province, "kind": fact.kind.value, "person": fact.person}
        keys |= {"at": fact.at, "a": min(fact.a, fact.b), "b": max(fact.a, fact.b)}
        self._connection.execute(delete(story_fact).where(*(story_fact.c[name] == key for name, key in keys.items())))
        self._changes.note([fact.a, fact.b])

    def facts(self, province: str) -> list[StoryFact]:
        """What people of a province said, oldest first: of two about one pair the later one counts."""
        query = select(story_fact).where(story_fact.c.province == province)
        return [
            StoryFact(row.province, FactKind(row.kind), row.a, row.b, row.person, row.at)
            for row in self._connection.execute(query.order_by(story_fact.c.at, story_fact.c.id))
        ]


def _read(row: Row[Any]) -> MemberRow:
    return MemberRow(row.article_id, row.version, row.story, row.reprint_of, row.signature, row.at)
