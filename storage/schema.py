"""The tables. One metadata for SQLite and PostgreSQL; migrations in ``storage/migrations``.

Times are microseconds since 1970 UTC in 64-bit integers (``Moment``): they sort and compare alike on both
databases, and neither invents a zone. ``province`` stands on every row that an office owns.

What is pending is a query: the columns ``article.analysed_by``, ``article.is_grouped`` and ``entry.page`` say it, and
an index in the order of the work keeps it fast however many articles are done.
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
    not_,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(moment: datetime) -> int:
    """Since 1970 UTC; ``TypeError`` for a naive time."""
    return (moment - _EPOCH) // _MICROSECOND


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment as microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else microseconds(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else _EPOCH + timedelta(microseconds=value)


#: SQLite gives row ids to INTEGER primary keys only.
Id = BigInteger().with_variant(Integer, "sqlite")

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
    #: The longest silence seen so far.
    Column("longest_gap_seconds", Integer),
)

#: One reading of one feed in one round; the coverage statement of a digest is a query on it.
reading = Table(
    "reading",
    metadata,
    Column("id", Id, primary_key=True),
    Column("round_id", Id, ForeignKey("round.id"), nullable=False),
    Column("source", String, nullable=False),
    Column("feed", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("health", String, nullable=False),
    Column("detail", Text, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("new_entries", Integer, nullable=False),
    UniqueConstraint("round_id", "source", "feed"),
    Index(None, "at"),
)

round_ = Table(
    "round",
    metadata,
    Column("id", Id, primary_key=True),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("summary", Text),
    Index(None, "started_at"),
)

article = Table(
    "article",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("url", String, nullable=False, unique=True),
    Column("source", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("first_seen_at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("sort_at", Moment, nullable=False),
    #: The ``model_set`` that read the newest version; 0: none yet.
    Column("analysed_by", Integer, nullable=False),
    #: Whether the newest version has been put into a story.
    Column("is_grouped", Boolean, nullable=False),
    Index(None, "first_seen_at"),
    Index(None, "sort_at", "id"),
    Index(None, "analysed_by", "sort_at", "id"),
)
Index(
    "ix_article_ungrouped",
    article.c.sort_at,
    article.c.id,
    sqlite_where=not_(article.c.is_grouped),
    postgresql_where=not_(article.c.is_grouped),
)

#: What feeds announced, under the feed's own address. ``page`` is a ``storage.entries.PageState``; ``titles`` are the
#: titles feeds gave it so far (a JSON list): two feeds with two titles are no edit in every round.
entry = Table(
    "entry",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("url", String, nullable=False, unique=True),
    Column("article_id", Id, ForeignKey("article.id"), nullable=False),
    Column("source", String, nullable=False),
    Column("host", String, nullable=False),
    Column("titles", Text, nullable=False),
    Column("first_seen_at", Moment, nullable=False),
    Column("page", String, nullable=False),
    Column("page_detail", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("retry_at", Moment),
    Index(None, "article_id"),
)
Index(
    "ix_entry_wanted",
    entry.c.first_seen_at,
    entry.c.id,
    sqlite_where=entry.c.page == "wanted",
    postgresql_where=entry.c.page == "wanted",
)

#: Other addresses that turned out to be the same article.
article_alias = Table(
    "article_alias",
    metadata,
    Column("url", String, primary_key=True),
    Column("article_id", Id, ForeignKey("article.id"), nullable=False),
    Index(None, "article_id"),
)

#: Every version of an article as it was read; nothing is edited in place.
article_version = Table(
    "article_version",
    metadata,
    Column("article_id", Id, ForeignKey("article.id"), primary_key=True),
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
    Column("content_sha256", LargeBinary, nullable=False),
    Column("recorded_at", Moment, nullable=False),
)

#: Where raw pages lie. No foreign key: the row outlives a deleted article until the raw page itself is gone.
snapshot = Table(
    "snapshot",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", Id, nullable=False),
    Column("url", String, nullable=False),
    Column("file", String, nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("length", BigInteger, nullable=False),
    Column("sha256", String, nullable=False),
    Column("fetched_at", Moment, nullable=False),
    Column("delete_after", Moment, nullable=False),
    #: Set when a claim, case or correction cites it: then it outlives ``delete_after`` (SCOPE §1).
    Column("cited", Boolean, nullable=False),
    UniqueConstraint("file", "offset"),
    Index(None, "article_id"),
    Index(None, "delete_after"),
)

#: Which models, of which versions, read an article; the long name once.
model_set = Table(
    "model_set",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True),
)

#: Annotations of one version by one set of models; the row that ``article.version`` and ``analysed_by`` name counts.
analysis = Table(
    "analysis",
    metadata,
    Column("article_id", Id, ForeignKey("article.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("model_set", Integer, ForeignKey("model_set.id"), primary_key=True),
    Column("language", String),
    Column("tone", String, nullable=False),
    Column("tone_score", Float, nullable=False),
    Column("topics", String, nullable=False),
    Column("mentions", LargeBinary, nullable=False),
    Column("relevance", LargeBinary, nullable=False),
    Column("recorded_at", Moment, nullable=False),
)

#: The newest analysis' relevance per province, for queries; rows with ``none`` are not written.
relevance = Table(
    "relevance",
    metadata,
    Column("article_id", Id, ForeignKey("article.id"), primary_key=True),
    Column("province", String, primary_key=True),
    Column("label", String, nullable=False),
    Column("first_seen_at", Moment, nullable=False),
    Index(None, "province", "first_seen_at", "label"),
    sqlite_with_rowid=False,
)

override = Table(
    "override",
    metadata,
    Column("id", Id, primary_key=True),
    Column("province", String, nullable=False),
    Column("article_id", Id, ForeignKey("article.id"), nullable=False),
    Column("field", String, nullable=False),
    Column("value", String, nullable=False),
    Column("person", String, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("province", "article_id", "field", "value", "person", "at"),
    Index(None, "article_id"),
)

#: The machine's grouping, one for the installation; offices' facts are laid over it when they look.
story = Table(
    "story",
    metadata,
    Column("id", String, primary_key=True),
    Column("created_at", Moment, nullable=False),
    Column("merged_into", String, ForeignKey("story.id")),
    Index(None, "merged_into"),
)

story_member = Table(
    "story_member",
    metadata,
    Column("article_id", Id, ForeignKey("article.id"), primary_key=True),
    Column("story", String, ForeignKey("story.id"), nullable=False),
    Column("reprint_of", Id, ForeignKey("article.id")),
    Column("version", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Index(None, "story"),
    Index(None, "reprint_of"),
    Index(None, "at"),
)

story_edge = Table(
    "story_edge",
    metadata,
    Column("a", Id, ForeignKey("article.id"), primary_key=True),
    Column("b", Id, ForeignKey("article.id"), primary_key=True),
    Column("kind", String, nullable=False),
    Column("score", Float, nullable=False),
    Index(None, "b"),
    sqlite_with_rowid=False,
)

story_fact = Table(
    "story_fact",
    metadata,
    Column("id", Id, primary_key=True),
    Column("province", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("a", Id, ForeignKey("article.id"), nullable=False),
    Column("b", Id, ForeignKey("article.id"), nullable=False),
    Column("person", String, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("province", "kind", "a", "b", "person", "at"),
    Index(None, "a"),
    Index(None, "b"),
)

#: The change log: the search index and other followers read from their own place in it. An article stands in it once,
#: at its newest change, also after its deletion (its id is never given again).
change = Table(
    "change",
    metadata,
    Column("article_id", Id, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False, unique=True),
    Column("at", Moment, nullable=False),
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
    Column("id", Id, primary_key=True),
    Column("province", String, nullable=False),
    Column("idempotency_key", String, nullable=False, unique=True),
    Column("channel", String, nullable=False),
    Column("recipient", String, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("detail", Text, nullable=False),
    #: Until when whoever delivers has it in hand; after a crash it is free again.
    Column("claimed_until", Moment),
    #: Set just before the step that cannot be taken back: still set after a crash, it may have been sent.
    Column("sending_at", Moment),
    #: Of a message that a channel splits: so many parts are surely sent.
    Column("parts_sent", Integer),
)
Index(
    "ix_outbox_waiting",
    outbox.c.next_attempt_at,
    outbox.c.id,
    sqlite_where=outbox.c.state == "waiting",
    postgresql_where=outbox.c.state == "waiting",
)

#: Append-only and hash-chained: ids and verbs, no texts (SCOPE §7).
audit = Table(
    "audit",
    metadata,
    Column("seq", Id, primary_key=True, autoincrement=False),
    Column("province", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("person", String, nullable=False),
    Column("verb", String, nullable=False),
    Column("noun", String, nullable=False),
    Column("key", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
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
    Column("id", Id, primary_key=True),
    Column("province", String, nullable=False),
    Column("period", String, nullable=False),
    Column("day", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("window_begin", Moment, nullable=False),
    Column("window_end", Moment, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", String, nullable=False),
    Column("person", String, nullable=False),
    Column("signed_at", Moment, nullable=False),
    Column("audit_head", String, nullable=False),
    UniqueConstraint("province", "period", "day", "number"),
)
