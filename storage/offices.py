"""The offices of an installation: an article is read once, for all of their provinces."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, select

from news.times import Clock
from storage.codec import decode, encode
from storage.dialects import insert
from storage.work_tables import office

Homes = dict[str, str | None]


class Offices:
    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    def list(self) -> tuple[str, ...]:
        """Their provinces, in order."""
        return tuple(self._connection.execute(select(office.c.province).order_by(office.c.province)).scalars())

    def homes(self) -> Homes:
        """The province of every outlet that any of them reads, by source; where two differ, the first in order."""
        found: Homes = {}
        for packed in self._connection.execute(select(office.c.homes).order_by(office.c.province)).scalars():
            found = {**decode(packed), **found}
        return found

    def knows(self, province: str, homes: Mapping[str, str | None]) -> bool:
        """Whether the office has said just this before."""
        said = select(office.c.homes).where(office.c.province == province)
        return self._connection.execute(said).scalar_one_or_none() == _packed(homes)

    def join(self, province: str, homes: Mapping[str, str | None]) -> None:
        """From now on articles are read for this province too; its outlets as they are now."""
        row = {"province": province, "homes": _packed(homes), "joined_at": self._clock()}
        statement = insert(self._connection, office).values(row)
        again = {"homes": statement.excluded.homes}
        self._connection.execute(statement.on_conflict_do_update(index_elements=["province"], set_=again))

    def leave(self, province: str) -> bool:
        """Articles are no longer read for it; all that the office made stays. ``False`` when it was none."""
        return self._connection.execute(delete(office).where(office.c.province == province)).rowcount > 0


def _packed(homes: Mapping[str, str | None]) -> str:
    return encode(dict(homes)).decode()
