"""Tables of the desk: edits of drafts, documents of signed editions, scans, saved searches."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from storage.schema import Id, Moment, metadata

#: Append-only; ``place`` counts the edits of one draft from 1, so two writers cannot both be the next one.
draft_edit = Table(
    "draft_edit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("province", String, nullable=False),
    Column("period", String, nullable=False),
    Column("day", String, nullable=False),
    Column("place", Integer, nullable=False),
    Column("act", String, nullable=False),
    #: No foreign key: the edit outlives a deleted article, as history.
    Column("article_id", Id),
    Column("value", Text, nullable=False),
    Column("person", String, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("province", "period", "day", "place"),
)

#: The documents of a signed edition, byte for byte as they were sent.
edition_file = Table(
    "edition_file",
    metadata,
    Column("id", Id, primary_key=True),
    Column("edition_id", Id, ForeignKey("edition.id"), nullable=False),
    Column("format", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", String, nullable=False),
    UniqueConstraint("edition_id", "format"),
)

#: A scan or photograph of an article that no machine brought: evidence like a raw page (SCOPE §1), never searched.
scan = Table(
    "scan",
    metadata,
    Column("id", Id, primary_key=True),
    Column("province", String, nullable=False),
    Column("article_id", Id, ForeignKey("article.id"), nullable=False),
    Column("name", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", String, nullable=False),
    Column("person", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("delete_after", Moment, nullable=False),
    Index(None, "article_id"),
    Index(None, "delete_after"),
)

saved_search = Table(
    "saved_search",
    metadata,
    Column("id", Id, primary_key=True),
    Column("province", String, nullable=False),
    Column("person", String, nullable=False),
    Column("name", String, nullable=False),
    Column("query", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("province", "person", "name"),
)
