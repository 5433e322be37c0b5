"""Write a grouping of articles into stories: members, redirects, edges."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, or_, select, true, update

from news.story import Edge
from storage.bulk import add_rows, write
from storage.dialects import among, insert
from storage.past_tables import past_place
from storage.rows import batches
from storage.schema import article, microseconds, story, story_edge, story_member


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
_PLACE = ("key", "new_story", "new_reprint_of", "new_version", "new_at")
_MOVE_AND_SIGN = _MOVE.values(signature=bindparam("new_signature"))


def add_stories(connection: Connection, ids: Iterable[str], at: datetime) -> None:
    """Make these stories exist and be no redirects."""
    for batch in batches(sorted(ids)):
        once = insert(connection, story).on_conflict_do_nothing()
        write(connection, once, ("id", "created_at"), [(one, microseconds(at)) for one in batch])
        revived = update(story).where(among(connection, story.c.id, batch), story.c.merged_into.is_not(None))
        connection.execute(revived.values(merged_into=None))


def put_members(connection: Connection, members: Sequence[MemberRow], now: datetime) -> list[int]:
    """Write where articles stand; return those whose story or original changed. Deleted articles are dropped.

    The places left are kept, with ``now`` as the moment until which they stood.
    """
    mentioned = {row.article_id for row in members} | {row.reprint_of for row in members if row.reprint_of is not None}
    existing = _existing(connection, mentioned)
    query = select(story_member.c.article_id, story_member.c.story, story_member.c.reprint_of)
    query = query.where(among(connection, story_member.c.article_id, [row.article_id for row in members]))
    before = {key: (place, original) for key, place, original in connection.execute(query)}
    new: list[tuple[Any, ...]] = []
    moved: list[tuple[Any, ...]] = []
    signed: list[tuple[Any, ...]] = []
    left: list[tuple[Any, ...]] = []
    changed: list[int] = []
    for row in members:
        if row.article_id not in existing:
            continue
        original = row.reprint_of if row.reprint_of in existing else None
        if before.get(row.article_id) != (row.story, original):
            changed.append(row.article_id)
            if row.article_id in before:
                left.append((row.article_id, microseconds(now), *before[row.article_id]))
        place = (row.article_id, row.story, original, row.version, microseconds(row.at))
        if row.article_id not in before:
            new.append((*place, row.signature or b""))
        elif row.signature is None:
            moved.append(place)
        else:
            signed.append((*place, row.signature))
    _keep_places(connection, left)
    add_rows(connection, story_member, new)
    write(connection, _MOVE, _PLACE, moved)
    write(connection, _MOVE_AND_SIGN, (*_PLACE, "new_signature"), signed)
    write(connection, _GROUPED, ("key", "read_version"), [(row.article_id, row.version) for row in members])
    return changed


def merge(connection: Connection, merges: Mapping[str, str], now: datetime) -> list[int]:
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
        query = select(story_member.c.article_id, story_member.c.reprint_of).where(in_old)
        taken = connection.execute(query).all()
        _keep_places(connection, [(key, microseconds(now), old, original) for key, original in taken])
        moved += [key for key, _ in taken]
        connection.execute(update(story_member).where(in_old).values(story=target))
        redirected = update(story).where(or_(story.c.id == old, story.c.merged_into == old))
        connection.execute(redirected.values(merged_into=target))
    return moved


def replace_edges(connection: Connection, edges: Sequence[Edge], replaced: Collection[int]) -> None:
    """Delete the edges of the replaced articles, then store these; an edge known before gets the new score."""
    for ids in batches(replaced):
        connection.execute(delete(story_edge).where(among(connection, story_edge.c.a, ids)))
        connection.execute(delete(story_edge).where(among(connection, story_edge.c.b, ids)))
    upsert = insert(connection, story_edge)
    upsert = upsert.on_conflict_do_update(
        index_elements=[story_edge.c.a, story_edge.c.b],
        set_={"kind": upsert.excluded.kind, "score": upsert.excluded.score},
    )
    for batch in batches(edges):
        existing = _existing(connection, {key for one in batch for key in (one.a, one.b)})
        rows = [(one.a, one.b, one.kind.value, one.score) for one in batch if one.a in existing and one.b in existing]
        write(connection, upsert, ("a", "b", "kind", "score"), rows)


def _keep_places(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Of two moves at one moment the first one left the place that others could see."""
    once = insert(connection, past_place).on_conflict_do_nothing()
    write(connection, once, ("article_id", "until", "story", "reprint_of"), rows)


def _existing(connection: Connection, ids: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for batch in batches(ids):
        found.update(connection.execute(select(article.c.id).where(among(connection, article.c.id, batch))).scalars())
    return found
