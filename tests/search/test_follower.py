from __future__ import annotations

import logging
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from news.analysis import Tone
from nlp.query import parse
from search.embedded import EmbeddedEngine
from search.engine import Batch, Engine
from search.follower import Lag, behind, catch_up, rebuild
from search.status import status
from storage import Storage
from tests.search.press import NOW, add, analyse, article, opened


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    with opened(tmp_path) as storage:
        yield storage


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    engine = EmbeddedEngine(tmp_path / "index.db")
    yield engine
    engine.close()


def found(engine: Engine, query: str) -> list[int]:
    return [hit.article_id for hit in engine.find(parse(query), limit=100).hits]


def is_equal(storage: Storage, engine: Engine) -> bool:
    now = status(storage, engine, verify=True)
    return now.is_sound and now.lag.articles == 0 and now.documents == now.articles


def test_indexes_what_is_stored_and_nothing_twice(storage: Storage, engine: Engine) -> None:
    one, two = add(storage, article(1), article(2))
    assert catch_up(storage, engine) == 2
    assert found(engine, "cầu mới") == [one, two]
    assert catch_up(storage, engine) == 0


def test_follows_edits_analyses_and_deletions(storage: Storage, engine: Engine) -> None:
    one, two = add(storage, article(1), article(2))
    catch_up(storage, engine)
    add(storage, article(1, title="Lũ lên nhanh"))
    analyse(storage, one, Tone.NEGATIVE)
    with storage.begin() as work:
        work.articles.delete(two, "test")
    catch_up(storage, engine)
    assert found(engine, "lu tone:neg province:ninh-binh topic:transport lang:vi") == [one]
    assert found(engine, '"cầu mới"') == []
    assert is_equal(storage, engine)


def test_says_how_far_behind_it_is(storage: Storage, engine: Engine) -> None:
    assert behind(storage, engine) == Lag(0)
    add(storage, article(1), article(2))
    assert behind(storage, engine) == Lag(2, NOW)
    assert "chậm 2 bài kể từ 10:00 ngày 20/11/2026" in status(storage, engine).lines()[1]
    catch_up(storage, engine)
    assert behind(storage, engine).articles == 0


