"""Tables of the collection beside the articles: when a page is read again, what a host was asked today, pointers."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text, UniqueConstraint

from storage.schema import Id, Moment, metadata

#: An article about a province is read again on a falling schedule. ``number``: how often it was; no ``next_at``: over.
#: No foreign key: ids are never given again, and a row without an entry is dropped when its time comes.
rereading = Table(
    "rereading",
    metadata,
    Column("article_id", Id, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("next_at", Moment),
    Index(None, "next_at"),
)

#: Requests to a host on a day in local time, of all rounds and machines; what a budget is held against.
host_day = Table(
    "host_day",
    metadata,
    Column("host", String, primary_key=True),
    Column("day", String, primary_key=True),
    Column("requests", Integer, nullable=False),
)

#: What a discovery service pointed at. ``state`` is a ``storage.pointers.PointerState``; a pointer is no publication
#: and counts for nothing: only the publisher's own page, read there, becomes an article.
pointer = Table(
    "pointer",
    metadata,
    Column("id", Id, primary_key=True),
    Column("url", Text, nullable=False),
    Column("service", String, nullable=False),
    Column("host", String, nullable=False),
    Column("publisher", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("published_at", Moment),
    Column("seen_at", Moment, nullable=False),
    Column("state", String, nullable=False),
    Column("article_id", Id),
    UniqueConstraint("url"),
    Index(None, "state", "host"),
    Index(None, "seen_at"),
)
