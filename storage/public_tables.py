"""What the public pages may hold: a store of its own, apart from the office's (SCOPE §3).

Nothing of a sender stands here: no account, address, device or minute. Texts are masked before they come, and deleted
after 30 days; backups leave the whole store out, because what is not a tip in it is a copy.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, String, Table, Text, UniqueConstraint

from storage.schema import Id, Moment
from storage.schema import metadata as office_metadata

#: The name of the schema on PostgreSQL; on SQLite it is a file of its own.
SCHEMA = "diembao_public"

metadata = MetaData(naming_convention=office_metadata.naming_convention)

#: Tips that say the same. No text: what is shown of a card are its tips, while they live.
tip_card = Table(
    "tip_card",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("province", String, nullable=False),
    Column("state", String, nullable=False),
    Column("claim_id", Id),
    Column("closing", String),
    Column("category", String),
)

#: One question. ``ticket`` is the hash of the code that the sender keeps; ``hour`` the full hour it came in.
tip = Table(
    "tip",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("province", String, nullable=False),
    Column("card", Id, nullable=False),
    Column("ticket", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("hour", Moment, nullable=False),
    UniqueConstraint("ticket"),
    Index(None, "card"),
    Index(None, "hour"),
)

#: A reader's objection to a correction. ``answer`` is the office's, read with the ticket.
contest = Table(
    "contest",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("province", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("ticket", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("url", String, nullable=False),
    Column("hour", Moment, nullable=False),
    Column("state", String, nullable=False),
    Column("answer", Text, nullable=False),
    UniqueConstraint("ticket"),
    Index(None, "hour"),
)

#: Copies of what is public, as JSON, every version: all that the public process ever sees of the office.
correction_copy = Table(
    "correction_copy",
    metadata,
    Column("claim_id", Id, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("province", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