def test_a_lost_index_is_built_again(
    storage: Storage, embedded: EmbeddedEngine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    add(storage, article(1), article(2))
    catch_up(storage, embedded)
    embedded.close()
    for file in tmp_path.glob("index.db*"):
        file.unlink()
    with caplog.at_level(logging.INFO):
        assert catch_up(storage, EmbeddedEngine(tmp_path / "index.db")) == 2
    assert "built from storage" in caplog.text


@pytest.mark.parametrize("size", [0, 100, 5_000])
def test_a_damaged_index_is_built_again(
    storage: Storage, embedded: EmbeddedEngine, tmp_path: Path, caplog: pytest.LogCaptureFixture, size: int
) -> None:
    add(storage, *map(article, range(50)))
    catch_up(storage, embedded)
    embedded.close()
    file = embedded.file.current()
    file.write_bytes((file.read_bytes()[:size] + random.Random(1).randbytes(20_000))[: max(size, 1) * 4])
    again = EmbeddedEngine(tmp_path / "index.db")
    catch_up(storage, again)
    assert is_equal(storage, again)
    assert "a new one begins" in caplog.text
    again.close()


def test_a_whole_file_of_another_kind_is_replaced(tmp_path: Path, storage: Storage) -> None:
    add(storage, article(1))
    (tmp_path / "index.db").write_text("not an index")
    engine = EmbeddedEngine(tmp_path / "index.db")
    assert catch_up(storage, engine) == 1
    engine.close()


def test_an_index_ahead_of_its_storage_is_built_again(storage: Storage, engine: Engine) -> None:
    engine.apply(Batch(0, 999))
    (one,) = add(storage, article(1))
    catch_up(storage, engine)
    assert found(engine, "cau") == [one]
    assert is_equal(storage, engine)


def test_two_followers_do_no_harm(storage: Storage, tmp_path: Path) -> None:
    first, second = EmbeddedEngine(tmp_path / "index.db"), EmbeddedEngine(tmp_path / "index.db")
    for number in range(6):
        add(storage, article(number), article(number + 100))
        catch_up(storage, first if number % 2 else second)
    assert is_equal(storage, first)
    assert is_equal(storage, second)
    first.close()
    second.close()


def test_rebuilds_beside_and_switches_while_readers_go_on(
    storage: Storage, embedded: EmbeddedEngine, tmp_path: Path
) -> None:
    ids = add(storage, *map(article, range(30)))
    catch_up(storage, embedded)
    reader = EmbeddedEngine(tmp_path / "index.db")
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        seen.append((done, total))
        assert found(reader, "cau") == ids

    with reader.file.reading() as connection:
        connection.execute("SELECT count(*) FROM document").fetchone()
        assert rebuild(storage, embedded, progress) == 30
        assert connection.execute("SELECT count(*) FROM document").fetchone() == (30,)
    assert seen == [(30, 30)]
    assert found(reader, "cau") == ids
    assert len([file for file in tmp_path.glob("index.db.*") if file.suffix[1:].isdecimal()]) == 1
    reader.close()


def test_a_rebuild_that_fails_leaves_the_old_index(storage: Storage, engine: Engine) -> None:
    ids = add(storage, *map(article, range(5)))
    catch_up(storage, engine)

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(storage, engine, stop)
    assert found(engine, "cau") == ids


def test_an_interrupted_rebuild_goes_on_where_it_was(
    storage: Storage, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.follower.BATCH", 10)
    ids = add(storage, *map(article, range(30)))
    catch_up(storage, engine)

    def stop(done: int, _total: int) -> None:
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(storage, engine, stop)
    seen: list[int] = []
    with storage.begin() as work:
        work.articles.delete(ids.pop(), "test")
    assert rebuild(storage, engine, lambda done, _total: seen.append(done)) == 29
    assert seen == [30]
    assert found(engine, "cau") == ids
    assert is_equal(storage, engine)


def test_names_what_differs(storage: Storage, embedded: EmbeddedEngine) -> None:
    one, two, three = add(storage, article(1), article(2), article(3))
    catch_up(storage, embedded)
    with embedded.file.writing() as connection:
        connection.execute("UPDATE document SET version = 0 WHERE id = ?", (one,))
        connection.execute("DELETE FROM document WHERE id = ?", (two,))
        connection.execute("UPDATE document SET id = 99 WHERE id = ?", (three,))
    now = status(storage, embedded, verify=True)
    assert not now.is_sound
    found = now.comparison
    assert found is not None
    assert (found.missing, found.stale, found.surplus) == ((two, three), (one,), (99,))
    assert found.stored_digest != found.indexed_digest
    assert "index rebuild" in now.lines()[-1]
    assert now.as_record()["missing"] == [two, three]


FOLLOW = """
import sys
from pathlib import Path
from search import follower
from search.embedded import EmbeddedEngine
from storage import open_storage
follower.BATCH = 7
folder = Path(sys.argv[1])
storage = open_storage(f"sqlite:///{folder / 'diembao.db'}")
engine = EmbeddedEngine(folder / "index.db")
print("ready", flush=True)
follower.catch_up(storage, embedded)
"""


def test_killed_at_any_instant_index_and_position_agree(storage: Storage, tmp_path: Path) -> None:
    add(storage, *map(article, range(600)))
    instants = random.Random(4)
    for _ in range(5):
        child = subprocess.Popen([sys.executable, "-c", FOLLOW, str(tmp_path)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(instants.random() * 0.15)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        engine = EmbeddedEngine(tmp_path / "index.db")
        assert engine.count() == engine.position()
        engine.close()
    engine = EmbeddedEngine(tmp_path / "index.db")
    catch_up(storage, engine)
    assert is_equal(storage, engine)
    engine.close()
