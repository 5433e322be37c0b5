"""Where articles that touch a province lie in meaning, whatever their language."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "article_vector",
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_vector_article_id")),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_article_vector")),
    )
