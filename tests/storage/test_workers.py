"""Promises to workers of several machines: an article is in one's hands, one leads, raw pages are reached by all."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from storage import SnapshotRef, Storage
from storage.copying import copy_store, digest_store
from storage.snapshots import STORE
from storage.workers import WorkerRow
from tests.storage.samples import NOW, add_pages, analysis, headline

MINUTE = timedelta(minutes=1)


def take(storage: Storage, holder: str, limit: int = 9, later: timedelta = timedelta(0)) -> list[int]:
    with storage.take() as work:
        now = NOW + later
        return sorted(one.id for one in work.readings.take("m1", holder, limit, now, now + MINUTE))


def test_an_article_is_in_one_workers_hands_until_it_is_read_or_the_time_is_over(storage: Storage) -> None:
    ids = add_pages(storage, 4)
    first = take(storage, "a", 2)
    assert len(first) == 2
    second = take(storage, "b")
    assert sorted(first + second) == ids
    assert take(storage, "c") == []
    with storage.begin() as work:
        work.analyses.add_many([(key, 1, analysis()) for key in first])
        work.readings.release("a", first)
        work.readings.release("a", second)  # not its own
    assert take(storage, "c") == []
    assert take(storage, "c", later=2 * MINUTE) == second, "what a dead worker held is free after its time"
    with storage.read() as work:
        assert work.readings.waiting("m1")


def test_what_a_silent_worker_held_is_free_at_once(storage: Storage) -> None:
    ids = add_pages(storage, 2)
    assert take(storage, "silent") == ids
    with storage.take() as work:
        assert work.readings.release_gone(["alive"]) == 2
    assert take(storage, "alive") == ids
    with storage.take() as work:
        assert work.readings.release_gone(["alive"]) == 0


def test_workers_that_take_at_one_instant_share_and_do_not_wait(storage: Storage) -> None:
    ids = add_pages(storage, 60)
    together = threading.Barrier(4)

    def worker(name: str) -> list[int]:
        together.wait()
        return [key for _ in range(15) for key in take(storage, name, 5)]

    with ThreadPoolExecutor(4) as pool:
        shares = list(pool.map(worker, "abcd"))
    assert sorted(key for share in shares for key in share) == ids, "each article once"


def test_one_holds_what_only_one_may_do_until_it_ends(storage: Storage) -> None:
    with storage.alone("leader") as first:
        assert first is not None
        assert first.is_held()
        if storage.is_shared:
            with storage.alone("leader") as second, storage.alone("other") as other:
                assert (second, other is not None) == (None, True)
    with storage.alone("leader") as again:
        assert again is not None


def test_a_lock_dies_with_its_connection(storage: Storage) -> None:
    if not storage.is_shared:
        return  # a file has one main job
    with storage.alone("leader") as first:
        assert first is not None
        with storage.begin() as work:
            connection = work.changes._connection
            ours = connection.exec_driver_sql(
                "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 730198"
            ).scalar_one()
            connection.exec_driver_sql(f"SELECT pg_terminate_backend({ours})")
        assert not first.is_held()
        with storage.alone("leader", patience=5) as second:
            assert second is not None


def test_no_statement_and_no_lock_waits_for_ever(storage: Storage) -> None:
    if not storage.is_shared:
        return  # SQLite's writers wait BUSY_SECONDS
    with storage.read() as work:
        names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        set_ = {name: work.changes._connection.exec_driver_sql(f"SHOW {name}").scalar_one() for name in names}
    assert set_ == {"statement_timeout": "2min", "lock_timeout": "1min", "idle_in_transaction_session_timeout": "5min"}


def test_a_raw_page_in_the_store_goes_with_what_cites_it(storage: Storage) -> None:
    ref = SnapshotRef("https://bao.example/1", "", 0, 4, "a" * 64, NOW, NOW + MINUTE, b"WARC")
    with storage.begin() as work:
        stored = work.articles.add(headline(1), first_seen_at=NOW, snapshot=ref)
        (kept,) = work.snapshots.list(stored.id)
        assert kept.snapshot.file == STORE
        assert work.snapshots.record(kept.snapshot.offset) == b"WARC"
        again = work.articles.add(headline(2), first_seen_at=NOW, snapshot=ref)
        other = work.snapshots.list(again.id)[0]
        assert other.snapshot.offset != kept.snapshot.offset
        work.snapshots.delete([kept.id])
        assert work.snapshots.record(kept.snapshot.offset) is None
        assert work.snapshots.record(other.snapshot.offset) == b"WARC"


def test_offices_join_with_their_outlets_and_leave(storage: Storage) -> None:
    with storage.begin() as work:
        work.offices.join("quang-ngai", {"bao-a": None, "bao-b": "quang-ngai"})
        work.offices.join("ninh-binh", {"bao-a": "ninh-binh"})
        assert work.offices.list() == ("ninh-binh", "quang-ngai")
        assert work.offices.homes() == {"bao-a": "ninh-binh", "bao-b": "quang-ngai"}
        assert work.offices.knows("ninh-binh", {"bao-a": "ninh-binh"})
        assert not work.offices.knows("ninh-binh", {})
        assert work.offices.leave("ninh-binh")
        assert work.offices.list() == ("quang-ngai",)


def test_workers_are_seen_while_they_say_that_they_live(storage: Storage) -> None:
    row = WorkerRow("id", "fetch", "may-1:7", NOW, NOW, "")
    with storage.take() as work:
        work.workers.mark(row)
        work.workers.mark(WorkerRow("id", "fetch", "may-1:7", NOW, NOW + MINUTE, "round"))
        assert [one.doing for one in work.workers.list(NOW + MINUTE)] == ["round"]
        assert work.workers.list(NOW + 2 * MINUTE) == []
        work.workers.end("id")
        assert work.workers.list(NOW) == []


@pytest.mark.parametrize("free_at", [None, NOW + MINUTE])
def test_a_host_rests_between_two_machines(storage: Storage, free_at: None) -> None:
    with storage.begin() as work:
        assert work.leases.take("bao.example", "a", NOW + MINUTE, NOW)
        work.leases.release("bao.example", "b", free_at)
        assert not work.leases.take("bao.example", "b", NOW + MINUTE, NOW)
        work.leases.release("bao.example", "a", free_at)
        assert work.leases.take("bao.example", "b", NOW + MINUTE, NOW) == (free_at is None)
        assert work.leases.take("bao.example", "b", NOW + 3 * MINUTE, NOW + MINUTE)


def test_a_backup_leaves_raw_pages_behind_that_nothing_cites(storage: Storage, tmp_path: Path) -> None:
    with storage.begin() as work:
        for number in (1, 2):
            ref = SnapshotRef(f"https://bao.example/{number}", "", 0, 4, "a" * 64, NOW, NOW + MINUTE, b"WARC")
            stored = work.articles.add(headline(number), first_seen_at=NOW, snapshot=ref)
        (cited,) = work.snapshots.list(stored.id)
        work.snapshots.cite(cited.id)
    backup, whole = f"sqlite:///{tmp_path}/backup.db", f"sqlite:///{tmp_path}/whole.db"
    assert copy_store(storage.address, backup, is_backup=True) == digest_store(backup)
    assert copy_store(storage.address, whole) == digest_store(whole)
    rows = {one.table: one.rows for one in digest_store(backup)}, {one.table: one.rows for one in digest_store(whole)}
    assert [one["raw_page"] for one in rows] == [1, 2]
