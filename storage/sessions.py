"""Where people are signed in, the browsers they came with, and the links that let them in the first time.

Secrets come in and are kept as hashes; see ``storage.people_tables``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from news.times import Clock
from storage.people_tables import device, session, welcome_link

#: A browser unseen for so long is a strange one again.
_DEVICE_AGE = timedelta(days=90)


class Stage(StrEnum):
    """How far a sign-in came: after the password; with a second factor to set up; all the way."""

    SECOND = "second"
    ENROL = "enrol"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Session:
    """``started_at`` and ``seen_at`` bound it; the caller knows the limits."""

    province: str
    person: str
    stage: Stage
    started_at: datetime
    seen_at: datetime


def hash_of(secret: str) -> str:
    """What is kept of a long random secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Sessions:
    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    def add(self, secret: str, province: str, person: str, stage: Stage) -> None:
        now = self._clock()
        row = {"hash": hash_of(secret), "province": province, "person": person, "stage": stage.value}
        self._connection.execute(insert(session), row | {"started_at": now, "seen_at": now})

    def get(self, province: str, secret: str) -> Session | None:
        query = select(session).where(session.c.hash == hash_of(secret), session.c.province == province)
        row = self._connection.execute(query).first()
        return None if row is None else Session(province, row.person, Stage(row.stage), row.started_at, row.seen_at)

    def touch(self, secret: str) -> None:
        """The session was used now."""
        self._connection.execute(update(session).where(session.c.hash == hash_of(secret)).values(seen_at=self._clock()))

    def delete(self, secret: str) -> None:
        self._connection.execute(delete(session).where(session.c.hash == hash_of(secret)))

    def end(self, province: str, person: str, *, but: str | None = None) -> int:
        """End all sessions of a person, at once; ``but`` the one with this secret. How many ended."""
        ended = delete(session).where(session.c.province == province, session.c.person == person)
        if but is not None:
            ended = ended.where(session.c.hash != hash_of(but))
        return self._connection.execute(ended).rowcount

    def purge(self, *, idle: timedelta, absolute: timedelta) -> None:
        """Take out what ended by its time, and browsers and links that grew old."""
        now = self._clock()
        over = or_(session.c.seen_at < now - idle, session.c.started_at < now - absolute)
        self._connection.execute(delete(session).where(over))
        self._connection.execute(delete(device).where(device.c.seen_at < now - _DEVICE_AGE))
        self._connection.execute(delete(welcome_link).where(welcome_link.c.until < now))

    def add_device(self, secret: str, province: str, person: str) -> None:
        """This browser is the person's from now on."""
        self._connection.execute(delete(device).where(*_device(secret, province, person)))
        row = {"hash": hash_of(secret), "province": province, "person": person, "seen_at": self._clock()}
        self._connection.execute(insert(device), row)

    def knows_device(self, secret: str, province: str, person: str) -> bool:
        query = select(device.c.seen_at).where(*_device(secret, province, person))
        seen_at = self._connection.execute(query).scalar_one_or_none()
        return seen_at is not None and seen_at >= self._clock() - _DEVICE_AGE

    def forget_devices(self, province: str, person: str) -> None:
        self._connection.execute(delete(device).where(device.c.province == province, device.c.person == person))

    def add_link(self, secret: str, province: str, person: str, until: datetime) -> None:
        """A link with which the person sets a password; one made before counts no more."""
        self.delete_links(province, person)
        row = {"hash": hash_of(secret), "province": province, "person": person, "until": until}
        self._connection.execute(insert(welcome_link), row)

    def link(self, province: str, secret: str) -> str | None:
        """Whose link it is, while it counts."""
        query = select(welcome_link.c.person).where(
            welcome_link.c.hash == hash_of(secret),
            welcome_link.c.province == province,
            welcome_link.c.until >= self._clock(),
        )
        found: str | None = self._connection.execute(query).scalar_one_or_none()
        return found

    def delete_links(self, province: str, person: str) -> None:
        gone = delete(welcome_link).where(welcome_link.c.province == province, welcome_link.c.person == person)
        self._connection.execute(gone)


def _device(secret: str, province: str, person: str) -> tuple[ColumnElement[bool], ...]:
    return device.c.hash == hash_of(secret), device.c.province == province, device.c.person == person
