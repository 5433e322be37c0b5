"""Promises on opening, transactions, crashes and errors."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from news.errors import StorageError, StorageFull, StorageUnavailable
from storage import Storage, dialects, open_storage
from tests.storage.samples import NOW, add_pages, contents, page

pytestmark = pytest.mark.sqlite_only
ROOT = Path(__file__).parents[2]


def python(code: str, folder: Path, *, seconds: float = 60) -> subprocess.Popen[bytes]:
    """Another process of ours, with a store's URL as its argument."""
    command = [sys.executable, "-W", "error", "-c", code, f"sqlite:///{folder}/diembao.db"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_exception_undoes_everything(storage: Storage) -> None:
    def fail() -> None:
        with storage.begin() as work:
            work.articles.add(page(1), first_seen_at=NOW)
            raise RuntimeError

    before = contents(storage)
    with pytest.raises(RuntimeError):
        fail()
    assert contents(storage) == before


def test_kill_in_the_middle_leaves_nothing_half(storage: Storage, tmp_path: Path) -> None:
    add_pages(storage, 1)
    before = contents(storage)
    code = """
import sys, time
from storage import open_storage
from tests.storage.samples import NOW, analysis, member, page
with open_storage(sys.argv[1]).begin() as work:
    ids = [one.id for one in work.articles.add_many([(page(k, text="x" * 9000), NOW) for k in range(2000)])]
    work.analyses.add_many([(key, 1, analysis()) for key in ids])
    work.stories.put([member(key, "s") for key in ids])
    work.articles.delete(1, "x")
    work.changes.write()
    print("written", flush=True)
    time.sleep(60)
"""
    child = python(code, tmp_path)
    assert child.stdout is not None
    assert child.stdout.readline() == b"written\n"
    child.send_signal(signal.SIGKILL)
    child.communicate()
    assert contents(storage) == before
    assert len(add_pages(storage, 3)) == 3


def test_processes_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    code = """
import sys
from storage import open_storage
from tests.storage.samples import NOW, page
store = open_storage(sys.argv[1])
with store.begin() as work:
    work.articles.add(page(1), first_seen_at=NOW)
store.close()
"""
    children = [python(code, tmp_path) for _ in range(4)]
    assert [child.communicate()[1] for child in children] == [b""] * 4
    store = open_storage(f"sqlite:///{tmp_path}/diembao.db")
    with store.read() as work:
        assert work.articles.count() == 1
    store.close()


def test_writers_take_turns(storage: Storage) -> None:
    def write(number: int) -> None:
        for key in range(10):
            with storage.begin() as work:
                work.articles.add(page(f"{number}-{key}"), first_seen_at=NOW)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with storage.read() as work:
        assert work.articles.count() == 40
        assert [change.seq for change in work.changes.since(0, 99)] == list(range(1, 41))


def test_reader_sees_one_moment(storage: Storage) -> None:
    add_pages(storage, 1)
    with storage.read() as reader:
        assert reader.articles.count() == 1
        with storage.begin() as work:
            work.articles.add(page("mới"), first_seen_at=NOW)
        assert reader.articles.count() == 1
    with storage.read() as reader:
        assert reader.articles.count() == 2


def test_reading_cannot_write(storage: Storage) -> None:
    with pytest.raises(StorageError), storage.read() as work:
        work.articles.add(page(1), first_seen_at=NOW)
    assert contents(storage)["article"] == []


def test_full_disk_is_said_with_its_path_and_loses_nothing(storage: Storage) -> None:
    def fill() -> None:
        with storage.begin() as work:
            connection = work.changes._connection
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
            work.articles.add_many([(page(key, text="x" * 5000), NOW) for key in range(100)])

    add_pages(storage, 1)
    before = contents(storage)
    with pytest.raises(StorageFull) as caught:
        fill()
    assert storage.where in str(caught.value)
    assert "đầy" in caught.value.vi
    assert contents(storage) == before


def test_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "diembao.db").write_bytes(b"not a database at all " * 100)
    with pytest.raises(StorageUnavailable, match=r"diembao\.db: not a database"):
        open_storage(f"sqlite:///{tmp_path}/diembao.db")


def test_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    with pytest.raises(StorageError, match="data"):
        open_storage(f"sqlite:///{tmp_path}/data/diembao.db")


def test_place_that_is_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "diembao.db").mkdir()
    with pytest.raises(StorageUnavailable, match="cannot be opened") as caught:
        open_storage(f"sqlite:///{tmp_path}/diembao.db")
    assert "không mở được" in caught.value.vi


@contextmanager
def unprivileged() -> Iterator[None]:
    """Root may write everywhere, so for a moment we are nobody."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(was)


def test_folder_that_may_not_be_written_is_said() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        with unprivileged(), pytest.raises(StorageFull, match="read-only") as caught:
            open_storage(f"sqlite:///{folder}/diembao.db")
        Path(folder).chmod(0o755)
    assert "không được ghi" in caught.value.vi


def test_lock_held_too_long_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialects, "BUSY_SECONDS", 0.1)
    store = open_storage(f"sqlite:///{tmp_path}/diembao.db")
    other = sqlite3.connect(store.where, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageUnavailable, match="locked") as caught, store.begin():
        pass
    assert "đang giữ" in caught.value.vi
    other.close()
    store.close()


def test_store_of_a_newer_version_is_left_alone(storage: Storage) -> None:
    with storage.begin() as work:
        work.changes._connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageUnavailable, match="newer version"):
        open_storage(f"sqlite:///{storage.where}")


def test_store_in_memory_is_refused() -> None:
    with pytest.raises(StorageError, match="needs a file"):
        open_storage("sqlite://")


def test_the_store_is_tidied_also_after_it_was_read(storage: Storage) -> None:
    with storage.read() as work:
        work.articles.count()
    storage.tidy()
