"""Several offices and machines: offices, leases of articles, workers, raw pages in the store; matching by office."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "office",
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("homes", sa.Text(), nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("province", name=op.f("pk_office")),
    )
    op.create_table(
        "article_lease",
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_article_lease")),
    )
    op.create_index(op.f("ix_article_lease_until"), "article_lease", ["until"])
    op.create_table(
        "worker",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("doing", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
    )
    op.create_table(
        "firing",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_firing")),
    )
    op.create_table(
        "raw_page",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raw_page")),
    )
    if op.get_bind().dialect.name == "postgresql":
        # The records are packed already: packing them once more would cost time and save nothing.
        op.execute("ALTER TABLE raw_page ALTER COLUMN record SET STORAGE EXTERNAL")
    # Whose library an article was held against was not written down: the articles of the last days are held again.
    op.drop_table("matching")
    op.create_table(
        "matching",
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("province", "article_id", name=op.f("pk_matching")),
    )
