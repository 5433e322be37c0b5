"""SCOPE §1: posts and comments enter by no door: not the list, not ``add``, not a file, not a feed, not a redirect."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config import write_sources
from news.source import Source, SourceClass
from tests.crawlers.outlets import RSS, article, publish, rss, source
from tests.jobs.office import contents, run, write_office
from tests.servers import Outlet, Press, redirects, says

#: What pretends to be an outlet, and why it is none.
DOORS = {
    "https://www.facebook.com/tinhninhbinh": "mạng xã hội",
    "https://voz.vn/f/diem-bao.33/index.rss": "diễn đàn",
    "https://nitter.example.org/ninhbinh/rss": "nguồn tin tạo từ mạng xã hội",
    "https://baomau.vn/comments/feed/": "bình luận của bạn đọc",
    "https://www.youtube.com/feeds/videos.xml?channel_id=UC1": "mạng xã hội",
}
ADDED = ("http://mang.thu/rss?u=https://www.facebook.com/trang", "http://diendan.mang.thu/", "http://m.facebook.com/x")
IMPORTED = {
    "https://www.facebook.com/tinhninhbinh/posts/1": "mạng xã hội",
    "https://voz.vn/t/ninh-binh.1/": "diễn đàn",
    "http://tot.thu/dien-dan/ninh-binh-hom-nay": "diễn đàn",
    "http://tot.thu/threads/ninh-binh.77/": "diễn đàn",
    "http://tot.thu/bai-1.htm?feed=comments": "bình luận",
    "http://tot.thu/comments/feed": "bình luận",
}
POST = "Ninh Bình: ý kiến của một người dân"


@dataclass(frozen=True)
class Scene:
    """An office whose outlets' feeds lead to posts and comments, after one round."""

    folder: Path
    ran: subprocess.CompletedProcess[str]
    social: tuple[Outlet, ...]

    def health(self) -> dict[str, tuple[str, str]]:
        ran = run("sources", "list", "--json", "--config", self.folder)
        lines = map(json.loads, ran.stdout.splitlines())
        return {line["source"]: (line["health"], line["detail"]) for line in lines}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    with Press() as press:
        # The platforms' names lead to servers of the test: whoever asked them would be seen.
        social = tuple(
            press.outlet(name, f"127.34.1.{number}")
            for number, name in enumerate(
                ("www.facebook.com", "m.facebook.com", "voz.vn", "x.com", "diendan.mang.thu"), 1
            )
        )
        for one in social:
            one.on("/post", says(article(POST, one.url("/post"), at)))
            one.on("/rss", says(rss(one.name, [(one.url("/post"), POST, at)]), RSS))
        good, linking, moved, comments, paging, stranger = (
            press.outlet(f"{name}.thu", f"127.34.0.{number}")
            for number, name in enumerate(("tot", "dan", "chuyen", "binhluan", "trang", "mang"), 1)
        )
        publish(good, 2, latest=at)
        links = [(one.url("/post"), f"{POST} {number}", at) for number, one in enumerate(social)]
        own = linking.url("/rieng.htm")
        linking.on("/rss", says(rss("Báo", [*links, (own, "Ninh Bình mở hội", at)]), RSS))
        linking.on("/rieng.htm", says(article("Ninh Bình mở hội", own, at)))
        moved.on("/rss", redirects("http://www.facebook.com/rss"))
        comments.on("/rss", says(rss("Bình luận cho: Cầu mới", [(comments.url("/1"), POST, at)]), RSS))
        paging.on("/rss", says(rss("Báo", [(paging.url("/vao.htm"), "Ninh Bình có phố đi bộ", at)]), RSS))
        paging.on("/vao.htm", redirects("http://x.com/post"))
        outlets = {"tot": good, "dan": linking, "chuyen": moved, "binhluan": comments, "trang": paging}
        sources = [source(id_, one, home="ninh-binh") for id_, one in outlets.items()]
        folder = write_office(tmp_path_factory.mktemp("doors") / "office", sources, press.hosts)
        yield Scene(folder, run("run", "--once", "--config", folder), (*social, stranger))


