from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from news.analysis import Override, OverrideField
from news.digest import Digest, Period
from news.source import Health
from news.story import Edge, EdgeKind, FactKind, StoryFact
from reports import json
from reports.gather import Office, make_digest
from storage import Storage, open_storage
from storage.editions import Edition
from storage.groupings import MemberRow
from tests.reports import samples
from tests.reports.samples import ARTICLES, DAY, MADE_AT, PROVINCE, SOURCES, moment

OFFICE = Office(PROVINCE, "tỉnh Ninh Bình", "VĂN PHÒNG")


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    """The fictional morning as the pipeline leaves it: articles, analyses, stories, one round with its readings."""
    store = open_storage(f"sqlite:///{tmp_path}/diembao.db", clock=lambda: MADE_AT)
    with store.begin() as work:
        ids = {
            one.id: work.articles.add(one.stored.article, first_seen_at=one.stored.first_seen_at).id for one in ARTICLES
        }
        work.analyses.add_many([(ids[one.id], 1, one.analysis) for one in ARTICLES])
        rows = [(one, one.membership) for one in ARTICLES if one.membership]
        work.stories.put(
            [
                MemberRow(ids[one.id], 1, place.story, ids.get(place.reprint_of or 0), b"", one.stored.sort_time)
                for one, place in rows
            ],
            [Edge(ids[5], ids[6], EdgeKind.EVENT, 0.6)],
        )
        number = work.rounds.start(moment("21 06:30"))
        work.rounds.finish(number, moment("22 06:20"), {})
        work.sources.add_reading(
            number, "thoi-luan", "https://thoi-luan.example/rss", moment("22 06:00"), Health.OK, "", 9, 3
        )
    yield store
    store.close()


def _digest(storage: Storage) -> Digest:
    with storage.read() as work:
        return make_digest(work, OFFICE, SOURCES.values(), DAY, made_at=MADE_AT)


def _key(storage: Storage, place: int) -> int:
    with storage.read() as work:
        found = work.articles.find(ARTICLES[place].stored.article.url)
    assert found is not None
    return found.id


def test_storage_gives_the_digest_that_the_values_give(storage: Storage) -> None:
    stored, direct = _digest(storage), samples.digest()
    for name in ("stories", "foreign", "sport"):
        assert [entry.title for entry in getattr(stored, name)] == [entry.title for entry in getattr(direct, name)]
        assert [entry.sentences for entry in getattr(stored, name)] == [
            entry.sentences for entry in getattr(direct, name)
        ]
    assert stored.totals == direct.totals
    assert stored.coverage.articles_read == len([one for one in ARTICLES if one.stored.first_seen_at in stored.window])
    assert (stored.coverage.sources_read, stored.coverage.older_articles) == (1, 1)


def test_the_same_storage_gives_the_same_json(storage: Storage) -> None:
    assert json.render(_digest(storage)) == json.render(_digest(storage))


def test_what_a_person_says_changes_the_next_digest(storage: Storage) -> None:
    weather = _key(storage, 15)
    with storage.begin() as work:
        work.overrides.add(Override(PROVINCE, weather, OverrideField.RELEVANCE, "about", "can-bo-1", MADE_AT))
        work.stories.add_fact(
            StoryFact(PROVINCE, FactKind.MUST_LINK, _key(storage, 4), _key(storage, 7), "can-bo-1", MADE_AT)
        )
    stories = _digest(storage).stories
    assert "Thời tiết các tỉnh phía Bắc" in [entry.title for entry in stories]
    joined = next(entry for entry in stories if len(entry.outlets) == 3 and entry.leading.source == "tin-24")
    assert {outlet.source for outlet in joined.outlets} == {"tin-24", "bao-nganh", "nhat-trinh"}


def test_the_window_begins_where_the_last_edition_of_an_earlier_day_ended(storage: Storage) -> None:
    def sign(day: int, end: str) -> None:
        window = replace(samples.WINDOW, begin=moment("18 06:30"), end=moment(end))
        edition = Edition(PROVINCE, Period.DAY, DAY.replace(day=day), 1, window, b"{}", "bien-tap-1", MADE_AT, "")
        with storage.begin() as work:
            work.editions.add(edition)

    sign(19, "19 06:30")
    assert _digest(storage).window.begin == moment("19 06:30")
    sign(22, "22 06:30")
    sign(23, "23 06:30")
    assert _digest(storage).window.begin == moment("19 06:30")


def test_an_article_changed_after_its_analysis_does_not_vanish(storage: Storage) -> None:
    article = ARTICLES[6].stored.article
    with storage.begin() as work:
        work.articles.add(replace(article, title=article.title + " (cập nhật)"), first_seen_at=MADE_AT)
    assert any("(cập nhật)" in entry.title for entry in _digest(storage).stories)


def test_articles_of_an_outlet_that_left_the_list_stay(storage: Storage) -> None:
    with storage.read() as work:
        digest = make_digest(work, OFFICE, (), DAY, made_at=MADE_AT)
    assert "thoi-luan.example" in {outlet.name for entry in digest.stories for outlet in entry.outlets}
