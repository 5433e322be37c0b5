"""Write a grouping of articles into stories: members, redirects, edges."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, or_, select, true, update
from sqlalchemy import insert as plain_insert

from news.story import Edge
from storage.dialects import insert
from storage.rows import batches
from storage.schema import article, story, story_edge, story_member


@dataclass(frozen=True, slots=True)
class MemberRow:
    """An article's place in a story. ``at`` is its sort time; ``signature`` ``None``: as stored before."""

    article_id: int
    version: int
    story: str
    reprint_of: int | None
    signature: bytes | None
    at: datetime


_GROUPED = (
    update(article)
    .where(article.c.id == bindparam("key"), article.c.version == bindparam("read_version"))
    .values(is_grouped=true())
)
_MOVE = (
    update(story_member)
    .where(story_member.c.article_id == bindparam("key"))
    .values(
        version=bindparam("new_version"),
        story=bindparam("new_story"),
        reprint_of=bindparam("new_reprint_of"),
        at=bindparam("new_at"),
    )
)
_MOVE_AND_SIGN = _MOVE.values(signature=bindparam("new_signature"))


def add_stories(connection: Connection, ids: Iterable[str], at: datetime) -> None:
    """Make these stories exist and be no redirects."""
    for batch in batches(sorted(ids)):
        rows = [{"id": one, "created_at": at} for one in batch]
        connection.execute(insert(connection, story).on_conflict_do_nothing(), rows)
        revived = update(story).where(story.c.id.in_(batch), story.c.merged_into.is_not(None))
        connection.execute(revived.values(merged_into=None))


def put_members(connection: Connection, members: Sequence[MemberRow]) -> list[int]:
    """Write where articles stand; return those whose story or original changed. Deleted articles are dropped."""
    mentioned = {row.article_id for row in members} | {row.reprint_of for row in members if row.reprint_of is not None}
    existing = _existing(connection, mentioned)
    query = select(story_member.c.article_id, story_member.c.story, story_member.c.reprint_of)
    query = query.where(story_member.c.article_id.in_([row.article_id for row in members]))
    before = {key: (place, original) for key, place, original in connection.execute(query)}
    new: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    signed: list[dict[str, Any]] = []
    changed: list[int] = []
    for row in members:
        if row.article_id not in existing:
            continue
        original = row.reprint_of if row.reprint_of in existing else None
        if before.get(row.article_id) != (row.story, original):
            changed.append(row.article_id)
        if row.article_id not in before:
            new.append(
                {
                    "article_id": row.article_id,
                    "version": row.version,
                    "story": row.story,
                    "reprint_of": original,
                    "signature": row.signature or b"",
                    "at": row.at,
                }
            )
            continue
        place = {
            "key": row.article_id,
            "new_version": row.version,
            "new_story": row.story,
            "new_reprint_of": original,
            "new_at": row.at,
        }
        if row.signature is None:
            moved.append(place)
        else:
            signed.append(place | {"new_signature": row.signature})
    read = [{"key": row.article_id, "read_version": row.version} for row in members]
    for statement, rows in (
        (plain_insert(story_member), new), (_MOVE, moved), (_MOVE_AND_SIGN, signed), (_GROUPED, read),
    ):  # fmt: skip
        if rows:
            connection.execute(statement, rows)
    return changed


def merge(connection: Connection, merges: Mapping[str, str]) -> list[int]:
    """Redirect old stories to new ones and take along who is still in them; return the articles that moved.

    Redirects stay one step long, whatever was merged before and in whatever order.
    """
    moved: list[int] = []
    for old, new in merges.items():
        target = new
        while merges.get(target, target) != target:
            target = merges[target]
        if old == target:
            continue
        in_old = story_member.c.story == old
        moved += connection.execute(select(story_member.c.article_id).where(in_old)).scalars()
        connection.execute(update(story_member).where(in_old).values(story=target))
        redirected = update(story).where(or_(story.c.id == old, story.c.merged_into == old))
        connection.execute(redirected.values(merged_into=target))
    return moved


def replace_edges(connection: Connection, edges: Sequence[Edge], replaced: Collection[int]) -> None:
    """Delete the edges of the replaced articles, then store these; an edge known before gets the new score."""
    for ids in batches(replaced):
        # Two statements: SQLite would read the whole table for one with OR on a table keyed by (a, b).
        connection.execute(delete(story_edge).where(story_edge.c.a.in_(ids)))
        connection.execute(delete(story_edge).where(story_edge.c.b.in_(ids)))
    upsert = insert(connection, story_edge)
    upsert = upsert.on_conflict_do_update(
        index_elements=[story_edge.c.a, story_edge.c.b],
        set_={"kind": upsert.excluded.kind, "score": upsert.excluded.score},
    )
    for batch in batches(edges):
        existing = _existing(connection, {key for one in batch for key in (one.a, one.b)})
        rows = [
            {"a": one.a, "b": one.b, "kind": one.kind.value, "score": one.score}
            for one in batch
            if one.a in existing and one.b in existing
        ]
        if rows:
            connection.execute(upsert, rows)


def _existing(connection: Connection, ids: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for batch in batches(ids):
        found.update(connection.execute(select(article.c.id).where(article.c.id.in_(batch))).scalars())
    return found
