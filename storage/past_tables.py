"""What stood once and stands no more: without it, a period could not be counted again as it was known at a moment."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table

from storage.schema import Id, Moment, metadata

#: Where an article stood in the machine's grouping ``until`` it moved. Goes with the article when it is deleted.
past_place = Table(
    "past_place",
    metadata,
    Column("article_id", Id, primary_key=True),
    Column("until", Moment, primary_key=True),
    Column("story", String, nullable=False),
    Column("reprint_of", Id),
    Index(None, "until"),
)

#: A person's word that was taken back: a slip of the key, from which nothing is learnt, but it was counted ``until``.
past_override = Table(
    "past_override",
    metadata,
    Column("id", Id, primary_key=True),
    Column("province", String, nullable=False),
    Column("article_id", Id, nullable=False),
    Column("field", String, nullable=False),
    Column("value", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Index(None, "article_id"),
)
