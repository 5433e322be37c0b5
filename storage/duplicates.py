"""Join two articles that turned out to be one, known until then under two addresses. Nothing read is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from storage.article_rows import NEWEST, read_article
from storage.dialects import insert as insert_or
from storage.erasure import leave_story
from storage.past_tables import past_override, past_place
from storage.rows import next_number
from storage.schema import (
    analysis,
    article,
    article_alias,
    article_version,
    entry,
    override,
    relevance,
    snapshot,
    story_fact,
)
from storage.vector_tables import article_vector


def absorb(connection: Connection, gone: int, kept: int, now: datetime) -> list[int]:
    """Move all of ``gone`` to ``kept``, whose newest version stays the newest; return the ids of changed articles.

    First seen is the earlier of the two. The addresses of ``gone`` become aliases of ``kept``.
    """
    behind = leave_story(connection, gone)
    _join_versions(connection, gone, kept, now)
    for table in (entry, snapshot, article_alias):
        connection.execute(update(table).where(table.c.article_id == gone).values(article_id=kept))
    _move_words(connection, gone, kept)
    for table in (analysis, relevance, article_version, past_override, past_place, article_vector):
        connection.execute(delete(table).where(table.c.article_id == gone))
    url, seen = connection.execute(select(article.c.url, article.c.first_seen_at).where(article.c.id == gone)).one()
    connection.execute(delete(article).where(article.c.id == gone))
    connection.execute(insert(article_alias), {"url": url, "article_id": kept})
    _date_back(connection, kept, seen)
    return [gone, kept, *behind]


def _join_versions(connection: Connection, gone: int, kept: int, now: datetime) -> None:
    """Append what only ``gone`` said, then the newest version of ``kept`` once more, so that it stays the newest."""
    own, other = _versions(connection, kept), _versions(connection, gone)
    said = {row["content_sha256"] for row in own}
    fresh = [row for row in other if row["content_sha256"] not in said]
    if not fresh:
        return
    newest = own[-1]
    rows = [
        row | {"article_id": kept, "version": newest["version"] + place}
        for place, row in enumerate([*fresh, newest | {"recorded_at": now}], start=1)
    ]
    connection.execute(insert(article_version), rows)
    changed = update(article).where(article.c.id == kept)
    connection.execute(changed.values(version=rows[-1]["version"], recorded_at=now, analysed_by=0, is_grouped=False))


def _versions(connection: Connection, article_id: int) -> list[dict[str, Any]]:
    query = select(article_version).where(article_version.c.article_id == article_id)
    return [dict(row) for row in connection.execute(query.order_by(article_version.c.version)).mappings()]


def _date_back(connection: Connection, article_id: int, seen: datetime) -> None:
    """First seen is at the latest ``seen``; where nothing was published, the order of articles goes by it."""
    stored = read_article(connection.execute(NEWEST.where(article.c.id == article_id)).one())
    if stored.first_seen_at <= seen:
        return
    sort_at = replace(stored, first_seen_at=seen).sort_time
    dated = update(article).where(article.c.id == article_id)
    connection.execute(dated.values(first_seen_at=seen, sort_at=sort_at))
    connection.execute(update(relevance).where(relevance.c.article_id == article_id).values(first_seen_at=seen))


def _move_words(connection: Connection, gone: int, kept: int) -> None:
    """What people said of ``gone`` is said of ``kept``; that the two belong together says nothing any more."""
    for table, of_gone in (
        (override, override.c.article_id == gone),
        (story_fact, or_(story_fact.c.a == gone, story_fact.c.b == gone)),
    ):
        said = [dict(row) for row in connection.execute(select(table).where(of_gone).order_by(table.c.id)).mappings()]
        connection.execute(delete(table).where(of_gone))
        for number, row in enumerate(said, start=next_number(connection, table.c.id)):
            moved = _moved(row, gone, kept) | {"id": number}
            if "a" not in moved or moved["a"] != moved["b"]:
                connection.execute(insert_or(connection, table).on_conflict_do_nothing(), moved)


def _moved(row: dict[str, Any], gone: int, kept: int) -> dict[str, Any]:
    if "article_id" in row:
        return row | {"article_id": kept}
    a, b = sorted(kept if key == gone else key for key in (row["a"], row["b"]))
    return row | {"a": a, "b": b}
