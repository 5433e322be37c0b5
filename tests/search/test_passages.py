"""Passages are found alike by both engines, and while the server is away, by the one in memory."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.settings import ElasticSettings
from news.evidence import Evidence, EvidenceKind, Passage
from search.elastic_passages import ElasticPassages, open_passages
from search.elastic_server import Server
from search.engine import IndexUnavailable
from search.passages import FoundPassage, MemoryPassages, Sheltered
from storage import Storage
from tests.fakes import FakeClock, new_storage

_provinces = (f"tinh-{number}" for number in itertools.count(1))

#: Few words, so that texts share them, and texts of the same words, so that there are ties.
WORDS = "cầu cau Cầu đường đê lũ 2026 1.200 ca bệnh sở y tế xác nhận không có Ninh Bình 中国 dự án"
words = st.sampled_from(WORDS.split())
passages = st.lists(words, min_size=1, max_size=60).map(" ".join)
libraries = st.lists(st.lists(passages, min_size=1, max_size=8), min_size=1, max_size=10)


def add(storage: Storage, province: str, texts: Sequence[str]) -> int:
    with storage.begin() as work:
        number = work.evidence.newest(province)
        made = Evidence(EvidenceKind.DOCUMENT, "Sở Mẫu", "Văn bản", " ".join(texts), f"{number}-{hash(tuple(texts))}")
        return work.evidence.add(province, made, texts, "lan")


def both(storage: Storage, settings_: ElasticSettings, province: str) -> tuple[MemoryPassages, ElasticPassages]:
    pair = MemoryPassages(storage, province), open_passages(settings_, storage, province)
    for one in pair:
        one.catch_up()
    return pair


def same(ours: Sequence[FoundPassage], theirs: Sequence[FoundPassage]) -> None:
    """The same passages with the same scores; those whose scores differ by rounding only may stand either way."""
    assert [one.score for one in ours] == pytest.approx([one.score for one in theirs])
    rounded = [
        sorted((round(-f.score, 6), f.passage.evidence_id, f.passage.number) for f in side) for side in (ours, theirs)
    ]
    assert rounded[0] == rounded[1]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(library=libraries, questions=st.lists(passages, min_size=1, max_size=4), limit=st.integers(1, 12))
def test_both_engines_find_the_same(
    storage: Storage, elastic_settings: ElasticSettings, library: list[list[str]], questions: list[str], limit: int
) -> None:
    province = next(_provinces)
    half = len(library) // 2
    for texts in library[:half]:
        add(storage, province, texts)
    memory, elastic = both(storage, elastic_settings, province)
    for texts in library[half:]:
        add(storage, province, texts)
    assert elastic.catch_up() == memory.catch_up()
    for question in questions:
        same(memory.find(question, limit), elastic.find(question, limit))


def test_the_best_are_found_behind_many_candidates_that_were_scored_too_high(
    storage: Storage, elastic_settings: ElasticSettings
) -> None:
    # Elasticsearch takes 41 to 43 terms for 40: a long text seems as near as a short one, and comes earlier.
    texts = [" ".join(["lũ", *(f"w{n}x{m}" for m in range(40 + n % 12))]) for n in range(700)]
    add(storage, "ninh-binh", texts)
    memory, elastic = both(storage, elastic_settings, "ninh-binh")
    with_rest = [" ".join(["lũ", "đê", *(f"v{m}" for m in range(20))])]
    add(storage, "ninh-binh", with_rest)
    memory.catch_up()
    elastic.catch_up()
    for question in ("lũ", "lũ đê", "w3x1 lũ", "w699x2"):
        same(memory.find(question, 6), elastic.find(question, 6))


def test_a_province_finds_its_own_library_only(storage: Storage, elastic_settings: ElasticSettings) -> None:
    add(storage, "ninh-binh", ["Cầu Bến Mẫu thông xe"])
    add(storage, "ha-nam", ["Cầu Bến Mẫu chưa thông xe"])
    for province, text in (("ninh-binh", "Cầu Bến Mẫu thông xe"), ("ha-nam", "Cầu Bến Mẫu chưa thông xe")):
        _, elastic = both(storage, elastic_settings, province)
        assert [one.passage.text for one in elastic.find("cau ben mau")] == [text]


def test_an_empty_library_and_a_question_without_words_find_nothing(
    storage: Storage, elastic_settings: ElasticSettings
) -> None:
    _, elastic = both(storage, elastic_settings, "ninh-binh")
    assert elastic.find("cầu") == ()
    add(storage, "ninh-binh", ["Cầu Bến Mẫu"])
    assert elastic.catch_up() == 1
    assert elastic.catch_up() == 0
    assert elastic.find("…") == elastic.find("không trùng gì cả") == ()
    assert len(elastic.find("cầu")) == 1


def test_what_was_written_twice_or_half_is_there_once(storage: Storage, elastic_settings: ElasticSettings) -> None:
    key = add(storage, "ninh-binh", ["Cầu Bến Mẫu", "Đê Bến Mẫu"])
    killed = open_passages(elastic_settings, storage, "ninh-binh")
    killed._prepare()
    killed._server.write(killed._actions([Passage(key, 0, "Cầu Bến Mẫu")]))  # and no further
    memory, elastic = both(storage, elastic_settings, "ninh-binh")
    other = open_passages(elastic_settings, storage, "ninh-binh")
    assert other.catch_up() == 0
    for one in (elastic, other):
        same(memory.find("bến mẫu cầu"), one.find("bến mẫu cầu"))


def test_a_lost_index_and_one_of_another_past_are_filled_anew(
    tmp_path: Path, clock: FakeClock, storage: Storage, elastic_settings: ElasticSettings
) -> None:
    add(storage, "ninh-binh", ["Cầu Bến Mẫu"])
    add(storage, "ninh-binh", ["Đê Bến Mẫu"])
    _, elastic = both(storage, elastic_settings, "ninh-binh")
    server = Server(elastic_settings)
    server.delete([elastic._index])
    server.close()
    assert elastic.find("cầu") == ()
    assert elastic.catch_up() == 2
    (tmp_path / "truoc").mkdir()
    restored = new_storage(tmp_path / "truoc", clock)
    add(restored, "ninh-binh", ["Hồ Bến Mẫu"])
    past = open_passages(elastic_settings, restored, "ninh-binh")
    assert past.catch_up() == 1, "the store was restored to when the library was smaller"
    add(restored, "ninh-binh", ["Kè Bến Mẫu"])
    past.catch_up()
    assert {one.passage.text for one in past.find("bến mẫu")} == {"Hồ Bến Mẫu", "Kè Bến Mẫu"}
    assert elastic.catch_up() == 2, "the same ids, other documents"
    assert {one.passage.text for one in elastic.find("bến mẫu")} == {"Cầu Bến Mẫu", "Đê Bến Mẫu"}
    restored.close()


@pytest.fixture
def away(elastic_settings: ElasticSettings) -> ElasticSettings:
    return replace(elastic_settings, url="http://127.0.0.1:1")


def test_while_the_server_is_away_the_memory_answers(
    storage: Storage, elastic_settings: ElasticSettings, away: ElasticSettings
) -> None:
    add(storage, "ninh-binh", ["Cầu Bến Mẫu"])
    gone = open_passages(away, storage, "ninh-binh")
    with pytest.raises(IndexUnavailable):
        gone.catch_up()
    sheltered = Sheltered(gone, MemoryPassages(storage, "ninh-binh"), rest=3600)
    assert sheltered.catch_up() == 1
    assert len(sheltered.find("cầu")) == 1
    # It goes away between two questions: what was added meanwhile is found all the same.
    server = open_passages(elastic_settings, storage, "ninh-binh")
    late = Sheltered(server, MemoryPassages(storage, "ninh-binh"), rest=0)
    late.catch_up()
    server._server = gone._server
    assert len(late.find("cầu")) == 1
