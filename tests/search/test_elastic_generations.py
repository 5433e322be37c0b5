"""Generations and partitions: built beside, switched in one step, never answering with less than before."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.settings import ElasticSettings
from nlp.query import Query, parse
from search import elastic as elastic_module
from search import elastic_generations
from search.elastic import ElasticEngine, open_elastic
from search.elastic_names import partition_of
from search.engine import Engine, IndexedDocument, IndexUnavailable
from search.follower import catch_up, rebuild
from storage import Storage
from tests.search.press import add, article, opened
from tests.search.test_elastic_failures import is_equal
from tests.search.test_engines import sample


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    with opened(tmp_path) as storage:
        yield storage


def found(engine: Engine, query: str) -> list[int]:
    return [hit.article_id for hit in engine.find(parse(query), limit=1000).hits]


def indices(engine: ElasticEngine) -> list[str]:
    return sorted(engine.server.indices([f"{engine.generations.prefix}-*"]))


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        (datetime(2026, 12, 31, 16, 59, tzinfo=UTC), "2026q4"),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), "2027q1"),
        (datetime(2019, 12, 31, 16, tzinfo=UTC), "earlier"),
    ],
)
def test_a_partition_is_a_quarter_of_local_first_seen_time(moment: datetime, name: str) -> None:
    assert partition_of(moment) == name


def test_articles_stand_in_the_partition_in_which_they_were_first_seen(elastic: ElasticEngine) -> None:
    documents = sample(4)
    for number, days in enumerate((0, 100, 400, 3000)):
        seen = documents[number].document.sort_at - timedelta(days=days)
        documents[number] = replace(documents[number], document=replace(documents[number].document, first_seen_at=seen))
    elastic.put(documents)
    assert [name.rpartition("-")[2] for name in indices(elastic)] == [
        "journal",
        "2025q3",
        "2026q3",
        "2026q4",
        "earlier",
    ]
    # Two addresses turn out to be one article, seen earlier than was thought.
    earlier = replace(documents[0].document, first_seen_at=documents[3].document.first_seen_at)
    elastic.put([IndexedDocument(earlier, 7)])
    assert elastic.versions(0, 10) == [(1, 7), (2, 1), (3, 1), (4, 1)]


def test_a_rebuild_switches_without_a_moment_of_absence(
    storage: Storage, elastic: ElasticEngine, elastic_settings: ElasticSettings
) -> None:
    ids = add(storage, *map(article, range(40)))
    catch_up(storage, elastic)
    before = indices(elastic)
    reader, stop, wrong = open_elastic(elastic_settings), threading.Event(), list[list[int]]()

    def read() -> None:
        while not stop.is_set():
            if (seen := found(reader, "cau")) != ids:
                wrong.append(seen)

    thread = threading.Thread(target=read)
    thread.start()
    assert rebuild(storage, elastic) == 40
    stop.set()
    thread.join()
    assert wrong == []
    assert found(reader, "cau") == ids
    assert not set(before) & set(indices(elastic)), "the old generation is gone"
    assert is_equal(storage, elastic)
    reader.close()


def test_another_mapping_is_a_new_generation_and_the_old_one_answers_meanwhile(
    storage: Storage, elastic: ElasticEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = add(storage, article(1))
    catch_up(storage, elastic)
    monkeypatch.setattr(elastic_generations, "FORMAT", elastic_generations.FORMAT + 1)
    monkeypatch.setattr(elastic_module, "FORMAT", elastic_generations.FORMAT)
    journal = {**elastic_generations.JOURNAL_BODY["mappings"], "_meta": {"format": elastic_generations.FORMAT}}
    monkeypatch.setitem(elastic_generations.JOURNAL_BODY, "mappings", journal)
    assert elastic.is_outdated()
    assert found(elastic, "cau") == ids
    catch_up(storage, elastic)
    assert not elastic.is_outdated()
    assert found(elastic, "cau") == ids
    assert all(name.startswith(f"{elastic.generations.prefix}-000002") for name in indices(elastic))


def test_a_follower_that_was_overtaken_by_a_rebuild_writes_nothing(storage: Storage, elastic: ElasticEngine) -> None:
    add(storage, article(1))
    catch_up(storage, elastic)
    state = elastic.generations.begin()
    rebuild(storage, elastic)
    with pytest.raises(IndexUnavailable):
        elastic.generations.add_partitions(state, ["2031q1"], is_current=True)
    assert elastic.count() == 1
    assert is_equal(storage, elastic)


def test_many_hits_are_read_from_one_moment(elastic: ElasticEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elastic_module, "_PAGE", 10)
    elastic.put(sample(45))
    page, asked = elastic._page, list[int]()

    def then_something_comes(body: dict[str, object], size: int, below: int) -> list[int]:
        asked.append(size)
        assert "pit" in body
        found = page(body, size, below)
        late = sample(50)[45:]
        elastic.put(late)
        return found

    monkeypatch.setattr(elastic, "_page", then_something_comes)
    hits = elastic.find(parse("cau"), limit=100)
    assert sorted(hit.article_id for hit in hits.hits) == list(range(1, 46))
    assert hits.next is None
    assert asked == [10] * 5


def test_before_anything_was_written_it_answers_with_nothing(elastic: ElasticEngine) -> None:
    assert elastic.find(Query()).hits == ()
    assert elastic.find(Query(), limit=20_000).hits == ()
    assert elastic.find(Query(), sort="rank").hits == ()
    assert elastic.facets(Query()).total == elastic.count() == elastic.position() == 0
    assert indices(elastic) == []
