"""Who works in an office, how they prove it, and where they are signed in.

Secrets that are only compared (session, link, device, token, recovery code) are kept as SHA-256: they are long and
random, so the hash tells nothing. Passwords are kept as argon2 hashes. The key of a second factor has to be known.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Integer, PrimaryKeyConstraint, String, Table

from storage.schema import Moment, metadata


def _of_person() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["province", "person"], ["person.province", "person.id"])


#: ``roles``: names, sorted, by comma. ``subject``: who the office's identity provider says it is. Rows stay when
#: somebody leaves (``disabled_at``): the id stands in the audit log and is never given again.
person = Table(
    "person",
    metadata,
    Column("province", String, nullable=False),
    Column("id", String, nullable=False),
    Column("name", String, nullable=False),
    Column("roles", String, nullable=False),
    Column("password", String),
    Column("subject", String),
    Column("created_at", Moment, nullable=False),
    Column("signed_in_at", Moment),
    Column("disabled_at", Moment),
    PrimaryKeyConstraint("province", "id"),
    Index(None, "province", "subject", unique=True),
)

#: ``last_step``: the thirty seconds of the newest code accepted; none is accepted twice.
second_factor = Table(
    "second_factor",
    metadata,
    Column("province", String, nullable=False),
    Column("person", String, nullable=False),
    Column("key", String, nullable=False),
    Column("confirmed_at", Moment),
    Column("last_step", BigInteger, nullable=False),
    PrimaryKeyConstraint("province", "person"),
    _of_person(),
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("province", String, nullable=False),
    Column("person", String, nullable=False),
    Column("hash", String, nullable=False),
    Column("used_at", Moment),
    PrimaryKeyConstraint("province", "person", "hash"),
    _of_person(),
)

#: ``stage``: how far the sign-in came (``storage.sessions.Stage``).
session = Table(
    "session",
    metadata,
    Column("hash", String, primary_key=True),
    Column("province", String, nullable=False),
    Column("person", String, nullable=False),
    Column("stage", String, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    _of_person(),
    Index(None, "province", "person"),
)

#: A browser in which the person signed in before: it waits for nobody else's wrong guesses.
device = Table(
    "device",
    metadata,
    Column("hash", String, nullable=False),
    Column("province", String, nullable=False),
    Column("person", String, nullable=False),
    Column("seen_at", Moment, nullable=False),
    PrimaryKeyConstraint("province", "person", "hash"),
    _of_person(),
)

#: A link with which a person sets a password, once.
welcome_link = Table(
    "welcome_link",
    metadata,
    Column("hash", String, primary_key=True),
    Column("province", String, nullable=False),
    Column("person", String, nullable=False),
    Column("until", Moment, nullable=False),
    _of_person(),
)

#: Wrong guesses in a row by one asker at one door; ``key`` is a hash of who asks where.
attempt = Table(
    "attempt",
    metadata,
    Column("province", String, nullable=False),
    Column("key", String, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
    PrimaryKeyConstraint("province", "key"),
)

#: A program's key to the interface, with one role of the person it acts for.
token = Table(
    "token",
    metadata,
    Column("hash", String, primary_key=True),
    Column("province", String, nullable=False),
    Column("person", String, nullable=False),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("used_at", Moment),
    _of_person(),
    Index(None, "province", "person"),
)
