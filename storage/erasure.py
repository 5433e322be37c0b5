"""Take an article out of every table. The order matters: rows that point to it first."""

from __future__ import annotations

from sqlalchemy import Connection, delete, or_, select, update

from news.errors import UnknownId
from storage.changes import Changes
from storage.draft_tables import scan
from storage.past_tables import past_override, past_place
from storage.schema import (
    analysis,
    article,
    article_alias,
    article_version,
    entry,
    override,
    relevance,
    story_edge,
    story_fact,
    story_member,
)
from storage.vector_tables import article_vector

_OWNED = (
    article_version,
    analysis,
    relevance,
    override,
    entry,
    article_alias,
    scan,
    past_override,
    past_place,
    article_vector,
)


def erase(connection: Connection, changes: Changes, article_id: int) -> list[str]:
    """Delete the article and all that hangs on it; return every address it had. Raises ``UnknownId``.

    Articles that were in one story because of it are to be grouped again.
    """
    urls = list(connection.execute(select(article.c.url).where(article.c.id == article_id)).scalars())
    if not urls:
        raise UnknownId("article", article_id)
    for table in (article_alias, entry):
        urls += connection.execute(select(table.c.url).where(table.c.article_id == article_id)).scalars()
    changes.note([article_id, *leave_story(connection, article_id)])
    connection.execute(delete(story_fact).where(or_(story_fact.c.a == article_id, story_fact.c.b == article_id)))
    for table in _OWNED:
        connection.execute(delete(table).where(table.c.article_id == article_id))
    connection.execute(delete(article).where(article.c.id == article_id))
    return sorted(set(urls))


def leave_story(connection: Connection, article_id: int) -> list[int]:
    """Take the article out of its story; return those who stay behind, now pending to be grouped again."""
    story = connection.execute(select(story_member.c.story).where(story_member.c.article_id == article_id)).scalar()
    near = select(story_member.c.article_id).where(
        story_member.c.story == story, story_member.c.article_id != article_id
    )
    behind = list(connection.execute(near).scalars())
    connection.execute(update(story_member).where(story_member.c.reprint_of == article_id).values(reprint_of=None))
    connection.execute(delete(story_edge).where(or_(story_edge.c.a == article_id, story_edge.c.b == article_id)))
    connection.execute(delete(story_member).where(story_member.c.article_id == article_id))
    for key in behind:
        connection.execute(update(article).where(article.c.id == key).values(is_grouped=False))
    return behind
