"""Programs' keys to the interface; shown once, kept as a hash, each with one role of the person it acts for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from news.people import Role
from news.times import Clock
from storage.codec import storable
from storage.people_tables import token
from storage.sessions import hash_of


@dataclass(frozen=True, slots=True)
class Token:
    """``id``: the beginning of its hash, enough to name it and useless as a key."""

    id: str
    province: str
    person: str
    name: str
    role: Role
    created_at: datetime
    until: datetime
    used_at: datetime | None


class Tokens:
    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    def add(self, secret: str, province: str, person: str, name: str, role: Role, until: datetime) -> str:
        """Keep a new token; its id."""
        row = {
            "hash": hash_of(secret),
            "province": province,
            "person": person,
            "name": storable(name),
            "role": role.value,
            "created_at": self._clock(),
            "until": until,
        }
        self._connection.execute(insert(token), row)
        return _id(hash_of(secret))

    def get(self, province: str, secret: str) -> Token | None:
        """The token of this secret, while it counts."""
        query = select(token).where(token.c.hash == hash_of(secret), token.c.province == province)
        row = self._connection.execute(query.where(token.c.until >= self._clock())).first()
        return None if row is None else _read(row)

    def list(self, province: str, person: str | None = None) -> Sequence[Token]:
        query = select(token).where(token.c.province == province).order_by(token.c.created_at, token.c.hash)
        if person is not None:
            query = query.where(token.c.person == person)
        return [_read(row) for row in self._connection.execute(query)]

    def mark_used(self, secret: str) -> None:
        self._connection.execute(update(token).where(token.c.hash == hash_of(secret)).values(used_at=self._clock()))

    def delete(self, province: str, person: str, id: str) -> bool:
        """Take one back; ``False`` when the person has none of this id."""
        gone = delete(token).where(token.c.province == province, token.c.person == person)
        return bool(self._connection.execute(gone.where(token.c.hash.startswith(id, autoescape=True))).rowcount)

    def end(self, province: str, person: str) -> int:
        """Take back all of a person's."""
        gone = delete(token).where(token.c.province == province, token.c.person == person)
        return self._connection.execute(gone).rowcount


def _id(hash: str) -> str:
    return hash[:12]


def _read(row: Row[Any]) -> Token:
    return Token(
        _id(row.hash), row.province, row.person, row.name, Role(row.role), row.created_at, row.until, row.used_at
    )
