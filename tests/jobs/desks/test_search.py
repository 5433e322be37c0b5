"""Search and the article's page on a real store: people's words count, looks at evidence are logged."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jobs.desks.articles import ArticlesDesk
from jobs.desks.search import SearchDesk
from jobs.wiring import Office
from news.analysis import OverrideField, Tone
from news.article import Article, Origin
from news.errors import QueryError, UnknownId
from search.engine import Facets
from search.follower import catch_up
from tests.jobs.desks.morning import HOA, LAN, OUTLETS, morning


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with morning(tmp_path / "province") as opened:
        yield opened


def acts(office: Office) -> list[tuple[str, str]]:
    with office.storage.read() as work:
        rows = work.audit._connection.exec_driver_sql("SELECT verb, noun FROM audit ORDER BY seq").fetchall()
    return [(verb, noun) for verb, noun in rows]


def test_hits_are_spread_over_facets_that_narrow_the_query(office: Office) -> None:
    desk = SearchDesk(office)
    spread = desk.spread("ninh bình")
    assert spread.total == 3
    source = next(facet for facet in spread.facets if facet.name == "Nguồn").values[0]
    assert source.name == OUTLETS[0].name
    assert len(desk.find(f"ninh bình {source.term}", ranked=False, after=None, limit=9).hits) == source.count
    for facet in spread.facets:
        for value in facet.values:
            found = desk.find(f"ninh bình {value.term}", ranked=False, after=None, limit=9)
            assert len(found.hits) == value.count, value


def test_a_person_s_word_is_what_lists_and_pages_show(office: Office) -> None:
    search, articles = SearchDesk(office), ArticlesDesk(office)
    key = search.find("cầu tạm", ranked=False, after=None, limit=1).hits[0].article_id
    articles.correct(LAN, key, OverrideField.TONE, "pos")
    assert articles.get(key).tone is Tone.POSITIVE
    rows = list(csv.reader(io.StringIO(search.export(LAN, "cầu tạm", "csv").decode("utf-8-sig"))))
    assert rows[1][5] == "tích cực"
    assert acts(office)[-2:] == [("correct_tone", "article"), ("export", "search")]
    with pytest.raises(ValueError, match="Tone"):
        articles.correct(LAN, key, OverrideField.TONE, "tệ")


def test_more_like_a_story_is_a_search_that_leaves_the_story_out(office: Office) -> None:
    search, articles = SearchDesk(office), ArticlesDesk(office)
    key = search.find("cầu tạm", ranked=False, after=None, limit=1).hits[0].article_id
    query = articles.like(key)
    assert query
    alike = [hit.article_id for hit in search.find(query, ranked=True, after=None, limit=9).hits]
    assert alike
    assert not {step.article_id for step in articles.get(key).story} & set(alike)
    with pytest.raises(UnknownId):
        articles.like(10**9)


def test_searches_are_kept_by_their_owner(office: Office) -> None:
    desk = SearchDesk(office)
    desk.save(LAN, "Cầu", "cầu")
    desk.save(LAN, "Cầu", '"cầu tạm"')
    (kept,) = desk.saved(LAN)
    assert kept.query == '"cầu tạm"'
    assert desk.saved(HOA) == []
    assert not desk.forget(HOA, kept.id)
    assert desk.forget(LAN, kept.id)
    with pytest.raises(QueryError):
        desk.save(LAN, "Hỏng", '"')


def test_an_article_shows_its_places_and_what_its_headline_was(office: Office) -> None:
    search, articles = SearchDesk(office), ArticlesDesk(office)
    key = search.find("cầu tạm", ranked=False, after=None, limit=1).hits[0].article_id
    before = articles.get(key)
    assert any(place for _, place in before.title)
    with office.storage.begin() as work:
        old = work.articles.get(key)
        new = Article(
            old.article.url, old.article.source, "Cầu tạm đã sửa", text=old.article.text,
            published=old.article.published, origin=Origin.PAGE,
        )  # fmt: skip
        work.articles.add(new, first_seen_at=old.first_seen_at)
    view = articles.get(key)
    assert "".join(text for text, _ in view.title) == "Cầu tạm đã sửa"
    assert view.changes[0].difference.is_title_changed
    assert view.story[0].article_id == key
    with pytest.raises(UnknownId):
        articles.snapshot(LAN, key, 1)
    with pytest.raises(UnknownId):
        articles.get(7_000)


def test_counts_are_kept_until_the_index_takes_something_new(office: Office) -> None:
    desk, asked = SearchDesk(office), []
    facets = office.engine.facets

    def counting(*given: Any) -> Facets:
        asked.append(given)
        return facets(*given)

    office.engine.facets = counting  # type: ignore[method-assign]
    before = desk.spread("cầu")
    assert desk.spread("cầu") == before
    assert len(asked) == 1
    with office.storage.begin() as work:
        work.articles.add(Article("https://song-mau.example/moi", "song-mau", "Cầu mới"), first_seen_at=office.clock())
    catch_up(office.storage, office.engine)
    assert desk.spread("cầu").total == before.total + 1
