"""A unit named in a draft is a case now: words of drafts that named a unit or a day without one are dropped."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sa.text("DELETE FROM draft_edit WHERE act IN ('unit', 'due')"))
