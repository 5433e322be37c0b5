"""Discovery services point: a known outlet's page is read from the outlet, a stranger is listed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from urllib.parse import parse_qs, urlsplit

import pytest

from crawlers.discovery import bing_news, gdelt, google_news
from crawlers.discovery.service import NotUnderstood, filled
from news.source import Health, Source, SourceClass
from storage import Storage, open_storage
from storage.pointers import PointerState, Stranger
from tests.crawlers.outlets import RSS, article, publish, source
from tests.crawlers.run_round import NOON, Order, run
from tests.jobs.office import run as program
from tests.jobs.office import write_office
from tests.servers import Outlet, Press, says

NAMES = {"vi": ("Ninh Bình", "Nam Định"), "en": ("Ninh Binh",), "zh": ("宁平",)}
GDELT = "http://api.gdeltproject.org/api/v2/doc/doc?query={query}&mode=artlist&format=json"
GOOGLE = "http://news.google.com/rss/search?q={query}&hl=vi&gl=VN&ceid=VN:vi"


def _gdelt(*rows: tuple[str, str]) -> str:
    found = [
        {"url": url, "title": title, "seendate": "20261120T031500Z", "domain": urlsplit(url).hostname, "language": "x"}
        for url, title in rows
    ]
    return json.dumps({"articles": found})


def _google(*rows: tuple[str, str, str]) -> str:
    at = format_datetime(NOON - timedelta(hours=1))
    items = "".join(
        f"<item><title>{escape(title)} - {name}</title><link>https://news.google.com/rss/articles/CBMi{n}</link>"
        f'<pubDate>{at}</pubDate><source url="{site}">{name}</source></item>'
        for n, (title, name, site) in enumerate(rows)
    )
    return f'<rss version="2.0"><channel><title>"Ninh Bình" - Google News</title>{items}</channel></rss>'


@dataclass
class Scene:
    asked: dict[str, Outlet]
    states: dict[str, PointerState]
    strangers: tuple[Stranger, ...]
    urls: set[str]
    health: dict[str, Health]
    storage: Storage


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("discovery")
    with Press() as press:
        paper = press.outlet("bao.thu", "127.36.0.1")
        shut = press.outlet("kin.thu", "127.36.0.2")
        off = press.outlet("tat.thu", "127.36.0.3")
        service, search = (
            press.outlet("api.gdeltproject.org", "127.36.0.4"),
            press.outlet("news.google.com", "127.36.0.5"),
        )
        publish(paper, 2)
        paper.on("/an.htm", says(article("Bài không có trong nguồn tin", paper.url("/an.htm"))))
        shut.on("/robots.txt", says("User-agent: *\nDisallow: /\n", "text/plain"))
        service.on(
            "/api/v2/doc/doc",
            says(
                _gdelt(
                    (paper.url("/an.htm"), "Bài không có trong nguồn tin"),
                    (shut.url("/1.htm"), "Bài của báo không cho đọc"),
                    (off.url("/1.htm"), "Bài của nguồn đang tắt"),
                    ("http://la.example/1", "Tin lạ một"),
                    ("http://la.example/2", "Tin lạ hai"),
                    ("https://www.facebook.com/posts/1", "Một bài đăng"),
                ),
                "application/json",
            ),
        )
        search.on(
            "/rss/search",
            says(
                _google(
                    ("Bài số 0 của bao.thu", "Báo", "http://bao.thu"),
                    ("Bài chưa ai thấy", "Báo", "http://bao.thu"),
                    ("Tin lạ ba", "Báo Lạ", "https://la.example"),
                ),
                RSS,
            ),
        )
        order = Order(
            folder,
            (
                source("bao", paper),
                replace(source("kin", shut), feeds=(shut.url("/rss"),)),
                replace(source("tat", off), enabled=False),
                _service("gdelt", GDELT),
                _service("google", GOOGLE),
            ),
            press.hosts,
            names=NAMES,
        )
        run(order)
        again = run(replace(order, now=NOON + timedelta(minutes=30)))
        assert not [one for one in again.result.outcomes if one.source in ("gdelt", "google")], "once an hour"
        storage = open_storage(order.database, clock=lambda: NOON)
        with storage.read() as work:
            states = {row.url: PointerState(row.state) for row in _rows(storage)}
            urls = {one.article.url for one in work.articles.list(row.article_id for row in work.changes.since(0, 99))}
            health = {state.source: state.health for state in work.sources.list()}
            strangers = tuple(work.pointers.strangers())
        asked = {"paper": paper, "shut": shut, "off": off, "service": service, "search": search}
        yield Scene(asked, states, strangers, urls, health, storage)
        storage.close()


def _service(id_: str, template: str) -> Source:
    return Source(id_, id_, SourceClass.DISCOVERY, "US", ("vi",), "http://a.example", (template,))


def _rows(storage: Storage) -> list[object]:
    from sqlalchemy import select

    from storage.collection_tables import pointer

    with storage.read() as work:
        return list(work.pointers._connection.execute(select(pointer)))


def test_the_page_of_a_known_outlet_is_read_from_the_outlet(scene: Scene) -> None:
    (url,) = [url for url in scene.urls if url.endswith("/an.htm")]
    assert scene.states[url] is PointerState.FOUND
    assert [asked.path for asked in scene.asked["paper"].asked].count("/an.htm") == 1


def test_robots_txt_decides_and_then_there_is_no_article(scene: Scene) -> None:
    assert [asked.path for asked in scene.asked["shut"].asked] == ["/robots.txt"] * 2
    assert not [url for url in scene.urls if "kin.thu" in url]


def test_an_outlet_that_is_off_is_not_asked(scene: Scene) -> None:
    assert scene.asked["off"].asked == []


def test_a_pointer_that_hides_its_publisher_is_matched_with_the_outlets_own_article_and_never_followed(
    scene: Scene,
) -> None:
    assert scene.states["https://news.google.com/rss/articles/CBMi0"] is PointerState.FOUND
    assert scene.states["https://news.google.com/rss/articles/CBMi1"] is PointerState.MISSED
    assert {asked.path.partition("?")[0] for asked in scene.asked["search"].asked} == {"/robots.txt", "/rss/search"}


def test_strangers_are_listed_for_the_office_to_adopt(scene: Scene) -> None:
    (stranger,) = scene.strangers
    assert (stranger.host, stranger.pointers) == ("la.example", 3)
    with scene.storage.begin() as work:
        assert work.pointers.revive("la.example") == 3


def test_a_service_is_no_outlet_and_posts_do_not_enter_by_this_door(scene: Scene) -> None:
    assert not [url for url in scene.urls if "google" in url or "gdelt" in url or "facebook" in url]
    assert not [url for url in scene.states if "facebook" in url]
    assert scene.health["gdelt"] is scene.health["google"] is Health.OK


def test_the_question_names_the_province_in_the_language_of_the_edition() -> None:
    def question(template: str, service: object) -> str:
        (asked,) = parse_qs(urlsplit(filled(template, service, NAMES)).query)["query" if "query=" in template else "q"]  # type: ignore[arg-type]
        return asked

    assert question(GDELT, gdelt.SERVICE) == '"Ninh Binh"'
    assert question(GOOGLE, google_news.SERVICE) == '("Ninh Bình" OR "Nam Định") when:1d'
    assert question(GOOGLE.replace("hl=vi", "hl=zh-CN"), google_news.SERVICE) == '"宁平" when:1d'


@pytest.mark.parametrize(
    "body", [b"Please limit requests to one every 5 seconds.", b"[]", b'{"articles": 3}', b"[" * 99_999]
)
def test_a_sentence_in_the_place_of_json_is_said_to_be_one(body: bytes) -> None:
    with pytest.raises(NotUnderstood):
        gdelt.read(body, "https://api.gdeltproject.org/", NOON)


def test_nothing_found_is_no_error() -> None:
    assert gdelt.read(b"", "https://api.gdeltproject.org/", NOON) == ()


def test_bing_links_are_unwrapped() -> None:
    wrapped = "http://www.bing.com/news/apiclick.aspx?ref=FexRss&amp;url=https%3a%2f%2fbao.thu%2f1.htm&amp;c=1"
    body = f"<rss version='2.0'><channel><item><title>Tin</title><link>{wrapped}</link></item></channel></rss>"
    (hint,) = bing_news.read(body.encode(), "https://www.bing.com/news/search", datetime.now(UTC))
    assert (hint.link, hint.host) == ("https://bao.thu/1.htm", "bao.thu")


def test_sources_check_tries_a_service_as_a_service(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("check")
    with Press() as press:
        service = press.outlet("api.gdeltproject.org", "127.36.1.4")
        service.on("/api/v2/doc/doc", says(_gdelt(("http://la.example/1", "Tin lạ một")), "application/json"))
        office = write_office(
            folder / "office", [replace(_service("gdelt", GDELT), feeds=(), candidates=(GDELT,))], press.hosts
        )
        report = json.loads(program("sources", "check", "gdelt", "--json", "--config", office).stdout)
        listed = program("sources", "discovered", "--config", office).stdout
    assert [one["health"] for one in report["candidates"]] == ["ok"]
    assert "Chưa có tờ báo lạ nào" in listed
