"""Where articles that touch a province lie in meaning: one row for the newest version that was read."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table

from storage.schema import Id, metadata

article_vector = Table(
    "article_vector",
    metadata,
    Column("article_id", Id, ForeignKey("article.id"), primary_key=True, autoincrement=False),
    Column("model", String, nullable=False),
    Column("vector", LargeBinary, nullable=False),
)
