"""Tables of fact-checking: claims with every change, the evidence library, what was published, where claims occur.

No row is about a person: the office's stand in their own acts only (``person``, ``decided_by``, ``approved_by``).
Tips and contests are not here: they live apart (``storage.public``), where backups do not reach.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from storage.schema import Id, Moment, metadata

#: ``decision`` is JSON (``storage.claim_rows``); days are ``YYYY-MM-DD``.
claim = Table(
    "claim",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("province", String, nullable=False),
    Column("statement", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("origin", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("decision", LargeBinary),
    Column("closing", String),
    Column("same_as", Id, ForeignKey("claim.id")),
    Column("publications", Integer, nullable=False),
    Index(None, "province", "state", "changed_at"),
)

#: Every change of a claim with who and when; ``content`` is the claim as it was after it. Never changed, never deleted.
claim_change = Table(
    "claim_change",
    metadata,
    Column("claim_id", Id, ForeignKey("claim.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("verb", String, nullable=False),
    Column("person", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

#: Other words in which the press or the office stated the same claim.
claim_wording = Table(
    "claim_wording",
    metadata,
    Column("claim_id", Id, ForeignKey("claim.id"), primary_key=True),
    Column("sha256", String, primary_key=True),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

#: What the machine says of a claim and a passage, with its reasons (JSON): shown as a proposal, never a verdict.
claim_proposal = Table(
    "claim_proposal",
    metadata,
    Column("claim_id", Id, ForeignKey("claim.id"), primary_key=True),
    Column("evidence_id", Id, ForeignKey("evidence.id"), primary_key=True),
    Column("passage", Integer, primary_key=True),
    Column("label", String, nullable=False),
    Column("score", Float, nullable=False),
    Column("reasons", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "evidence_id"),
)

#: What two persons published: the database itself refuses one person twice.
correction = Table(
    "correction",
    metadata,
    Column("claim_id", Id, ForeignKey("claim.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("province", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("slug", String, nullable=False),
    Column("state", String, nullable=False),
    Column("statement", Text, nullable=False),
    Column("verdict", String, nullable=False),
    Column("explanation", Text, nullable=False),
    Column("evidence", LargeBinary, nullable=False),
    Column("category", String),
    Column("wordings", LargeBinary, nullable=False),
    Column("counted_until", String),
    Column("decided_by", String, nullable=False),
    Column("approved_by", String, nullable=False),
    Column("first_published_at", Moment, nullable=False),
    Column("published_at", Moment, nullable=False),
    UniqueConstraint("province", "number", "version"),
    CheckConstraint("decided_by <> approved_by", name="two_persons"),
)

#: Which articles state a claim, seen once each. No foreign key: the count outlives a deleted article.
sighting = Table(
    "sighting",
    metadata,
    Column("claim_id", Id, ForeignKey("claim.id"), primary_key=True),
    Column("article_id", Id, primary_key=True),
    Column("source", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    #: An old matter told again as if it were new.
    Column("is_recycled", Boolean, nullable=False),
    Index(None, "article_id"),
    Index(None, "claim_id", "at"),
)

#: How often a platform holds a claim in an hour: coarse (0 says fewer than five), nothing else of any post (SCOPE §2).
claim_count = Table(
    "claim_count",
    metadata,
    Column("claim_id", Id, ForeignKey("claim.id"), primary_key=True),
    Column("platform", String, primary_key=True),
    Column("hour", Moment, primary_key=True),
    Column("count", Integer, nullable=False),
    CheckConstraint("count = 0 OR count >= 5", name="coarse"),
)

#: How many asked about a claim on a day, as coarse; what remains of tips after 30 days.
tip_count = Table(
    "tip_count",
    metadata,
    Column("claim_id", Id, ForeignKey("claim.id"), primary_key=True),
    Column("day", String, primary_key=True),
    Column("count", Integer, nullable=False),
    CheckConstraint("count = 0 OR count >= 5", name="coarse"),
)

#: Up to which version an article's sentences were held against an office's library.
matching = Table(
    "matching",
    metadata,
    Column("province", String, primary_key=True),
    Column("article_id", Id, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("province", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("publisher", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("sha256", String, nullable=False),
    Column("url", String, nullable=False),
    Column("sign", String, nullable=False),
    Column("published_on", String),
    Column("valid_from", String),
    Column("valid_until", String),
    Column("language", String),
    Column("rating", String, nullable=False),
    Column("person", String, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("superseded_by", Id, ForeignKey("evidence.id")),
    UniqueConstraint("province", "url", "sha256"),
    Index(None, "province", "added_at"),
)

passage = Table(
    "passage",
    metadata,
    Column("evidence_id", Id, ForeignKey("evidence.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
)

#: The bytes as they were served or handed in. ``delete_after`` is set for pages of the press (SCOPE §1: 90 days unless
#: a claim or correction cites them); documents of public bodies stay.
evidence_original = Table(
    "evidence_original",
    metadata,
    Column("evidence_id", Id, ForeignKey("evidence.id"), primary_key=True),
    Column("media_type", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("delete_after", Moment),
)
