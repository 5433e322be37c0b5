"""Reading pages again, budgets of hosts, pointers of discovery services, the longest silence of a feed.

Written out, not taken from the schema: this file says what the tables were then and is never changed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger()


def upgrade() -> None:
    op.add_column("source_state", sa.Column("longest_gap_seconds", sa.Integer(), nullable=True))
    op.create_table(
        "rereading",
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_rereading")),
    )
    op.create_index(op.f("ix_rereading_next_at"), "rereading", ["next_at"])
    op.create_table(
        "host_day",
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("host", "day", name=op.f("pk_host_day")),
    )
    op.create_table(
        "pointer",
        sa.Column("id", ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("article_id", ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pointer")),
        sa.UniqueConstraint("url", name=op.f("uq_pointer_url")),
    )
    op.create_index(op.f("ix_pointer_state_host"), "pointer", ["state", "host"])
    op.create_index(op.f("ix_pointer_seen_at"), "pointer", ["seen_at"])


def downgrade() -> None:
    for table in ("pointer", "host_day", "rereading"):
        op.drop_table(table)
    op.drop_column("source_state", "longest_gap_seconds")
