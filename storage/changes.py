"""The change log: which articles changed, in an order that followers can read on from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from news.times import Clock
from storage.bulk import write
from storage.dialects import insert
from storage.rows import next_number
from storage.schema import article, change, follower, microseconds


@dataclass(frozen=True, slots=True)
class Change:
    """Something about this article changed, or it was deleted. ``seq`` only grows."""

    seq: int
    article_id: int


class Changes:
    """Written once, when the transaction commits: an article changed in three ways is one change."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock
        self._noted: dict[int, None] = {}

    def note(self, article_ids: Iterable[int]) -> None:
        """These articles change in this transaction."""
        self._noted.update(dict.fromkeys(article_ids))

    def write(self) -> None:
        """Append what was noted; the transaction does so itself at its end."""
        if not self._noted:
            return
        seq, at = next_number(self._connection, change.c.seq), microseconds(self._clock())
        statement = insert(self._connection, change)
        statement = statement.on_conflict_do_update(
            index_elements=[change.c.article_id],
            set_={"seq": statement.excluded.seq, "at": statement.excluded.at},
        )
        rows = [(key, seq + place, at) for place, key in enumerate(self._noted)]
        write(self._connection, statement, ("article_id", "seq", "at"), rows)
        self._noted.clear()

    def since(self, seq: int, limit: int) -> list[Change]:
        """Changes after ``seq``, oldest first; each article at most once, at its newest change."""
        self.write()
        query = select(change.c.seq, change.c.article_id).where(change.c.seq > seq).order_by(change.c.seq).limit(limit)
        return [Change(row.seq, row.article_id) for row in self._connection.execute(query)]

    def versions(self, after_id: int, limit: int) -> list[tuple[int, int]]:
        """Articles that exist, by ids above ``after_id`` in order, each with the number of its newest change."""
        self.write()
        query = select(change.c.article_id, change.c.seq).join(article, article.c.id == change.c.article_id)
        rows = self._connection.execute(query.where(article.c.id > after_id).order_by(article.c.id).limit(limit))
        return [(row.article_id, row.seq) for row in rows]

    def head(self) -> int:
        """The newest change; 0 before the first."""
        self.write()
        return self._connection.execute(select(func.max(change.c.seq))).scalar_one() or 0

    def waiting(self, seq: int) -> tuple[int, datetime | None]:
        """How many changes there are after ``seq``, and since when the oldest of them waits."""
        self.write()
        query = select(func.count(), func.min(change.c.at)).where(change.c.seq > seq)
        count, since = self._connection.execute(query).one()
        return count, since

    def position(self, name: str) -> int:
        """Up to where this follower has read; 0 for a new one."""
        query = select(follower.c.seq).where(follower.c.name == name)
        return self._connection.execute(query).scalar_one_or_none() or 0

    def advance(self, name: str, seq: int) -> None:
        """Remember how far this follower has read; 0 makes it begin anew."""
        statement = insert(self._connection, follower).values(name=name, seq=seq, at=self._clock())
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[follower.c.name],
                set_={"seq": statement.excluded.seq, "at": statement.excluded.at},
            )
        )