def test_the_list_refuses_each_and_names_its_line(tmp_path: Path) -> None:
    good = source("tot", Outlet("tot.thu", "127.34.0.1"))
    rows = [
        Source(f"cua-{number}", "Cửa", SourceClass.LOCAL, "VN", ("vi",), f"https://cua-{number}.vn", (url,))
        for number, url in enumerate(DOORS)
    ]
    folder = write_office(tmp_path / "office", [], {})
    write_sources(folder / "sources.csv", [good, *rows])
    ran = run("run", "--once", "--config", folder)
    assert ran.returncode == 2
    complaints = ran.stderr.strip().splitlines()
    assert len(complaints) == len(DOORS)
    for number, ((url, reason), complaint) in enumerate(zip(DOORS.items(), complaints, strict=True)):
        assert f"sources.csv, dòng {number + 3}: " in complaint
        assert url in complaint
        assert reason in complaint
    assert not (folder / "data").exists()


@pytest.mark.parametrize("url", ADDED)
def test_adding_is_refused_before_any_request(scene: Scene, url: str) -> None:
    before = (scene.folder / "sources.csv").read_bytes()
    ran = run("sources", "add", url, "--yes", "--config", scene.folder)
    assert ran.returncode == 1
    assert "không phải ấn phẩm báo chí" in ran.stderr
    assert url in ran.stderr
    assert [one.name for one in scene.social if one.asked] == []
    assert (scene.folder / "sources.csv").read_bytes() == before


def test_importing_is_refused_line_by_line(scene: Scene, tmp_path: Path) -> None:
    file = tmp_path / "kho.jsonl"
    rows = [{"url": url, "title": POST, "text": POST} for url in (*IMPORTED, "http://tot.thu/kho.htm")]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    ran = run("import", file, "--json", "--config", scene.folder)
    assert ran.returncode == 0, ran.stderr
    complaints = ran.stderr.strip().splitlines()
    assert len(complaints) == len(IMPORTED)
    for number, (reason, complaint) in enumerate(zip(IMPORTED.values(), complaints, strict=True), 1):
        assert f"{file}, dòng {number}: " in complaint
        assert reason in complaint
    assert json.loads(ran.stdout)["new"] == 1


def test_a_file_of_nothing_else_fails(scene: Scene, tmp_path: Path) -> None:
    file = tmp_path / "kho.jsonl"
    file.write_text("\n".join(json.dumps({"url": url, "title": POST}) for url in IMPORTED), encoding="utf-8")
    assert run("import", file, "--config", scene.folder).returncode == 1


def test_a_feed_brings_its_own_articles_and_no_posts(scene: Scene) -> None:
    assert scene.ran.returncode == 0, scene.ran.stderr
    health, detail = scene.health()["dan"]
    assert health == "ok"
    assert "dẫn đến mạng xã hội hoặc diễn đàn" in detail


def test_a_feed_that_moved_to_a_platform_is_refused(scene: Scene) -> None:
    assert scene.health()["chuyen"][0] == "refused"


def test_a_feed_of_comments_under_an_innocent_address_is_refused(scene: Scene) -> None:
    assert scene.health()["binhluan"][0] == "refused"


def test_no_platform_was_ever_asked(scene: Scene) -> None:
    assert {one.name: one.paths for one in scene.social if one.asked} == {}


def test_nothing_of_a_platform_is_kept(scene: Scene) -> None:
    kept = contents(scene.folder)
    urls = [str(row[0]) for table in ("articles", "versions", "entries", "snapshots", "aliases") for row in kept[table]]
    hosts = [one.name for one in scene.social]
    assert [url for url in urls if any(host in url for host in hosts)] == []
    assert "http://dan.thu/rieng.htm" in urls
    titles = {str(row[3]) for row in kept["versions"] if "kho.htm" not in str(row[0])}
    assert [title for title in titles if POST in title] == []
