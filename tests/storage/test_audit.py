"""Promises on the audit log: whoever touches it is found."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.digest import Period
from news.times import Window
from storage import GENESIS, Edition, Storage
from tests.fakes import FakeClock, new_storage
from tests.storage.samples import NOW


def write_log(storage: Storage, rows: int) -> None:
    with storage.begin() as work:
        for key in range(rows):
            work.audit.add("ninh-binh", f"p{key % 3}", "sign", "edition", key)


def tamper(storage: Storage, statement: str) -> list[int]:
    """Change the table behind the program's back; where ``verify`` finds it."""
    with storage.begin() as work:
        work.audit._connection.exec_driver_sql(statement)
        return [problem.seq for problem in work.audit.verify()]


def test_sound_log_has_no_problems(storage: Storage) -> None:
    with storage.read() as work:
        assert (work.audit.verify(), work.audit.head()) == ([], GENESIS)
    write_log(storage, 20)
    with storage.read() as work:
        assert work.audit.verify() == []
        assert work.audit.head() != GENESIS


def test_same_acts_at_the_same_time_give_the_same_head(tmp_path_factory: pytest.TempPathFactory) -> None:
    heads = set()
    for _ in range(2):
        store = new_storage(tmp_path_factory.mktemp("nk"), FakeClock())
        write_log(store, 5)
        with store.read() as work:
            heads.add(work.audit.head())
        store.close()
    assert len(heads) == 1


COLUMNS = ["province", "at", "person", "verb", "noun", "key", "previous", "hash"]


@pytest.mark.parametrize("column", COLUMNS)
def test_finds_an_edited_row(storage: Storage, column: str) -> None:
    write_log(storage, 5)
    assert 3 in tamper(storage, f"UPDATE audit SET \"{column}\" = '1' WHERE seq = 3")


def test_finds_a_gap(storage: Storage) -> None:
    write_log(storage, 5)
    assert tamper(storage, "DELETE FROM audit WHERE seq = 2") == [3]


def test_finds_a_missing_beginning(storage: Storage) -> None:
    write_log(storage, 5)
    assert tamper(storage, "DELETE FROM audit WHERE seq <= 2") == [3]


def test_finds_rows_moved_together_over_a_gap(storage: Storage) -> None:
    write_log(storage, 5)
    assert tamper(storage, "DELETE FROM audit WHERE seq = 2") == [3]
    assert 2 in tamper(storage, "UPDATE audit SET seq = 2 WHERE seq = 3")


def test_finds_reordering(storage: Storage) -> None:
    write_log(storage, 5)
    tamper(storage, "UPDATE audit SET seq = 99 WHERE seq = 2")
    tamper(storage, "UPDATE audit SET seq = 2 WHERE seq = 3")
    assert {2, 3} <= set(tamper(storage, "UPDATE audit SET seq = 3 WHERE seq = 99"))


def test_finds_a_cut_end_by_the_head_that_was_printed(storage: Storage) -> None:
    write_log(storage, 5)
    with storage.begin() as work:
        window, head = Window(NOW, NOW), work.audit.head()
        work.editions.add(Edition("ninh-binh", Period.DAY, date(2026, 11, 20), 1, window, b"", "p1", NOW, head))
    write_log(storage, 2)
    assert tamper(storage, "DELETE FROM audit WHERE seq > 6") == []  # after the last print nobody can tell
    assert tamper(storage, "DELETE FROM audit WHERE seq > 4") == [4]


def test_takes_ids_and_verbs_and_no_texts(storage: Storage) -> None:
    with storage.begin() as work:
        texts = ("một câu dài", "không-dấu-cách", "", "a\nb", "<b>", "x" * 201)
        for verb, noun, key in (
            ("xem bài", "article", "1"),
            ("view", "Bài", "1"),
            *(("view", "article", t) for t in texts),
        ):
            with pytest.raises(ValueError, match="no texts"):
                work.audit.add("ninh-binh", "p1", verb, noun, key)
        with pytest.raises(ValueError, match="no texts"):
            work.audit.add("ninh-binh", "Nguyễn Thị Lan", "view", "article", "1")
        assert work.audit.verify() == []


def test_an_inspector_recomputes_the_seals_from_the_export(storage: Storage) -> None:
    write_log(storage, 3)
    with storage.read() as work:
        rows = list(work.audit.export(Window(NOW - timedelta(days=1), NOW + timedelta(days=1))))
        assert work.audit.head() == rows[-1]["hash"]
    names = ("seq", "province", "at", "person", "verb", "noun", "key", "previous")
    for row in rows:
        fields = json.dumps([row[name] for name in names], ensure_ascii=False, separators=(",", ":"))
        assert hashlib.sha256(fields.encode()).hexdigest() == row["hash"]
    assert set(rows[0]) == {*names, "hash"}


@settings(max_examples=20, deadline=None)
@given(order=st.permutations(range(1, 6)))
def test_any_other_order_is_found(tmp_path_factory: pytest.TempPathFactory, order: list[int]) -> None:
    store = new_storage(tmp_path_factory.mktemp("tt"), FakeClock())
    write_log(store, 5)
    with store.begin() as work:
        connection = work.audit._connection
        connection.exec_driver_sql("UPDATE audit SET seq = seq + 100")
        for place, seq in enumerate(order, start=1):
            connection.exec_driver_sql(f"UPDATE audit SET seq = {place} WHERE seq = {seq + 100}")
        assert (work.audit.verify() == []) == (order == [1, 2, 3, 4, 5])
    store.close()
