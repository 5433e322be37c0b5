"""The first tables.

Written out, not taken from ``storage.schema``: this file says what the tables were then and is never changed.
Moments are microseconds since 1970 UTC.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "article",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("sort_at", MOMENT, nullable=False),
        sa.Column("analysed_by", sa.Integer(), nullable=False),
        sa.Column("is_grouped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("url", name=op.f("uq_article_url")),
    )
    op.create_index(op.f("ix_article_analysed_by_sort_at_id"), "article", ["analysed_by", "sort_at", "id"])
    op.create_index(op.f("ix_article_first_seen_at"), "article", ["first_seen_at"])
    op.create_index(op.f("ix_article_sort_at_id"), "article", ["sort_at", "id"])
    op.create_index(
        "ix_article_ungrouped",
        "article",
        ["sort_at", "id"],
        sqlite_where=sa.text("is_grouped = 0"),
        postgresql_where=sa.text("NOT is_grouped"),
    )
    op.create_table(
        "audit",
        sa.Column("seq", ID, autoincrement=False, nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    op.create_table(
        "change",
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_change")),
        sa.UniqueConstraint("seq", name=op.f("uq_change_seq")),
    )
    op.create_table(
        "edition",
        sa.Column("id", ID, nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("window_begin", MOMENT, nullable=False),
        sa.Column("window_end", MOMENT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("signed_at", MOMENT, nullable=False),
        sa.Column("audit_head", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("province", "period", "day", "number", name=op.f("uq_edition_province_period_day_number")),
    )
    op.create_table(
        "follower",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_follower")),
    )
    op.create_table(
        "host_lease",
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_host_lease")),
    )
    op.create_table(
        "model_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_set")),
        sa.UniqueConstraint("name", name=op.f("uq_model_set_name")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_outbox_idempotency_key")),
    )
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["next_attempt_at", "id"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "round",
        sa.Column("id", ID, nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
    )
    op.create_index(op.f("ix_round_started_at"), "round", ["started_at"])
    op.create_table(
        "snapshot",
        sa.Column("id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("fetched_at", MOMENT, nullable=False),
        sa.Column("delete_after", MOMENT, nullable=False),
        sa.Column("cited", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("file", "offset", name=op.f("uq_snapshot_file_offset")),
    )
    op.create_index(op.f("ix_snapshot_article_id"), "snapshot", ["article_id"])
    op.create_index(op.f("ix_snapshot_delete_after"), "snapshot", ["delete_after"])
    op.create_table(
        "source_state",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("health", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("last_attempt_at", MOMENT, nullable=True),
        sa.Column("last_success_at", MOMENT, nullable=True),
        sa.Column("newest_entry_at", MOMENT, nullable=True),
        sa.Column("next_due_at", MOMENT, nullable=True),
        sa.Column("failures_in_a_row", sa.Integer(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_sha256", sa.String(), nullable=True),
        sa.Column("typical_gap_seconds", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("source", "feed", name=op.f("pk_source_state")),
    )
    op.create_table(
        "story",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("merged_into", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["merged_into"], ["story.id"], name=op.f("fk_story_merged_into")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
    )
    op.create_index(op.f("ix_story_merged_into"), "story", ["merged_into"])
    op.create_table(
        "tombstone",
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("noun", "key", name=op.f("pk_tombstone")),
    )
    op.create_table(
        "analysis",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("model_set", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("tone", sa.String(), nullable=False),
        sa.Column("tone_score", sa.Float(), nullable=False),
        sa.Column("topics", sa.String(), nullable=False),
        sa.Column("mentions", sa.LargeBinary(), nullable=False),
        sa.Column("relevance", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_analysis_article_id")),
        sa.ForeignKeyConstraint(["model_set"], ["model_set.id"], name=op.f("fk_analysis_model_set")),
        sa.PrimaryKeyConstraint("article_id", "version", "model_set", name=op.f("pk_analysis")),
    )
    op.create_table(
        "article_alias",
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_alias_article_id")),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_article_alias")),
    )
    op.create_index(op.f("ix_article_alias_article_id"), "article_alias", ["article_id"])
    op.create_table(
        "article_version",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("precision", sa.String(), nullable=False),
        sa.Column("modified_at", MOMENT, nullable=True),
        sa.Column("section", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("content_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_version_article_id")),
        sa.PrimaryKeyConstraint("article_id", "version", name=op.f("pk_article_version")),
    )
    op.create_table(
        "entry",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("titles", sa.Text(), nullable=False),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("page_detail", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_entry_article_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("url", name=op.f("uq_entry_url")),
    )
    op.create_index(op.f("ix_entry_article_id"), "entry", ["article_id"])
    op.create_index(
        "ix_entry_wanted",
        "entry",
        ["first_seen_at", "id"],
        sqlite_where=sa.text("page = 'wanted'"),
        postgresql_where=sa.text("page = 'wanted'"),
    )
    op.create_table(
        "override",
        sa.Column("id", ID, nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_override_article_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_override")),
        sa.UniqueConstraint(
            "province",
            "article_id",
            "field",
            "value",
            "person",
            "at",
            name=op.f("uq_override_province_article_id_field_value_person_at"),
        ),
    )
    op.create_index(op.f("ix_override_article_id"), "override", ["article_id"])
    op.create_table(
        "reading",
        sa.Column("id", ID, nullable=False),
        sa.Column("round_id", ID, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("health", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("new_entries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_reading_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint("round_id", "source", "feed", name=op.f("uq_reading_round_id_source_feed")),
    )
    op.create_index(op.f("ix_reading_at"), "reading", ["at"])
    op.create_table(
        "relevance",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_relevance_article_id")),
        sa.PrimaryKeyConstraint("article_id", "province", name=op.f("pk_relevance")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_relevance_province_first_seen_at_label"), "relevance", ["province", "first_seen_at", "label"]
    )
    op.create_table(
        "story_edge",
        sa.Column("a", ID, nullable=False),
        sa.Column("b", ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["a"], ["article.id"], name=op.f("fk_story_edge_a")),
        sa.ForeignKeyConstraint(["b"], ["article.id"], name=op.f("fk_story_edge_b")),
        sa.PrimaryKeyConstraint("a", "b", name=op.f("pk_story_edge")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_story_edge_b"), "story_edge", ["b"])
    op.create_table(
        "story_fact",
        sa.Column("id", ID, nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("a", ID, nullable=False),
        sa.Column("b", ID, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["a"], ["article.id"], name=op.f("fk_story_fact_a")),
        sa.ForeignKeyConstraint(["b"], ["article.id"], name=op.f("fk_story_fact_b")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_fact")),
        sa.UniqueConstraint(
            "province", "kind", "a", "b", "person", "at", name=op.f("uq_story_fact_province_kind_a_b_person_at")
        ),
    )
    op.create_index(op.f("ix_story_fact_a"), "story_fact", ["a"])
    op.create_index(op.f("ix_story_fact_b"), "story_fact", ["b"])
    op.create_table(
        "story_member",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("reprint_of", ID, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_story_member_article_id")),
        sa.ForeignKeyConstraint(["reprint_of"], ["article.id"], name=op.f("fk_story_member_reprint_of")),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name=op.f("fk_story_member_story")),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_story_member")),
    )
    op.create_index(op.f("ix_story_member_at"), "story_member", ["at"])
    op.create_index(op.f("ix_story_member_reprint_of"), "story_member", ["reprint_of"])
    op.create_index(op.f("ix_story_member_story"), "story_member", ["story"])
