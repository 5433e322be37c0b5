"""Promises on the effect of a correction: counted by day, before and after, and no finer than it may be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from factcheck.effect import effect_of
from news.claims import Correction
from news.coarse import coarse, coarse_vi
from storage import Storage
from storage.sightings import Count, Sighting
from tests.factcheck.samples import NOW, publish
from tests.fakes import FakeClock


@pytest.fixture
def correction(storage: Storage, clock: FakeClock) -> Correction:
    return publish(storage, clock)[1]


def sighting(article: int, hours: float, source: str = "bao-a") -> Sighting:
    return Sighting(1, article, source, 1, 0, 9, NOW + timedelta(hours=hours))


def test_articles_are_counted_before_and_after_with_the_hours_it_took(correction: Correction) -> None:
    seen = [sighting(1, -30), sighting(2, -2, "bao-b"), sighting(3, 5, "bao-b")]
    effect = effect_of(correction, seen, {NOW.date(): 0}, [], [2, 3], NOW.date() + timedelta(days=2))
    assert (effect.before, effect.after, effect.hours) == (2, 1, 30.0)
    assert (effect.corrected, effect.still) == (("bao-a",), ("bao-b",))
    assert [(day.day.day, day.articles, day.tips) for day in effect.days] == [
        (19, 1, None),
        (20, 2, 0),
    ]


def test_platforms_are_summed_by_day(correction: Correction) -> None:
    counts = [Count(1, "youtube", NOW, 5), Count(1, "youtube", NOW + timedelta(hours=1), 0), Count(1, "x", NOW, 10)]
    (day,) = effect_of(correction, [], {}, counts, [], NOW.date()).days
    assert day.platforms == {"youtube": 5, "x": 10}


def test_a_claim_first_seen_after_its_correction_took_no_hours(correction: Correction) -> None:
    assert effect_of(correction, [sighting(1, 3)], {}, [], [1], NOW.date()).hours is None


@given(st.integers(0, 5_000_000))
def test_counts_are_coarse_and_near(count: int) -> None:
    told = coarse(count)
    assert told == 0 if count < 5 else told >= 5
    assert coarse(told) == told
    if count >= 5:
        assert abs(told - count) <= max(2.5, count * 0.06)
        assert str(told).rstrip("0") == str(told).rstrip("0")[:2]


@pytest.mark.parametrize(("count", "words"), [(0, "dưới 5"), (5, "khoảng 5"), (12_000, "khoảng 12.000")])
def test_counts_are_said_in_words(count: int, words: str) -> None:
    assert coarse_vi(count) == words


def test_the_table_takes_coarse_counts_of_full_hours_only(storage: Storage, correction: Correction) -> None:
    with storage.begin() as work:
        work.sightings.add_count(correction.claim_id, "youtube", NOW, 1_234)
        assert work.sightings.counts(correction.claim_id)[0].count == 1_200
        with pytest.raises(ValueError):
            work.sightings.add_count(correction.claim_id, "youtube", NOW + timedelta(minutes=5), 7)
    for fine in (1, 4):
        with storage.begin() as work, pytest.raises(IntegrityError):
            work.sightings._connection.exec_driver_sql(f"UPDATE claim_count SET count = {fine}")


def test_tip_counts_by_day_replace_each_other(storage: Storage, correction: Correction) -> None:
    with storage.begin() as work:
        for count in (3, 47):
            work.sightings.add_tip_count(correction.claim_id, date(2026, 11, 20), count)
        assert work.sightings.tip_counts(correction.claim_id) == {date(2026, 11, 20): 45}
