"""Fact-checking: claims and their history, evidence, corrections, sightings, coarse counts."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "claim",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("decision", sa.LargeBinary(), nullable=True),
        sa.Column("closing", sa.String(), nullable=True),
        sa.Column("same_as", ID, nullable=True),
        sa.Column("publications", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["same_as"], ["claim.id"], name=op.f("fk_claim_same_as")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_index(
        op.f("ix_claim_province_state_changed_at"), "claim", ["province", "state", "changed_at"], unique=False
    )
    op.create_table(
        "evidence",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("sign", sa.String(), nullable=False),
        sa.Column("published_on", sa.String(), nullable=True),
        sa.Column("valid_from", sa.String(), nullable=True),
        sa.Column("valid_until", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("rating", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("superseded_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["superseded_by"], ["evidence.id"], name=op.f("fk_evidence_superseded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("province", "url", "sha256", name=op.f("uq_evidence_province_url_sha256")),
    )
    op.create_index(op.f("ix_evidence_province_added_at"), "evidence", ["province", "added_at"], unique=False)
    op.create_table(
        "matching",
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_matching")),
    )
    op.create_table(
        "claim_change",
        sa.Column("claim_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_change_claim_id")),
        sa.PrimaryKeyConstraint("claim_id", "version", name=op.f("pk_claim_change")),
    )
    op.create_table(
        "claim_count",
        sa.Column("claim_id", ID, nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("hour", MOMENT, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count = 0 OR count >= 5", name="coarse"),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_count_claim_id")),
        sa.PrimaryKeyConstraint("claim_id", "platform", "hour", name=op.f("pk_claim_count")),
    )
    op.create_table(
        "claim_proposal",
        sa.Column("claim_id", ID, nullable=False),
        sa.Column("evidence_id", ID, nullable=False),
        sa.Column("passage", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.LargeBinary(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_proposal_claim_id")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_claim_proposal_evidence_id")),
        sa.PrimaryKeyConstraint("claim_id", "evidence_id", "passage", name=op.f("pk_claim_proposal")),
    )
    op.create_index(op.f("ix_claim_proposal_evidence_id"), "claim_proposal", ["evidence_id"], unique=False)
    op.create_table(
        "claim_wording",
        sa.Column("claim_id", ID, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_wording_claim_id")),
        sa.PrimaryKeyConstraint("claim_id", "sha256", name=op.f("pk_claim_wording")),
    )
    op.create_table(
        "correction",
        sa.Column("claim_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("evidence", sa.LargeBinary(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("wordings", sa.LargeBinary(), nullable=False),
        sa.Column("counted_until", sa.String(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("first_published_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.CheckConstraint("decided_by <> approved_by", name="two_persons"),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_correction_claim_id")),
        sa.PrimaryKeyConstraint("claim_id", "version", name=op.f("pk_correction")),
        sa.UniqueConstraint("province", "number", "version", name=op.f("uq_correction_province_number_version")),
    )
    op.create_table(
        "evidence_original",
        sa.Column("evidence_id", ID, nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("delete_after", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_original_evidence_id")),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_evidence_original")),
    )
    op.create_table(
        "passage",
        sa.Column("evidence_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_passage_evidence_id")),
        sa.PrimaryKeyConstraint("evidence_id", "number", name=op.f("pk_passage")),
    )
    op.create_table(
        "sighting",
        sa.Column("claim_id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("is_recycled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_sighting_claim_id")),
        sa.PrimaryKeyConstraint("claim_id", "article_id", name=op.f("pk_sighting")),
    )
    op.create_index(op.f("ix_sighting_article_id"), "sighting", ["article_id"], unique=False)
    op.create_index(op.f("ix_sighting_claim_id_at"), "sighting", ["claim_id", "at"], unique=False)
    op.create_table(
        "tip_count",
        sa.Column("claim_id", ID, nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count = 0 OR count >= 5", name="coarse"),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_tip_count_claim_id")),
        sa.PrimaryKeyConstraint("claim_id", "day", name=op.f("pk_tip_count")),
    )
