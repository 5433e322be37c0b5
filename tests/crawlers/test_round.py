"""Rounds one after the other over a small press: what is kept, what is asked again, what survives a kill."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from crawlers.archive import read_page
from news.article import Origin
from news.source import Health
from news.times import Window
from storage import Storage, open_storage
from tests.crawlers.outlets import RSS, article, publish, rss, source
from tests.crawlers.run_round import NOON, Order, Ran, begin, run
from tests.servers import Asked, Outlet, Press, asks_to_wait, challenges, drips, redirects, remembers, says

FINAL = "http://con.pages.thu/%C4%91%E1%BA%BFn-n%C6%A1i"
LISTING = "<html><body>" + "".join(f'<h3><a href="/{n}.htm">Tin {n}</a></h3>' for n in range(40)) + "</body></html>"


@dataclass
class Scene:
    """Two rounds over the same press, an hour between them."""

    folder: Path
    outlets: dict[str, Outlet]
    first: Ran
    second: Ran
    before_second: dict[str, list[Asked]]
    storage: Storage

    def asked_second(self, id_: str) -> list[Asked]:
        return self.outlets[id_].asked[len(self.before_second[id_]) :]

    def page_state(self, url: str) -> tuple[str, str]:
        with sqlite3.connect(self.folder / "diembao.db") as database:
            row = database.execute("SELECT page, page_detail FROM entry WHERE url = ?", (url,)).fetchone()
        database.close()
        return row[0], row[1]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("rounds")
    with Press() as press:
        outlets = {id_: press.outlet(f"{id_}.thu", f"127.32.0.{n}") for n, id_ in enumerate(_NAMES, 1)}
        _first_day(outlets)
        sources = (
            *(source(id_, outlets[id_]) for id_ in _NAMES if id_ not in {"sub", "map"}),
            replace(source("map", outlets["map"]), feeds=(), sitemaps=(outlets["map"].url("/sitemap.xml"),)),
        )
        hosts = press.hosts | {"www.pages.thu": press.hosts["pages.thu"], "con.pages.thu": press.hosts["sub.thu"]}
        order = Order(folder, sources, hosts)
        first = run(order)
        before = {id_: list(outlet.asked) for id_, outlet in outlets.items()}
        _second_day(outlets)
        second = run(replace(order, now=NOON + timedelta(hours=1)))
        storage = open_storage(order.database, clock=lambda: NOON)
        yield Scene(folder, outlets, first, second, before, storage)
        storage.close()


_NAMES = ("plain", "etag", "same", "edited", "wait", "pages", "sub", "map", "delay")


def _first_day(outlets: dict[str, Outlet]) -> None:
    publish(outlets["plain"], 3)
    publish(outlets["same"], 1)
    publish(outlets["delay"], 2)
    outlets["delay"].on("/robots.txt", says("User-agent: diembao\nCrawl-delay: 1\n", "text/plain"))
    outlets["wait"].on("/rss", asks_to_wait(7200))
    etag = outlets["etag"]
    etag.on("/rss", remembers(rss("Báo nhớ", [(etag.url("/1.htm"), "Tin nước ngoài", NOON)]), RSS))
    edited = outlets["edited"]
    edited.on("/rss", says(rss("Báo sửa", [(edited.url("/1.htm"), "Tít ban đầu", NOON)]), RSS))
    edited.on("/1.htm", says(article("Tít ban đầu", edited.url("/1.htm"))))
    pages = outlets["pages"]
    names = ["good", "moved", "canonical", "403", "404", "challenge", "listing", "large", "slow", "barred", "stranger"]
    pages.on("/robots.txt", says("User-agent: *\nDisallow: /barred\n", "text/plain"))
    pages.on("/rss", says(rss("Báo trang", [(pages.url(f"/{one}"), f"Trang {one}", NOON) for one in names]), RSS))
    pages.on("/good", says(article("Trang good", pages.url("/good"))))
    pages.on("/moved", redirects("http://con.pages.thu/đến-nơi"))
    outlets["sub"].on("/%C4%91%E1%BA%BFn-n%C6%A1i", says(article("Trang moved", FINAL)))
    pages.on("/canonical", says(article("Trang canonical", "x", canonical=pages.url("/good-2"))))
    pages.on("/403", says("no", status=403))
    pages.on("/challenge", challenges())
    pages.on("/listing", says(LISTING))
    pages.on("/large", says(bytes(50_000_000)))
    pages.on("/slow", drips())
    pages.on("/stranger", redirects(outlets["plain"].url("/").replace("plain.thu", "la.khac")))
    plan = outlets["map"]
    old, new = (NOON - timedelta(days=400)).isoformat(), (NOON - timedelta(hours=1)).isoformat()
    shards = [("/2025.xml", old), ("/2024.xml", old), ("/11.xml", new)]
    parts = "".join(f"<sitemap><loc>{plan.url(path)}</loc><lastmod>{at}</lastmod></sitemap>" for path, at in shards)
    xmlns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    plan.on("/sitemap.xml", says(f"<sitemapindex {xmlns}>{parts}</sitemapindex>", "application/xml"))
    for path, at in shards:
        url = f"<url><loc>{plan.url(path.replace('.xml', '.htm'))}</loc><lastmod>{at}</lastmod></url>"
        plan.on(path, says(f"<urlset {xmlns}>{url}</urlset>", "application/xml"))
    plan.on("/11.htm", says(article("Bài trong sơ đồ", plan.url("/11.htm"))))


def _second_day(outlets: dict[str, Outlet]) -> None:
    edited = outlets["edited"]
    edited.on("/rss", says(rss("Báo sửa", [(edited.url("/1.htm"), "Tít đã sửa", NOON)]), RSS))
    edited.on("/1.htm", says(article("Tít đã sửa", edited.url("/1.htm"))))
    pages = outlets["pages"]
    pages.on("/slow", says(article("Trang slow", pages.url("/slow"))))


def _outcome(ran: Ran, id_: str) -> Health:
    (outcome,) = [one for one in ran.result.outcomes if one.source == id_]
    return outcome.health


def test_keeps_pages_whole(scene: Scene) -> None:
    with scene.storage.read() as work:
        stored = work.articles.find("http://plain.thu/bai-0.htm")
    assert stored is not None
    assert stored.article.origin is Origin.PAGE
    assert stored.article.title == "Bài số 0 của plain.thu"
    assert stored.article.lead.startswith("Đoạn dẫn")
    assert stored.article.published.at == NOON - timedelta(hours=1)
    assert stored.first_seen_at == NOON


def test_archives_the_page_as_it_was_served(scene: Scene) -> None:
    with scene.storage.read() as work:
        stored = work.articles.find("http://plain.thu/bai-0.htm")
        assert stored is not None
        (one,) = work.snapshots.list(stored.id)
    kept = one.snapshot
    page = read_page(scene.folder / "archive", kept.file, kept.offset, kept.length, kept.sha256)
    assert "Bài số 0 của plain.thu" in page.body.decode()
    assert page.status == 200
    assert kept.delete_after == NOON + timedelta(days=90)


def test_asks_whether_something_changed(scene: Scene) -> None:
    assert scene.asked_second("etag")[-1].headers["if-none-match"] == '"v1"'
    (outcome,) = [one for one in scene.second.result.outcomes if one.source == "etag"]
    assert (outcome.health, outcome.unchanged) == (Health.OK, True)


def test_knows_equal_bytes_without_help(scene: Scene) -> None:
    (outcome,) = [one for one in scene.second.result.outcomes if one.source == "same"]
    assert outcome.unchanged
    assert [asked.path for asked in scene.asked_second("same")] == ["/robots.txt", "/rss"]


def test_an_edited_headline_is_a_version_of_the_same_article(scene: Scene) -> None:
    with scene.storage.read() as work:
        stored = work.articles.find("http://edited.thu/1.htm")
        assert stored is not None
        titles = [one.article.title for one in work.articles.versions(stored.id)]
    assert (titles[0], titles[-1]) == ("Tít ban đầu", "Tít đã sửa")


def test_obeys_retry_after(scene: Scene) -> None:
    assert _outcome(scene.first, "wait") is Health.BACKING_OFF
    assert scene.asked_second("wait") == []


def test_a_redirect_becomes_an_alias(scene: Scene) -> None:
    with scene.storage.read() as work:
        asked = work.articles.find("http://pages.thu/moved")
        final = work.articles.find(FINAL)
    assert asked is not None
    assert asked == final
    assert asked.article.source == "pages"


def test_a_canonical_address_of_the_same_site_is_the_article(scene: Scene) -> None:
    with scene.storage.read() as work:
        assert work.articles.find("http://pages.thu/canonical") == work.articles.find("http://pages.thu/good-2")


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/good", "fetched"),
        ("/403", "refused"),
        ("/challenge", "refused"),
        ("/barred", "refused"),
        ("/404", "gone"),
        ("/stranger", "failed"),
        ("/listing", "fetched"),
        ("/large", "failed"),
    ],
)
def test_says_what_became_of_a_page(scene: Scene, path: str, state: str) -> None:
    found, detail = scene.page_state(f"http://pages.thu{path}")
    if path == "/stranger":
        assert found in {"wanted", "gone"}
    else:
        assert found == state
    assert detail or path == "/good"


def test_keeps_what_the_feed_said_of_a_page_that_fails(scene: Scene) -> None:
    with scene.storage.read() as work:
        stored = work.articles.find("http://pages.thu/403")
    assert stored is not None
    assert (stored.article.origin, stored.article.title) == (Origin.FEED, "Trang 403")


def test_tries_a_slow_page_again(scene: Scene) -> None:
    assert scene.page_state("http://pages.thu/slow")[0] == "fetched"


def test_never_asks_for_a_barred_page(scene: Scene) -> None:
    assert "/barred" not in scene.outlets["pages"].paths


def test_reads_the_newest_part_of_a_split_sitemap(scene: Scene) -> None:
    assert _outcome(scene.first, "map") is Health.OK
    assert "/2025.htm" not in scene.outlets["map"].paths


def test_goes_at_the_pace_that_robots_asks_for(scene: Scene) -> None:
    times = [asked.at for asked in scene.before_second["delay"]]
    gaps = [(late - early).total_seconds() for early, late in pairwise(times[1:])]
    assert gaps
    assert min(gaps) > 0.7


def test_remembers_every_reading_for_the_coverage(scene: Scene) -> None:
    with scene.storage.read() as work:
        readings = work.sources.list_readings(Window(NOON, NOON + timedelta(minutes=1)))
        rounds = work.rounds.list(Window(NOON, NOON + timedelta(hours=2)))
    assert {reading.source for reading in readings} == set(_NAMES) - {"sub"}
    assert [one.finished_at is not None for one in rounds] == [True, True]


def test_gives_its_hosts_back(scene: Scene) -> None:
    with scene.storage.begin() as work:
        assert work.leases.take("plain.thu", "somebody else", NOON + timedelta(hours=1), NOON)


def test_leaves_no_word_of_by_lines_in_the_summary(scene: Scene) -> None:
    assert set(map(type, scene.first.result.summary().values())) <= {int, float, bool}


def _state(folder: Path) -> object:
    """All that a reader could tell two databases apart by; not row ids, not orphans of the archive."""
    database = sqlite3.connect(folder / "diembao.db")
    articles = database.execute(
        "SELECT a.url, a.source, a.first_seen_at, v.version, v.title, v.lead, v.text, v.published_at "
        "FROM article a JOIN article_version v ON v.article_id = a.id ORDER BY a.url, v.version"
    ).fetchall()
    entries = database.execute("SELECT url, source, page, attempts FROM entry ORDER BY url").fetchall()
    aliases = database.execute(
        "SELECT l.url, a.url FROM article_alias l JOIN article a ON a.id = l.article_id ORDER BY 1, 2"
    ).fetchall()
    snapshots = database.execute(
        "SELECT a.url, s.url, s.sha256 FROM snapshot s JOIN article a ON a.id = s.article_id ORDER BY 1, 2, 3"
    ).fetchall()
    database.close()
    return articles, entries, aliases, snapshots


def test_killed_anywhere_and_begun_again_ends_the_same(tmp_path: Path) -> None:
    chance = random.Random(4)
    with Press() as press:
        outlets = [press.outlet(f"bao{n}.thu", f"127.33.0.{n}") for n in range(1, 5)]
        for outlet in outlets:
            publish(outlet, 5)
            outlet.on("/bai-1.htm", redirects("/bai-moi.htm"))
            outlet.on("/bai-moi.htm", says(article("Bài đã chuyển", outlet.url("/bai-moi.htm"))))
        sources = tuple(source(f"bao{n}", outlet) for n, outlet in enumerate(outlets, 1))
        calm, rough = (Order(tmp_path / name, sources, press.hosts) for name in ("calm", "rough"))
        for order in (calm, rough):
            order.folder.mkdir()
        began = time.monotonic()
        run(calm)
        usual = time.monotonic() - began
        for _ in range(4):
            child = begin(rough)
            time.sleep(chance.uniform(0.3, 1.0) * usual)
            child.kill()
            child.wait()
        run(rough)
        assert _state(rough.folder) == _state(calm.folder)
        for snapshot in _snapshots(rough):
            read_page(rough.folder / "archive", *snapshot)


def _snapshots(order: Order) -> list[tuple[str, int, int, str]]:
    database = sqlite3.connect(order.folder / "diembao.db")
    rows = database.execute('SELECT file, "offset", length, sha256 FROM snapshot').fetchall()
    database.close()
    assert rows
    return rows
