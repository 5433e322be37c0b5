"""Promises on the public store: the same verbs on both databases, nothing left of what was deleted, nobody's name."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from news.claims import Closing
from news.errors import UnknownId
from storage.public import PublicStore, open_public, public_url
from storage.public_contests import ContestState
from storage.public_tables import SCHEMA, metadata
from storage.public_tips import CardState
from tests.fakes import FakeClock
from tests.storage.real_postgresql import PostgresServer
from tests.storage.test_schema import FORBIDDEN

PROVINCE = "ninh-binh"


def use(store: PublicStore, clock: FakeClock) -> None:
    """Two tips on a card, an objection; decided, found again, counted, deleted."""
    with store.begin() as work:
        first = work.tips.add(PROVINCE, "t1", "tin thứ nhất", card=None)
        work.tips.add(PROVINCE, "t2", "tin thứ hai", card=first.card)
        work.tips.mark(first.card, CardState.CLAIMED, claim_id=7)
        objection = work.contests.add(PROVINCE, 1, "t3", "chưa đúng", "")
    with store.read() as work:
        (card,) = work.tips.cards(PROVINCE, CardState.CLAIMED)
        assert (card.size, card.text, card.first.minute) == (2, "tin thứ nhất", 0)
        assert list(work.tips.counts(PROVINCE).values()) == [2]
        assert work.tips.find("t2", clock() - timedelta(days=1)) is not None
        assert work.tips.find("t2", clock() + timedelta(hours=2)) is None
    with store.begin() as work:
        work.tips.close_claim(7, Closing.NOT_CHECKABLE)
        work.contests.mark(objection.id, ContestState.REJECTED, "giữ nguyên")
        assert work.contests.get(objection.id).answer == "giữ nguyên"
        assert work.tips.card(first.card).closing is Closing.NOT_CHECKABLE
        assert work.tips.delete_until(clock().date()) == 2
        assert work.contests.delete_before(clock() + timedelta(days=1)) == 1
        with pytest.raises(UnknownId):
            work.tips.card(first.card)
    store.erase_traces()


def test_sqlite_keeps_the_public_apart_in_a_file(tmp_path: Path, clock: FakeClock) -> None:
    url = public_url(f"sqlite:///{tmp_path}/diembao.db")
    assert url == f"sqlite:///{tmp_path}/public.db"
    store = open_public(url, clock=clock)
    use(store, clock)
    store.close()
    left = b"".join(file.read_bytes() for file in tmp_path.glob("public.db*"))
    assert "tin thứ".encode() not in left


def test_postgresql_keeps_the_public_apart_in_a_schema(postgresql: PostgresServer, clock: FakeClock) -> None:
    url = postgresql.empty_store().replace("postgresql://", "postgresql+psycopg://")
    assert public_url(url) == url
    store = open_public(url, clock=clock)
    use(store, clock)
    store.close()
    open_public(url, clock=clock).close()  # again, on what is there
    engine = create_engine(url)
    with engine.connect() as connection:
        query = "SELECT table_name FROM information_schema.tables WHERE table_schema = :name"
        found = set(connection.execute(text(query), {"name": SCHEMA}).scalars())
    engine.dispose()
    assert found == set(metadata.tables)


def test_no_column_of_the_public_store_could_hold_a_sender() -> None:
    for table in metadata.sorted_tables:
        for column in table.columns:
            words = {word.rstrip("s") for word in f"{table.name}_{column.name}".lower().split("_")}
            assert not words & (FORBIDDEN | {"sender", "address", "ip", "agent", "phone", "device", "chat", "name"})
