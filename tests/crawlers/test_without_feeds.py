"""Outlets that have no usable feed: section pages, and sitemaps whose parts are named by dates."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from news.source import Health, Source
from storage import open_storage
from tests.crawlers.outlets import article, source
from tests.crawlers.run_round import NOON, Order, run
from tests.servers import Outlet, Press, challenges, says

TITLES = ("Khánh thành cầu qua sông Đáy", "Mùa lúa mới ở huyện ven biển", "Trường học vùng cao có thư viện mới")


def _publish(outlet: Outlet) -> list[str]:
    for n, title in enumerate(TITLES):
        outlet.on(f"/bai-{n}.htm", says(article(title, outlet.url(f"/bai-{n}.htm"))))
    return [outlet.url(f"/bai-{n}.htm") for n in range(len(TITLES))]


def _section(outlet: Outlet) -> str:
    rows = "".join(f'<li><h3><a href="/bai-{n}.htm">{title}</a></h3></li>' for n, title in enumerate(TITLES))
    return f'<html lang="vi"><body><nav><a href="/thoi-su/">Thời sự hôm nay</a></nav><ul>{rows}</ul></body></html>'


def _read(folder: Path, press: Press, *sources: Source) -> tuple[dict[str, Health], set[str]]:
    """Health by source, and the titles whose page was read."""
    ran = run(Order(folder, sources, press.hosts))
    storage = open_storage(Order(folder, sources, press.hosts).database, clock=lambda: NOON)
    with storage.read() as work:
        ids = work.changes.since(0, 100)
        read = {one.article.title for one in work.articles.list(row.article_id for row in ids) if one.article.text}
    storage.close()
    return {outcome.source: outcome.health for outcome in ran.result.outcomes}, read


def test_the_articles_of_a_section_page_are_found_and_read(tmp_path: Path) -> None:
    with Press() as press:
        paper, guard = press.outlet("muc.thu", "127.33.0.1"), press.outlet("chan.thu", "127.33.0.2")
        _publish(paper)
        paper.on("/thoi-su/", says(_section(paper)))
        guard.on("/", challenges())
        health, read = _read(
            tmp_path, press,
            replace(source("muc", paper), feeds=(), listings=(paper.url("/thoi-su/"),)),
            replace(source("chan", guard), feeds=(), listings=(guard.url("/"),)),
        )  # fmt: skip
    assert health == {"muc": Health.OK, "chan": Health.REFUSED}
    assert read == set(TITLES)


def test_a_sitemap_of_the_day_is_found_by_its_date_though_todays_part_is_not_there_yet(tmp_path: Path) -> None:
    with Press() as press:
        paper = press.outlet("ngay.thu", "127.33.0.3")
        rows = "".join(f"<url><loc>{url}</loc><lastmod>2026-11-19</lastmod></url>" for url in _publish(paper))
        body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
        paper.on("/map/2026-11-19.xml", says(body, "application/xml"))
        pattern = paper.url("/map/{YYYY}-{MM}-{DD}.xml")
        health, read = _read(tmp_path, press, replace(source("ngay", paper), feeds=(), sitemaps=(pattern,)))
    assert health == {"ngay": Health.OK}
    assert read == set(TITLES)


def test_a_pattern_none_of_whose_parts_is_there_is_gone(tmp_path: Path) -> None:
    with Press() as press:
        paper = press.outlet("mat.thu", "127.33.0.4")
        pattern = paper.url("/map/{YYYY}-{M}.xml")
        health, _ = _read(tmp_path, press, replace(source("mat", paper), feeds=(), sitemaps=(pattern,)))
    assert health == {"mat": Health.GONE}
