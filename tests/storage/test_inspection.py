"""A store can be looked at without being made, migrated or changed; on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from news.errors import StorageError
from storage import open_storage
from storage.inspection import BACKUP, look_at
from storage.migrations import HEAD
from tests.fakes import FakeClock
from tests.storage.real_postgresql import PostgresServer
from tests.storage.samples import NOW, page


def filled(url: str, clock: FakeClock) -> None:
    store = open_storage(url, clock=clock)
    with store.begin() as work:
        work.articles.add(page(1), first_seen_at=NOW)
        work.changes.advance(BACKUP, 1)
    store.close()


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    look = look_at(f"sqlite:///{tmp_path}/kho/diembao.db")
    assert (look.is_there, look.tables, look.is_current, look.is_newer) == (False, None, False, False)
    assert not (tmp_path / "kho").exists()


def test_a_file_says_how_it_is(tmp_path: Path, clock: FakeClock) -> None:
    url = f"sqlite:///{tmp_path}/diembao.db"
    filled(url, clock)
    look = look_at(url)
    assert (look.tables, look.damage, look.server_time) == (HEAD, "", None)
    assert look.is_current
    assert look.newest == look.backed_up_at == clock.now
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    assert look_at(url).is_newer


def test_damage_is_seen(tmp_path: Path, clock: FakeClock) -> None:
    file = tmp_path / "diembao.db"
    store = open_storage(f"sqlite:///{file}", clock=clock)
    with store.begin() as work:
        for number in range(200):
            work.articles.add(page(number, text="Nội dung. " * 300), first_seen_at=NOW)
    store.tidy()
    store.close()
    content = bytearray(file.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 40_000] = bytes(40_000)
    file.write_bytes(bytes(content))
    assert look_at(f"sqlite:///{file}").damage


def test_a_server_says_its_time_too(postgresql: PostgresServer, clock: FakeClock) -> None:
    url = postgresql.make_database("diembao_thu_xem_kho")
    assert look_at(url).tables is None
    filled(url, clock)
    look = look_at(url)
    assert (look.tables, look.newest) == (HEAD, clock.now)
    assert look.server_time is not None
    assert abs(look.server_time - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_server_that_does_not_answer_is_said_without_its_password() -> None:
    with pytest.raises(StorageError) as raised:
        look_at("postgresql://vp:mat-khau-bi-mat@127.0.0.1:1/diembao")
    assert "mat-khau-bi-mat" not in raised.value.vi
