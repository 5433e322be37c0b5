"""Promises on what models and people say of articles."""

from __future__ import annotations

from datetime import timedelta

import pytest

from news.analysis import Override, OverrideField, Relevance
from news.errors import UnknownId
from news.times import Window
from storage import Storage
from tests.storage.samples import NOW, add_pages, analysis, contents, page, published

DAY = Window(NOW - timedelta(hours=1), NOW + timedelta(hours=1))


def test_gives_back_what_models_said(storage: Storage) -> None:
    (key,) = add_pages(storage, 1)
    with storage.begin() as work:
        work.analyses.add_many([(key, 1, analysis())])
        assert work.analyses.get(key) == analysis()
        assert work.analyses.list([key, 99]) == {key: analysis()}


def test_pending_until_these_models_read_the_newest_version(storage: Storage) -> None:
    (key,) = add_pages(storage, 1)
    with storage.begin() as work:
        assert [one.id for one in work.articles.pending_analysis("m1", 9)] == [key]
        work.analyses.add_many([(key, 1, analysis("m1"))])
        assert work.articles.pending_analysis("m1", 9) == []
        assert [one.id for one in work.articles.pending_analysis("m2", 9)] == [key]
        work.articles.add(page(0, "Tiêu đề mới"), first_seen_at=NOW)
        assert [one.version for one in work.articles.pending_analysis("m1", 9)] == [2]


def test_pending_newest_first_across_models(storage: Storage) -> None:
    with storage.begin() as work:
        times = [NOW - timedelta(hours=hours) for hours in range(4)]
        added = work.articles.add_many([(page(k, published=published(at)), NOW) for k, at in enumerate(times)])
        ids = [one.id for one in added]
        work.analyses.add_many([(ids[0], 1, analysis("m1")), (ids[2], 1, analysis("m2"))])
        assert [one.id for one in work.articles.pending_analysis("m3", 9)] == ids
        assert [one.id for one in work.articles.pending_analysis("m3", 2)] == ids[:2]
        assert [one.id for one in work.articles.pending_analysis("m1", 9)] == ids[1:]


def test_same_reading_again_changes_nothing(storage: Storage) -> None:
    (key,) = add_pages(storage, 1)
    with storage.begin() as work:
        work.analyses.add_many([(key, 1, analysis())])
    before = contents(storage)
    with storage.begin() as work:
        work.analyses.add_many([(key, 1, analysis())])
    assert {name for name, rows in contents(storage).items() if rows != before[name]} <= {"change"}


def test_new_models_add_and_the_last_word_counts(storage: Storage) -> None:
    (key,) = add_pages(storage, 1)
    with storage.begin() as work:
        for models, label in (("m1", Relevance.ABOUT), ("m2", Relevance.PASSING), ("m1", Relevance.ABOUT)):
            work.analyses.add_many([(key, 1, analysis(models, label))])
        assert work.analyses.get(key).models == "m1"
    assert len(contents(storage)["analysis"]) == 2


def test_late_reading_of_an_older_version_does_not_count(storage: Storage) -> None:
    (key,) = add_pages(storage, 1)
    with storage.begin() as work:
        work.articles.add(page(0, "Tiêu đề mới"), first_seen_at=NOW)
        work.analyses.add_many([(key, 1, analysis())])
        assert work.articles.first_seen_in(DAY, "ninh-binh") == []
        with pytest.raises(UnknownId):
            work.analyses.get(key)


def test_relevance_is_rewritten_and_none_is_no_row(storage: Storage) -> None:
    (key,) = add_pages(storage, 1)
    with storage.begin() as work:
        work.analyses.add_many([(key, 1, analysis("m1"))])
        assert work.articles.first_seen_in(DAY, "ninh-binh") == [key]
        work.analyses.add_many([(key, 1, analysis("m2", Relevance.NONE))])
        assert work.articles.first_seen_in(DAY, "ninh-binh") == []
    assert contents(storage)["relevance"] == []


def test_words_of_people_are_kept_apart_newest_first(storage: Storage) -> None:
    (key,) = add_pages(storage, 1)
    words = [
        Override("ninh-binh", key, OverrideField.TONE, value, "p1", NOW + timedelta(hours=place))
        for place, value in enumerate(("neg", "pos"))
    ]
    with storage.begin() as work:
        for word in [*words, *words]:
            work.overrides.add(word)
        work.analyses.add_many([(key, 1, analysis("m9"))])
        assert work.overrides.list("ninh-binh", [key]) == {key: words[::-1]}
        assert work.overrides.list("ha-noi", [key]) == {}
        with pytest.raises(UnknownId):
            work.overrides.add(Override("ninh-binh", 99, OverrideField.TONE, "neg", "p1", NOW))
