"""Alerts: watches of people, hits, findings, alerts, silences, tokens; what a delivery has in hand.

Written out, not taken from the schema: this file says what the tables were then and is never changed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("acknowledged_by", sa.String(), nullable=True),
        sa.Column("acknowledged_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    op.create_index(op.f("ix_alert_province_closed_at"), "alert", ["province", "closed_at"])
    op.create_index(op.f("ix_alert_province_last_at"), "alert", ["province", "last_at"])
    op.create_table(
        "channel_token",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("sign", sa.String(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("refresh", sa.Text(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_channel_token")),
    )
    op.create_table(
        "finding",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("watch", sa.String(), nullable=False),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("topics", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("articles", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("is_routed", sa.Boolean(), nullable=False),
        sa.Column("muted_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("province", "key", name=op.f("uq_finding_province_key")),
    )
    op.create_index(op.f("ix_finding_province_at"), "finding", ["province", "at"])
    op.create_index(
        "ix_finding_unrouted",
        "finding",
        ["province", "id"],
        sqlite_where=sa.text("is_routed = 0"),
        postgresql_where=sa.text("NOT is_routed"),
    )
    op.create_table(
        "silence",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("begins_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("watch", sa.String(), nullable=True),
        sa.Column("event", sa.String(), nullable=True),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("severity", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence")),
    )
    op.create_index(op.f("ix_silence_province_ends_at"), "silence", ["province", "ends_at"])
    op.create_table(
        "watch",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch")),
        sa.UniqueConstraint("province", "name", name=op.f("uq_watch_province_name")),
    )
    op.create_table(
        "watch_hit",
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("watch", sa.String(), nullable=False),
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("province", "watch", "article_id", name=op.f("pk_watch_hit")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_watch_hit_article_id"), "watch_hit", ["article_id"])
    op.create_index(op.f("ix_watch_hit_province_watch_at"), "watch_hit", ["province", "watch", "at"])
    op.create_table(
        "watch_mark",
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sign", sa.String(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("province", "kind", "name", name=op.f("pk_watch_mark")),
    )
    op.create_table(
        "ack_token",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("alert_id", ID, nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_ack_token_alert_id")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_ack_token")),
    )
    op.create_index(op.f("ix_ack_token_alert_id"), "ack_token", ["alert_id"])
    op.create_index(op.f("ix_ack_token_expires_at"), "ack_token", ["expires_at"])
    op.create_table(
        "alert_finding",
        sa.Column("alert_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("finding_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_alert_finding_alert_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_alert_finding_finding_id")),
        sa.PrimaryKeyConstraint("alert_id", "place", name=op.f("pk_alert_finding")),
    )
    op.create_index(op.f("ix_alert_finding_finding_id"), "alert_finding", ["finding_id"])
    op.create_table(
        "alert_told",
        sa.Column("alert_id", ID, nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("sends", sa.Integer(), nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("is_escalation", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_alert_told_alert_id")),
        sa.PrimaryKeyConstraint("alert_id", "recipient", name=op.f("pk_alert_told")),
    )
    op.add_column("outbox", sa.Column("claimed_until", MOMENT, nullable=True))
    op.add_column("outbox", sa.Column("sending_at", MOMENT, nullable=True))
    op.add_column("outbox", sa.Column("parts_sent", sa.Integer(), nullable=True))
