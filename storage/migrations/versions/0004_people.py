"""People: passwords, second factors, sessions, tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("province", "key", name=op.f("pk_attempt")),
    )
    op.create_table(
        "person",
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("signed_in_at", MOMENT, nullable=True),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("province", "id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_province_subject"), "person", ["province", "subject"], unique=True)
    op.create_table(
        "device",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["province", "person"], ["person.province", "person.id"], name=op.f("fk_device_province_person")
        ),
        sa.PrimaryKeyConstraint("province", "person", "hash", name=op.f("pk_device")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["province", "person"], ["person.province", "person.id"], name=op.f("fk_recovery_code_province_person")
        ),
        sa.PrimaryKeyConstraint("province", "person", "hash", name=op.f("pk_recovery_code")),
    )
    op.create_table(
        "second_factor",
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["province", "person"], ["person.province", "person.id"], name=op.f("fk_second_factor_province_person")
        ),
        sa.PrimaryKeyConstraint("province", "person", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "session",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["province", "person"], ["person.province", "person.id"], name=op.f("fk_session_province_person")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_province_person"), "session", ["province", "person"])
    op.create_table(
        "token",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["province", "person"], ["person.province", "person.id"], name=op.f("fk_token_province_person")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_token")),
    )
    op.create_index(op.f("ix_token_province_person"), "token", ["province", "person"])
    op.create_table(
        "welcome_link",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["province", "person"], ["person.province", "person.id"], name=op.f("fk_welcome_link_province_person")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_welcome_link")),
    )
