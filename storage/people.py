"""The people of an office. Nobody is deleted: an id in the audit log always means the same person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from news.errors import UnknownId
from news.people import Person, Role
from news.times import Clock
from storage.codec import storable
from storage.people_tables import person


@dataclass(frozen=True, slots=True)
class StoredPerson:
    """A person with what the sign-in must know. ``password`` is a hash; ``subject`` is the identity provider's word."""

    person: Person
    password: str | None
    subject: str | None
    created_at: datetime
    signed_in_at: datetime | None
    disabled_at: datetime | None

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None


class People:
    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    def add(self, one: Person, *, subject: str | None = None) -> bool:
        """Add somebody; ``False`` when the id was ever given in this province."""
        if self.get(one.province, one.id) is not None:
            return False
        row = {
            "province": one.province,
            "id": one.id,
            "name": storable(one.name),
            "roles": _names(one.roles),
            "subject": subject,
            "created_at": self._clock(),
        }
        self._connection.execute(insert(person), row)
        return True

    def get(self, province: str, id: str) -> StoredPerson | None:
        row = self._connection.execute(select(person).where(*_key(province, id))).first()
        return None if row is None else _read(row)

    def by_subject(self, province: str, subject: str) -> StoredPerson | None:
        query = select(person).where(person.c.province == province, person.c.subject == subject)
        row = self._connection.execute(query).first()
        return None if row is None else _read(row)

    def list(self, province: str) -> Sequence[StoredPerson]:
        """Everybody, also who left, by id."""
        query = select(person).where(person.c.province == province).order_by(person.c.id)
        return [_read(row) for row in self._connection.execute(query)]

    def set_password(self, province: str, id: str, password: str | None) -> None:
        """``password``: its argon2 hash; ``None`` closes this door."""
        self._set(province, id, password=password)

    def set_roles(self, province: str, id: str, roles: frozenset[Role]) -> None:
        self._set(province, id, roles=_names(roles))

    def set_subject(self, province: str, id: str, subject: str | None) -> None:
        self._set(province, id, subject=subject)

    def disable(self, province: str, id: str) -> None:
        """Somebody left. The caller ends what is open (``work.sessions.end``, ``work.tokens.end``)."""
        self._set(province, id, disabled_at=self._clock())

    def enable(self, province: str, id: str) -> None:
        self._set(province, id, disabled_at=None)

    def mark_signed_in(self, province: str, id: str) -> None:
        self._set(province, id, signed_in_at=self._clock())

    def _set(self, province: str, id: str, **values: Any) -> None:
        if not self._connection.execute(update(person).where(*_key(province, id)).values(**values)).rowcount:
            raise UnknownId("person", id)


def _key(province: str, id: str) -> tuple[ColumnElement[bool], ...]:
    return person.c.province == province, person.c.id == id


def _names(roles: frozenset[Role]) -> str:
    return ",".join(sorted(roles))


def _read(row: Row[Any]) -> StoredPerson:
    roles = frozenset(Role(name) for name in row.roles.split(",") if name)
    return StoredPerson(
        person=Person(row.id, row.name, row.province, roles),
        password=row.password,
        subject=row.subject,
        created_at=row.created_at,
        signed_in_at=row.signed_in_at,
        disabled_at=row.disabled_at,
    )
