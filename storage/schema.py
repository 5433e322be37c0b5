"""The tables. One metadata for SQLite and PostgreSQL; migrations in ``storage/migrations``.

Times are microseconds since 1970 UTC in 64-bit integers (``Moment``): they sort and compare alike on both
databases, and neither invents a zone. ``province`` stands on every row that an office owns.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment as microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else _EPOCH + timedelta(microseconds=value)


#: SQLite gives row ids to INTEGER primary keys only.
_Id = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

source_state = Table(
    "source_state",
    metadata,
    Column("source", String, primary_key=True),
    Column("feed", String, primary_key=True),
    Column("health", String, nullable=False),
    Column("detail", Text, nullable=False),
    Column("last_attempt_at", Moment),
    Column("last_success_at", Moment),
    Column("newest_entry_at", Moment),
    Column("next_due_at", Moment),
    Column("failures_in_a_row", Integer, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_sha256", String),
    Column("typical_gap_seconds", Integer),
)

#: One reading of one feed in one round; the coverage statement of a digest is a query on it.
reading = Table(
    "reading",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("round_id", _Id, ForeignKey("round.id"), nullable=False),
    Column("source", String, nullable=False),
    Column("feed", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("health", String, nullable=False),
    Column("detail", Text, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("new_entries", Integer, nullable=False),
    Index(None, "at"),
)

round_ = Table(
    "round",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("summary", Text),
    Index(None, "started_at"),
)

#: What feeds announced. ``page`` is the state of the article's page: wanted, fetched, unwanted, refused, failed, gone.
entry = Table(
    "entry",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("url", String, nullable=False, unique=True),
    Column("source", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("first_seen_at", Moment, nullable=False),
    Column("page", String, nullable=False),
    Column("page_detail", Text, nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False),
    Column("retry_at", Moment),
    Index(None, "page", "retry_at"),
)

article = Table(
    "article",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("url", String, nullable=False, unique=True),
    Column("source", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("first_seen_at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("sort_at", Moment, nullable=False),
    Index(None, "first_seen_at"),
    Index(None, "sort_at", "id"),
)

#: Other addresses that turned out to be the same article.
article_alias = Table(
    "article_alias",
    metadata,
    Column("url", String, primary_key=True),
    Column("article_id", _Id, ForeignKey("article.id"), nullable=False),
)

#: Every version of an article as it was read; nothing is edited in place.
article_version = Table(
    "article_version",
    metadata,
    Column("article_id", _Id, ForeignKey("article.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("origin", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("lead", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("published_at", Moment),
    Column("precision", String, nullable=False),
    Column("modified_at", Moment),
    Column("section", String),
    Column("language", String),
    Column("content_sha256", String, nullable=False),
    Column("recorded_at", Moment, nullable=False),
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("article_id", _Id, ForeignKey("article.id"), nullable=False),
    Column("url", String, nullable=False),
    Column("file", String, nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("length", BigInteger, nullable=False),
    Column("sha256", String, nullable=False),
    Column("fetched_at", Moment, nullable=False),
    Column("delete_after", Moment, nullable=False),
    #: Set when a claim, case or correction cites it: then it outlives ``delete_after`` (SCOPE §1).
    Column("cited", Boolean, nullable=False, server_default="0"),
    UniqueConstraint("article_id", "sha256"),
    Index(None, "delete_after"),
)

#: Annotations of one version by one set of models. The newest row of the newest version counts.
analysis = Table(
    "analysis",
    metadata,
    Column("article_id", _Id, ForeignKey("article.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("models", String, primary_key=True),
    Column("language", String),
    Column("tone", String, nullable=False),
    Column("tone_score", Float, nullable=False),
    Column("topics", String, nullable=False),
    Column("mentions", LargeBinary, nullable=False),
    Column("recorded_at", Moment, nullable=False),
)

#: The newest analysis' relevance per province, for queries; rows with ``none`` are not written.
relevance = Table(
    "relevance",
    metadata,
    Column("article_id", _Id, ForeignKey("article.id"), primary_key=True),
    Column("province", String, primary_key=True),
    Column("label", String, nullable=False),
    Column("first_seen_at", Moment, nullable=False),
    Index(None, "province", "first_seen_at"),
)

override = Table(
    "override",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("province", String, nullable=False),
    Column("article_id", _Id, ForeignKey("article.id"), nullable=False),
    Column("field", String, nullable=False),
    Column("value", String, nullable=False),
    Column("person", String, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "province", "article_id"),
)

#: The machine's grouping, one for the installation; offices' facts are laid over it when they look.
story = Table(
    "story",
    metadata,
    Column("id", String, primary_key=True),
    Column("created_at", Moment, nullable=False),
    Column("merged_into", String, ForeignKey("story.id")),
)

story_member = Table(
    "story_member",
    metadata,
    Column("article_id", _Id, ForeignKey("article.id"), primary_key=True),
    Column("story", String, ForeignKey("story.id"), nullable=False),
    Column("reprint_of", _Id, ForeignKey("article.id")),
    Column("version", Integer, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "story"),
    Index(None, "at"),
)

story_edge = Table(
    "story_edge",
    metadata,
    Column("a", _Id, ForeignKey("article.id"), primary_key=True),
    Column("b", _Id, ForeignKey("article.id"), primary_key=True),
    Column("kind", String, nullable=False),
    Column("score", Float, nullable=False),
    Index(None, "b"),
)

story_fact = Table(
    "story_fact",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("province", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("a", _Id, ForeignKey("article.id"), nullable=False),
    Column("b", _Id, ForeignKey("article.id"), nullable=False),
    Column("person", String, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "province", "a"),
)

#: The change log: the search index and other followers read from their own place in it.
change = Table(
    "change",
    metadata,
    Column("seq", _Id, primary_key=True),
    Column("article_id", _Id, nullable=False),
    Column("at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

follower = Table(
    "follower",
    metadata,
    Column("name", String, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
)

#: Deleted things stay deleted: a late write or an old backup does not bring them back.
tombstone = Table(
    "tombstone",
    metadata,
    Column("noun", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("reason", Text, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("province", String, nullable=False),
    Column("idempotency_key", String, nullable=False, unique=True),
    Column("channel", String, nullable=False),
    Column("recipient", String, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("detail", Text, nullable=False),
    Index(None, "state", "next_attempt_at"),
)

#: Append-only and hash-chained: ids and verbs, no texts (SCOPE §7).
audit = Table(
    "audit",
    metadata,
    Column("seq", _Id, primary_key=True),
    Column("province", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("person", String, nullable=False),
    Column("verb", String, nullable=False),
    Column("noun", String, nullable=False),
    Column("key", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
    sqlite_autoincrement=True,
)

#: One holder fetches a host at a time, on one machine or many.
host_lease = Table(
    "host_lease",
    metadata,
    Column("host", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("until", Moment, nullable=False),
)

#: Signed editions; the next digest's window begins where the last one ended.
edition = Table(
    "edition",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("province", String, nullable=False),
    Column("period", String, nullable=False),
    Column("day", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("window_begin", Moment, nullable=False),
    Column("window_end", Moment, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", String, nullable=False),
    Column("signed_by", String, nullable=False),
    Column("signed_at", Moment, nullable=False),
    Column("audit_head", String, nullable=False),
    UniqueConstraint("province", "period", "day", "number"),
)
