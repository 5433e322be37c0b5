"""Articles in any order and any batches come into the same stories, and ids last through redirects."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jobs.grouping import Arrival, Grouper
from jobs.sample.press import articles
from news.article import Article, Origin
from news.times import Precision, Published
from nlp.stories import signature_of, story_id
from storage import Storage
from tests.fakes import FakeClock, new_storage

MONDAY = datetime(2026, 11, 16, 1, tzinfo=UTC)


def written() -> list[Article]:
    """The Vietnamese articles of the sample press, in the order of its files."""
    return [
        Article(
            url=f"https://{one.outlet}.vn/{one.slug}.htm",
            source=one.outlet,
            title=one.title,
            lead=one.lead,
            text="\n".join(one.paragraphs),
            published=Published(
                MONDAY + timedelta(days=one.slot.day, hours=one.slot.time.hour, minutes=one.slot.time.minute),
                Precision.MINUTE,
            ),
            origin=Origin.PAGE,
        )
        for one in articles()
        if one.language == "vi"
    ]


def group(storage: Storage, batches: Sequence[Sequence[Article]], *, restart_after: int = 0) -> None:
    grouper = Grouper()
    for number, batch in enumerate(batches):
        if number and number == restart_after:
            grouper = Grouper()
        with storage.begin() as work:
            stored = work.articles.add_many((one, MONDAY + timedelta(days=9)) for one in batch)
            arrivals = [
                Arrival(one, signature_of(one.article.title, one.article.body))
                for one in work.articles.list(one.id for one in stored)
            ]
            grouper.group(work, arrivals)


def stories(storage: Storage) -> dict[str, tuple[str, str | None]]:
    """Address → its story and the address it repeats."""
    with storage.read() as work:
        ids = range(1, work.articles.count() + 1)
        urls = {one.id: one.article.url for one in work.articles.list(ids)}
        return {
            urls[key]: (place.story, None if place.reprint_of is None else urls[place.reprint_of])
            for key, place in work.stories.story_of(urls).items()
        }


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str | None]]:
    storage = new_storage(tmp_path_factory.mktemp("at_once"), FakeClock())
    group(storage, [written()])
    found = stories(storage)
    storage.close()
    return found


@pytest.mark.parametrize("seed", range(4))
def test_no_order_of_arrival_changes_a_story(
    tmp_path: Path, at_once: dict[str, tuple[str, str | None]], seed: int
) -> None:
    chance = random.Random(seed)
    arriving = written()
    chance.shuffle(arriving)
    size = (1, 3, 17, 60)[seed]
    storage = new_storage(tmp_path, FakeClock())
    group(storage, [arriving[at : at + size] for at in range(0, len(arriving), size)], restart_after=2)
    assert stories(storage) == at_once
    storage.close()


def test_former_ids_lead_to_where_their_founder_stands_now(storage: Storage) -> None:
    newest_first = sorted(written(), key=lambda one: str(one.published.at), reverse=True)
    seen: set[str] = set()
    grouper = Grouper()
    for one in newest_first:
        with storage.begin() as work:
            (stored,) = work.articles.add_many([(one, MONDAY + timedelta(days=9))])
            (full,) = work.articles.list([stored.id])
            grouper.group(work, [Arrival(full, signature_of(full.article.title, full.article.body))])
            seen.add(work.stories.story_of([stored.id])[stored.id].story)
    final = stories(storage)
    founded = {story_id(url): story for url, (story, _) in final.items()}
    with storage.read() as work:
        for story in seen:
            assert work.stories.resolve(story) == founded[story]


def test_an_article_told_anew_leaves_its_former_story(storage: Storage) -> None:
    pair = [one for one in written() if "Tam Điệp" in one.title or "quốc lộ 1" in one.title][:2]
    group(storage, [pair])
    changed = Article(
        **{
            **{name: getattr(pair[0], name) for name in Article.__dataclass_fields__},
            "title": "Hội thi nấu cỗ xuân ở đình làng",
            "lead": "Bảy thôn mang mâm cỗ đến dự thi sáng mùng bốn.",
            "text": "Mỗi mâm có mười món, bày trên lá chuối, chấm bởi các cụ cao tuổi trong làng.",
        }
    )
    group(storage, [[changed]])
    found = stories(storage)
    assert found[pair[0].url][0] != found[pair[1].url][0]
