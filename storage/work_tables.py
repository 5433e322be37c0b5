"""Tables of an installation with several offices and machines: who is served, who works, what is in whose hands."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, String, Table, Text

from storage.schema import Id, Moment, metadata

#: The offices whose provinces every article is read for; ``homes``: the province of each outlet, as JSON.
office = Table(
    "office",
    metadata,
    Column("province", String, primary_key=True),
    Column("homes", Text, nullable=False),
    Column("joined_at", Moment, nullable=False),
)

#: An article that a worker is reading; out of time it is free again. No foreign key: it outlives nothing of weight.
article_lease = Table(
    "article_lease",
    metadata,
    Column("article_id", Id, primary_key=True, autoincrement=False),
    Column("holder", String, nullable=False),
    Column("until", Moment, nullable=False),
    Index(None, "until"),
)

#: Programs at work, as they say themselves every few seconds. ``doing`` names a step, never a text.
worker = Table(
    "worker",
    metadata,
    Column("id", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("place", String, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("doing", String, nullable=False),
)

#: When each daily row of the schedule was last woken, so that a new leader neither forgets nor repeats one.
firing = Table(
    "firing",
    metadata,
    Column("name", String, primary_key=True),
    Column("at", Moment, nullable=False),
)

#: Raw pages (one gzipped WARC record each) where several machines share them; ``snapshot`` says whose and until when.
raw_page = Table(
    "raw_page",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("record", LargeBinary, nullable=False),
)
