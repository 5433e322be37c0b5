"""Second factors: the key of a code generator, and the codes for the day it is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select, update

from news.times import Clock
from storage.people_tables import recovery_code, second_factor
from storage.sessions import hash_of


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """``last_step``: the thirty seconds of the newest code accepted; older codes and this one count no more."""

    key: str
    confirmed_at: datetime | None
    last_step: int


class SecondFactors:
    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    def begin(self, province: str, person: str, key: str) -> None:
        """A new key, not confirmed yet; the former one goes, with its recovery codes."""
        self.delete(province, person)
        row = {"province": province, "person": person, "key": key, "confirmed_at": None, "last_step": 0}
        self._connection.execute(insert(second_factor), row)

    def get(self, province: str, person: str) -> SecondFactor | None:
        query = select(second_factor).where(*_of(second_factor, province, person))
        row = self._connection.execute(query).first()
        return None if row is None else SecondFactor(row.key, row.confirmed_at, row.last_step)

    def confirm(self, province: str, person: str, step: int, recovery_codes: Iterable[str]) -> None:
        """The first code was right: from now on it is asked for."""
        self._set(province, person, confirmed_at=self._clock(), last_step=step)
        self.set_recovery_codes(province, person, recovery_codes)

    def accept(self, province: str, person: str, step: int) -> None:
        self._set(province, person, last_step=step)

    def set_recovery_codes(self, province: str, person: str, codes: Iterable[str]) -> None:
        self._connection.execute(delete(recovery_code).where(*_of(recovery_code, province, person)))
        rows = [{"province": province, "person": person, "hash": hash_of(code)} for code in codes]
        self._connection.execute(insert(recovery_code), rows)

    def use_recovery_code(self, province: str, person: str, code: str) -> bool:
        """Whether it was one of the person's and unused; used from now on."""
        used = update(recovery_code).where(*_of(recovery_code, province, person), recovery_code.c.used_at.is_(None))
        used = used.where(recovery_code.c.hash == hash_of(code)).values(used_at=self._clock())
        return bool(self._connection.execute(used).rowcount)

    def recovery_codes_left(self, province: str, person: str) -> int:
        query = select(func.count()).select_from(recovery_code)
        query = query.where(*_of(recovery_code, province, person), recovery_code.c.used_at.is_(None))
        return self._connection.execute(query).scalar_one()

    def delete(self, province: str, person: str) -> None:
        for table in (recovery_code, second_factor):
            self._connection.execute(delete(table).where(*_of(table, province, person)))

    def _set(self, province: str, person: str, **values: object) -> None:
        changed = update(second_factor).where(*_of(second_factor, province, person)).values(**values)
        self._connection.execute(changed)


def _of(table: Table, province: str, person: str) -> tuple[ColumnElement[bool], ...]:
    return table.c.province == province, table.c.person == person
