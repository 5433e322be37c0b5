"""Elasticsearch is configured and does not answer: the office works on, the page says so and uses what it has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jobs.desks.search import SearchDesk
from jobs.wiring import Office, open_office
from news.errors import SearchError
from search.engine import Facet
from search.makeshift import REACH, Makeshift
from tests.jobs.office import run, write_office
from tests.search.press import add, article


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIEMBAO_ELASTICSEARCH_URL", "http://127.0.0.1:1")
    return write_office(tmp_path / "office", (), {})


@pytest.fixture
def office(folder: Path) -> Iterator[Office]:
    with open_office(folder) as office:
        yield office


def test_articles_are_read_and_wait_for_the_index(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    add(office.storage, *map(article, range(5)))
    assert office.advance.run().analysed == 5
    with office.storage.read() as work:
        assert work.changes.waiting(0)[0] == 5
    assert "không nối được tới máy chủ tìm kiếm" in caplog.text


def test_the_page_uses_the_newest_of_storage_and_says_how_far_search_is_behind(office: Office) -> None:
    add(office.storage, *map(article, range(5)), article(9, title="Chợ quê"))
    desk = SearchDesk(office)
    first = desk.find("cau moi", ranked=False, after=None, limit=3)
    rest = desk.find("cau moi", ranked=False, after=first.after, limit=3)
    assert (first.behind, first.makeshift) == (6, REACH)
    assert first.behind_since is not None
    assert len(first.hits + rest.hits) == 5
    assert rest.after is None
    assert desk.find("chợ", ranked=True, after=None, limit=3).hits[0].title[0] == ("Chợ", True)
    assert desk.spread("cầu").total == 6


def test_what_storage_says_in_its_place_pages_like_an_index(office: Office) -> None:
    from nlp.query import parse

    add(office.storage, *map(article, range(7)))
    makeshift, seen = Makeshift(office.storage), list[int]()
    before = None
    while True:
        page = makeshift.find(parse("cầu"), sort="rank", limit=3, before=before)
        seen += [hit.article_id for hit in page.hits]
        if (before := page.next) is None:
            break
    assert sorted(seen) == list(range(1, 8))
    counts = makeshift.facets(parse("cầu"), [Facet.SOURCE, Facet.DAY]).counts
    assert sum(counts[Facet.SOURCE].values()) == sum(counts[Facet.DAY].values()) == 7


def test_the_command_line_says_that_it_cannot_search(folder: Path) -> None:
    ended = run("search", "cầu", "--config", folder)
    assert ended.returncode == 1
    assert "Chưa dùng được chỉ mục tìm kiếm (không nối được tới máy chủ tìm kiếm)" in ended.stderr


def test_a_failing_index_is_an_error_of_search_alone(office: Office) -> None:
    with pytest.raises(SearchError):
        office.engine.count()
