"""The index may vanish: nothing is lost, the change log keeps its place, and afterwards index and storage are equal."""

from __future__ import annotations

import logging
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import astuple, replace
from pathlib import Path

import pytest

from config.settings import ElasticSettings
from nlp.query import parse
from search.documents import documents_of
from search.elastic import ElasticEngine
from search.elastic_server import Server
from search.engine import Deletion, Engine, IndexedDocument, IndexUnavailable
from search.follower import Lag, behind, catch_up, next_batch
from search.status import status
from storage import Storage
from tests.search.conftest import settings_of, sweep
from tests.search.press import NOW, add, article, opened
from tests.search.proxy import Proxy, Says, Waits, proxy
from tests.search.real_elastic import ElasticServer


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    with opened(tmp_path) as storage:
        yield storage


@pytest.fixture
def between(elasticsearch: ElasticServer) -> Iterator[Proxy]:
    with proxy(elasticsearch.url) as between:
        yield between


@pytest.fixture
def through(elastic_settings: ElasticSettings, between: Proxy) -> Iterator[ElasticEngine]:
    """An engine that reaches the server through the proxy, with little patience."""
    engine = impatient(replace(elastic_settings, url=f"http://127.0.0.1:{between.port}"))
    yield engine
    engine.close()


def impatient(settings: ElasticSettings) -> ElasticEngine:
    return ElasticEngine(Server(settings, question_seconds=3, writing_seconds=5), settings.index)


def found(engine: Engine, query: str) -> list[int]:
    return [hit.article_id for hit in engine.find(parse(query), limit=1000).hits]


def is_equal(storage: Storage, engine: Engine) -> bool:
    now = status(storage, engine, verify=True)
    assert now.comparison is not None
    equal = now.comparison.stored_digest == now.comparison.indexed_digest
    return equal and now.is_sound and now.lag == Lag(0) and now.documents == now.articles


def test_down_the_change_log_keeps_its_place(storage: Storage, elastic_settings: ElasticSettings) -> None:
    up, down = impatient(elastic_settings), impatient(replace(elastic_settings, url="http://127.0.0.1:1"))
    add(storage, article(1))
    catch_up(storage, up)
    add(storage, article(2), article(3))
    with pytest.raises(IndexUnavailable) as caught:
        catch_up(storage, down)
    assert "không nối được" in caught.value.vi
    assert behind(storage, down) == Lag(2, NOW, is_answering=False)
    assert behind(storage, up) == Lag(2, NOW)
    assert catch_up(storage, up) == 2
    assert is_equal(storage, up)


def test_slow_it_is_given_up_in_time(storage: Storage, through: ElasticEngine, between: Proxy) -> None:
    ids = add(storage, article(1))
    catch_up(storage, through)
    ids += add(storage, article(2))
    between.rule = lambda _method, path: Waits(8) if "_bulk" in path else None
    begun = time.monotonic()
    with pytest.raises(IndexUnavailable) as caught:
        catch_up(storage, through)
    assert time.monotonic() - begun < 7
    assert "quá chậm" in caught.value.vi
    assert found(through, "cau") == ids[:1], "what it has is used"
    between.rule = lambda _method, _path: None
    catch_up(storage, through)
    assert found(through, "cau") == ids
    assert is_equal(storage, through)


def test_frozen_it_is_given_up_in_time(
    storage: Storage, elasticsearch: ElasticServer, elastic_settings: ElasticSettings
) -> None:
    if elasticsearch.folder is None:
        pytest.skip("a server that is not ours is not frozen")
    engine = impatient(elastic_settings)
    add(storage, article(1))
    with elasticsearch.frozen():
        begun = time.monotonic()
        with pytest.raises(IndexUnavailable):
            engine.find(parse("cau"))
        assert behind(storage, engine) == Lag(1, NOW, is_answering=False)
        assert time.monotonic() - begun < 8
    catch_up(storage, engine)
    assert is_equal(storage, engine)


def test_read_only_it_still_answers(storage: Storage, elastic: ElasticEngine) -> None:
    ids = add(storage, article(1))
    catch_up(storage, elastic)
    state = elastic.generations.current()
    assert state is not None
    client = elastic.server._writing
    # What the server does by itself when its disk is nearly full.
    block = {"index.blocks.read_only_allow_delete": True}
    client.indices.put_settings(index=state.generation.press, settings=block)
    ids += add(storage, article(2))
    with pytest.raises(IndexUnavailable) as caught:
        catch_up(storage, elastic)
    assert "chỉ cho đọc" in caught.value.vi
    assert behind(storage, elastic) == Lag(1, NOW)
    assert found(elastic, "cau") == ids[:1]
    client.indices.put_settings(index=state.generation.press, settings=dict.fromkeys(block))
    catch_up(storage, elastic)
    assert found(elastic, "cau") == ids
    assert is_equal(storage, elastic)


def test_too_busy_it_is_asked_again_and_then_later(storage: Storage, through: ElasticEngine, between: Proxy) -> None:
    add(storage, article(1))
    catch_up(storage, through)
    add(storage, *map(article, range(2, 30)))
    refusals = iter(range(2))
    between.rule = lambda _m, path: Says(429) if "_bulk" in path and next(refusals, None) is not None else None
    assert catch_up(storage, through) == 28, "a moment of too much is waited for"
    add(storage, article(40))
    between.rule = lambda _m, path: Says(429) if "_bulk" in path else None
    with pytest.raises(IndexUnavailable) as caught:
        catch_up(storage, through)
    assert "quá tải" in caught.value.vi
    assert behind(storage, through).articles == 1
    between.rule = lambda _method, _path: None
    catch_up(storage, through)
    assert is_equal(storage, through)


