"""What stood once and stands no more, so that a period can be counted again as it was known at a moment."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "past_place",
        sa.Column("article_id", ID, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("reprint_of", ID, nullable=True),
        sa.PrimaryKeyConstraint("article_id", "until", name=op.f("pk_past_place")),
    )
    op.create_index(op.f("ix_past_place_until"), "past_place", ["until"])
    op.create_table(
        "past_override",
        sa.Column("id", ID, nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_override")),
    )
    op.create_index(op.f("ix_past_override_article_id"), "past_override", ["article_id"])
