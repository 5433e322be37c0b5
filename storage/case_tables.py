"""Tables of cases: each as it stands, and every step of it. ``person`` is somebody of the office, in their own act."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from storage.schema import Id, Moment, metadata

#: ``article_id`` has no foreign key: a case outlives a deleted article. ``case`` alone is a word of SQL.
office_case = Table(
    "office_case",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("province", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("article_id", Id),
    Column("outlet", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("question", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("rule", String, nullable=False),
    Column("reply", Text, nullable=False),
    Column("answered_at", Moment),
    Column("result", Text, nullable=False),
    Index(None, "province", "state", "due_at"),
)

#: Never changed, never deleted; ``content`` is the case as it was after the step.
case_change = Table(
    "case_change",
    metadata,
    Column("case_id", Id, ForeignKey("office_case.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("verb", String, nullable=False),
    Column("person", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

#: One-time forms of units without an account: the secret itself is only in the link.
case_link = Table(
    "case_link",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("case_id", Id, ForeignKey("office_case.id"), nullable=False),
    Column("province", String, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Index(None, "case_id"),
)