@pytest.mark.parametrize("part", ["press-2026q4", "journal", "*"])
def test_what_is_lost_is_filled_again_while_the_rest_answers(
    storage: Storage, elastic: ElasticEngine, caplog: pytest.LogCaptureFixture, part: str
) -> None:
    caplog.set_level(logging.INFO)
    old, *rest = add(storage, *map(article, range(12)))
    with storage.begin() as work:
        work.articles.delete(rest.pop(), "test")
    catch_up(storage, elastic)
    names = elastic.server.indices([f"{elastic.generations.prefix}-*"])
    elastic.server.delete(name for name in names if part == "*" or name.endswith(part))
    assert behind(storage, elastic).articles == 12
    assert found(elastic, "cau") in ([], [old, *rest])
    catch_up(storage, elastic)
    assert found(elastic, "cau") == [old, *rest]
    assert is_equal(storage, elastic)
    assert "lost" in caplog.text or "built from storage" in caplog.text


def test_a_partition_lost_during_a_write_is_not_made_by_it(
    storage: Storage, through: ElasticEngine, between: Proxy, elastic: ElasticEngine
) -> None:
    add(storage, *map(article, range(5)))
    catch_up(storage, elastic)
    add(storage, article(6))

    def lose(_method: str, path: str) -> None:
        if path.startswith("/_bulk"):
            elastic.server.delete(elastic.server.indices([f"{elastic.generations.prefix}-*-press-*"]))

    between.rule = lose
    with pytest.raises(IndexUnavailable):
        catch_up(storage, through)
    between.rule = lambda _method, _path: None
    assert elastic.count() == 0
    catch_up(storage, through)
    assert is_equal(storage, through)


def test_deletions_hold_against_writes_that_come_late(storage: Storage, elastic: ElasticEngine) -> None:
    (one,) = add(storage, article(1))
    with storage.read() as work:
        late = next_batch(work, 0)
    assert late is not None
    catch_up(storage, elastic)
    with storage.begin() as work:
        work.articles.delete(one, "test")
    catch_up(storage, elastic)
    # Longer after than Elasticsearch remembers deletions by itself.
    state = elastic.generations.current()
    assert state is not None
    elastic.server._writing.indices.put_settings(index=state.generation.press, settings={"index.gc_deletes": "0s"})
    elastic.put(late.documents)
    assert elastic.count() == 0
    elastic.delete([Deletion(one, 1)])
    assert is_equal(storage, elastic)


FOLLOW = """
import sys
from pathlib import Path
import search.follower
search.follower.BATCH = 20
from config.settings import ElasticSettings
from search.elastic import open_elastic
from tests.search.press import opened
url, username, password, index, folder = sys.argv[1:]
with opened(Path(folder)) as storage:
    engine = open_elastic(ElasticSettings(url, username, password, index=index))
    engine.position()
    print("ready", flush=True)
    search.follower.catch_up(storage, engine)
"""


def test_followers_killed_at_any_instant_leave_an_index_that_agrees(
    storage: Storage, elastic: ElasticEngine, elastic_settings: ElasticSettings, tmp_path: Path
) -> None:
    add(storage, *map(article, range(200)))
    one = elastic_settings
    words = [one.url, one.username, one.password, one.index, str(tmp_path)]
    instants = random.Random(4)
    for _ in range(2):
        child = subprocess.Popen([sys.executable, "-c", FOLLOW, *words], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(instants.random() * 0.4)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        now = status(storage, elastic, verify=True)
        assert now.comparison is not None
        assert (now.comparison.missing, now.comparison.stale) == ((), ()), "all up to its place is there"
    catch_up(storage, elastic)
    assert is_equal(storage, elastic)


def test_the_server_killed_in_the_middle_of_a_write_loses_nothing(
    storage: Storage, elasticsearch: ElasticServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    if elasticsearch.folder is None:
        pytest.skip("a server that is not ours is not killed")
    monkeypatch.setattr("search.follower.BATCH", 50)
    settings = settings_of(elasticsearch, "thu-bi-giet")
    add(storage, *map(article, range(400)))
    with proxy(elasticsearch.url) as between:
        engine = impatient(replace(settings, url=f"http://127.0.0.1:{between.port}"))
        writes = iter(range(1, 100))

        def kill_soon(_method: str, path: str) -> None:
            if "_bulk" in path and next(writes) == 5:
                threading.Timer(0.02, elasticsearch.kill).start()

        between.rule = kill_soon
        with pytest.raises(IndexUnavailable):
            catch_up(storage, engine)
        assert not behind(storage, engine).is_answering
        elasticsearch.start()
        assert 0 < behind(storage, engine).articles < 400, "it goes on where it was"
        catch_up(storage, engine)
        assert is_equal(storage, engine)
        engine.close()
    sweep(settings)


def test_verify_says_what_differs(storage: Storage, elastic: ElasticEngine) -> None:
    _, two, three = add(storage, article(1), article(2), article(3))
    catch_up(storage, elastic)
    state = elastic.generations.current()
    assert state is not None
    with storage.read() as work:
        (kept,) = documents_of(work, [three])
    elastic.put([IndexedDocument(kept, 77), IndexedDocument(replace(kept, id=99), 78)])
    client = elastic.server._writing
    client.delete(index=state.generation.partition("2026q4"), id=str(two), refresh=True)
    now = status(storage, elastic, verify=True)
    assert now.comparison is not None
    assert astuple(now.comparison)[:3] == ((two,), (three,), (99,))
    assert not now.is_sound
    assert "index rebuild" in now.lines()[-1]
