"""What discovery services pointed at: no articles, only hints where to look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, func, select, update

from storage.codec import storable
from storage.collection_tables import pointer
from storage.dialects import insert
from storage.rows import next_number


class PointerState(StrEnum):
    """``new``: not looked at; ``found``: the article is known; ``wanted``: its page was asked of the publisher;
    ``stranger``: an outlet that is not in the list; ``missed``: an accepted outlet, but the article was not found.
    """

    NEW = "new"
    FOUND = "found"
    WANTED = "wanted"
    STRANGER = "stranger"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Pointer:
    """One hint. ``url`` is the service's; ``host`` and ``publisher`` whom it names."""

    url: str
    service: str
    host: str
    publisher: str
    title: str
    published_at: datetime | None
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Stranger:
    """An outlet that services point at and the list of sources does not have."""

    host: str
    publisher: str
    pointers: int
    newest_at: datetime
    title: str
    url: str


class Pointers:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, pointers: Iterable[Pointer]) -> int:
        """Remember hints, each address once; how many were new."""
        new = 0
        for one in pointers:
            row = {
                "id": next_number(self._connection, pointer.c.id),
                "url": one.url,
                "service": one.service,
                "host": one.host,
                "publisher": storable(one.publisher),
                "title": storable(one.title),
                "published_at": one.published_at,
                "seen_at": one.seen_at,
                "state": PointerState.NEW.value,
                "article_id": None,
            }
            statement = insert(self._connection, pointer).values(row).on_conflict_do_nothing()
            new += self._connection.execute(statement).rowcount
        return new

    def pending(self, limit: int, *, missed: bool = False) -> Sequence[Pointer]:
        """Hints nobody looked at yet, oldest first; or those whose article was not found so far."""
        state = PointerState.MISSED if missed else PointerState.NEW
        query = select(pointer).where(pointer.c.state == state.value).order_by(pointer.c.seen_at, pointer.c.id)
        return [
            Pointer(row.url, row.service, row.host, row.publisher, row.title, row.published_at, row.seen_at)
            for row in self._connection.execute(query.limit(limit))
        ]

    def mark(self, url: str, state: PointerState, article_id: int | None = None) -> None:
        changed = update(pointer).where(pointer.c.url == url).values(state=state.value, article_id=article_id)
        self._connection.execute(changed)

    def forget(self, before: datetime) -> None:
        """Hints older than this serve nobody."""
        self._connection.execute(delete(pointer).where(pointer.c.seen_at < before))

    def strangers(self, limit: int = 100) -> Sequence[Stranger]:
        """Outlets not in the list, most pointed at first, each with its newest hint."""
        counted = (
            select(pointer.c.host, func.count().label("n"), func.max(pointer.c.id).label("last"))
            .where(pointer.c.state == PointerState.STRANGER.value)
            .group_by(pointer.c.host)
            .subquery()
        )
        query = select(pointer, counted.c.n).join(counted, counted.c.last == pointer.c.id)
        query = query.order_by(counted.c.n.desc(), pointer.c.host).limit(limit)
        return [
            Stranger(row.host, row.publisher, row.n, row.seen_at, row.title, row.url)
            for row in self._connection.execute(query)
        ]

    def revive(self, host: str) -> int:
        """Look again at the hints to this host: its outlet is in the list now."""
        changed = update(pointer).where(pointer.c.host == host, pointer.c.state == PointerState.STRANGER.value)
        return self._connection.execute(changed.values(state=PointerState.NEW.value)).rowcount
