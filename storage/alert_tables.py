"""Tables of alerts: watches of people, what they hit, findings, alerts, silences, one-time tokens, channel tokens."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, not_

from storage.schema import Id, Moment, metadata

#: Watches made by form; ``definition`` is the text of one ``[[watch]]``. A watch is switched off, not deleted.
watch = Table(
    "watch",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("province", String, nullable=False),
    Column("name", String, nullable=False),
    Column("definition", Text, nullable=False),
    Column("is_enabled", Boolean, nullable=False),
    Column("person", String, nullable=False),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("province", "name"),
)

#: Since when something is watched (a watch in one wording, a source): what is older is known already and alerts nobody.
watch_mark = Table(
    "watch_mark",
    metadata,
    Column("province", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("sign", String, nullable=False),
    Column("since", Moment, nullable=False),
)

#: Which article a watch matches, for counting; the articles' own rows say the rest. No foreign key: a deleted article
#: takes its hits along when watches follow the change log.
watch_hit = Table(
    "watch_hit",
    metadata,
    Column("province", String, primary_key=True),
    Column("watch", String, primary_key=True),
    Column("article_id", Id, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Index(None, "province", "watch", "at"),
    Index(None, "article_id"),
    sqlite_with_rowid=False,
)

#: ``topics`` comma separated, ``articles`` a JSON list of ids. ``muted_by`` says why nobody is told.
finding = Table(
    "finding",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("province", String, nullable=False),
    Column("key", String, nullable=False),
    Column("watch", String, nullable=False),
    Column("condition", String, nullable=False),
    Column("severity", String, nullable=False),
    Column("event", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("topics", String, nullable=False),
    Column("unit", String),
    Column("articles", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("is_routed", Boolean, nullable=False),
    Column("muted_by", String),
    UniqueConstraint("province", "key"),
    Index(None, "province", "at"),
)
Index(
    "ix_finding_unrouted",
    finding.c.province,
    finding.c.id,
    sqlite_where=not_(finding.c.is_routed),
    postgresql_where=not_(finding.c.is_routed),
)

alert = Table(
    "alert",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("province", String, nullable=False),
    Column("route", String, nullable=False),
    Column("event", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("severity", String, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("count", Integer, nullable=False),
    Column("acknowledged_by", String),
    Column("acknowledged_at", Moment),
    Column("closed_at", Moment),
    Index(None, "province", "closed_at"),
    Index(None, "province", "last_at"),
)

#: ``place`` counts the findings of an alert from 1.
alert_finding = Table(
    "alert_finding",
    metadata,
    Column("alert_id", Id, ForeignKey("alert.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("finding_id", Id, ForeignKey("finding.id"), nullable=False),
    Index(None, "finding_id"),
)

alert_told = Table(
    "alert_told",
    metadata,
    Column("alert_id", Id, ForeignKey("alert.id"), primary_key=True),
    Column("recipient", String, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("sends", Integer, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("at", Moment, nullable=False),
    Column("is_escalation", Boolean, nullable=False),
)

silence = Table(
    "silence",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("province", String, nullable=False),
    Column("person", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("begins_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("watch", String),
    Column("event", String),
    Column("topic", String),
    Column("severity", String),
    Index(None, "province", "ends_at"),
)

#: Links that acknowledge: the token itself is only in the message.
ack_token = Table(
    "ack_token",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("province", String, nullable=False),
    Column("alert_id", Id, ForeignKey("alert.id"), nullable=False),
    Column("recipient", String, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Index(None, "alert_id"),
    Index(None, "expires_at"),
)

#: Keys that a channel exchanges for new ones; ``sign`` names the configured key they descend from.
channel_token = Table(
    "channel_token",
    metadata,
    Column("channel", String, primary_key=True),
    Column("sign", String, nullable=False),
    Column("access", Text, nullable=False),
    Column("refresh", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
)
