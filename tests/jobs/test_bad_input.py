"""Bad input from the press, from files and from people: each fault in words that name its place; the rest goes on."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from news.source import Source
from news.times import utc_now
from reports.windows import coming_day
from tests.crawlers.outlets import RSS, article, publish, rss, source
from tests.jobs.office import contents, run, write_office
from tests.servers import Outlet, Press, bombs, redirects, says

GOOD = 3
HOSTILE = 'Ninh Bình "><img src=x onerror=alert(1)><script>alert(2)</script> đón khách'
FUTURE = "Ninh Bình khánh thành nhà hát sau sáu mươi năm"
LARGE = "Ninh Bình có trang nặng năm mươi megabyte"


@dataclass(frozen=True)
class Scene:
    """An office after one round over that press."""

    folder: Path
    ran: subprocess.CompletedProcess[str]

    def records(self, *arguments: str) -> list[dict[str, object]]:
        ran = run(*arguments, "--json", "--config", self.folder)
        assert ran.returncode == 0, ran.stderr
        return [json.loads(line) for line in ran.stdout.splitlines()]


def _open(press: Press) -> list[Source]:
    now = datetime.now(UTC).replace(microsecond=0)
    sources: list[Source] = []

    def outlet(id_: str) -> Outlet:
        one = press.outlet(f"{id_}.thu", f"127.32.0.{len(sources) + 1}")
        sources.append(source(id_, one, home="ninh-binh"))
        return one

    def lists(one: Outlet, path: str, title: str, at: datetime) -> None:
        one.on("/rss", says(rss(one.name, [(one.url(path), title, at)]), RSS))
        one.on(path, says(article(title, one.url(path), at)))

    outlet("hong").on("/rss", says("<rss><channel><item><title>Nửa", RSS))
    outlet("trang-chu").on("/rss", says("<!doctype html><html><body><h1>Trang chủ</h1></body></html>"))
    outlet("bom").on("/rss", bombs())
    outlet("vong").on("/rss", redirects("/rss"))
    lists(outlet("tuong-lai"), "/2087.htm", FUTURE, datetime(2087, 1, 1, tzinfo=UTC))
    lists(outlet("thu-dich"), "/xss.htm", HOSTILE, now - timedelta(minutes=5))
    heavy = outlet("nang")
    lists(heavy, "/nang.htm", LARGE, now - timedelta(minutes=7))
    heavy.on("/nang.htm", says(b"<p>" + bytes(50_000_000)))
    # The newest is ten minutes ahead of our clock, which publishers' clocks are now and then.
    publish(outlet("tot"), GOOD, latest=now + timedelta(minutes=70))
    return sources


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with Press() as press:
        folder = write_office(tmp_path_factory.mktemp("bad") / "office", _open(press), press.hosts)
        yield Scene(folder, run("run", "--once", "--config", folder))


@pytest.fixture(scope="module")
def found(scene: Scene) -> list[dict[str, object]]:
    """Every article of this province's outlets, newest first."""
    return scene.records("search", "bài OR ninh bình", "--limit", "100")


@pytest.fixture(scope="module")
def digest(scene: Scene) -> dict[str, Path]:
    """The digest that holds this round, by format."""
    day, out = coming_day(utc_now()).isoformat(), scene.folder / "out"
    formats = ("--format", "html,docx,pdf,json", "--out", out)
    ran = run("digest", "day", "--date", day, *formats, "--config", scene.folder)
    assert ran.returncode == 0, ran.stderr
    return {file.suffix.removeprefix("."): file for file in out.iterdir()}


def test_the_round_ends_well(scene: Scene) -> None:
    assert scene.ran.returncode == 0, scene.ran.stderr
    assert "4 không đọc được" in scene.ran.stdout
    assert "Traceback" not in scene.ran.stderr


def test_each_bad_source_is_named_in_words(scene: Scene) -> None:
    lines = {str(line["source"]): line for line in scene.records("sources", "list")}
    health = {id_: line["health"] for id_, line in lines.items()}
    assert health == {
        "hong": "broken",
        "trang-chu": "not_a_feed",
        "bom": "too_large",
        "vong": "redirect_loop",
        "tuong-lai": "ok",
        "thu-dich": "ok",
        "nang": "ok",
        "tot": "ok",
    }
    for id_, line in lines.items():
        assert bool(line["detail"]) == (line["health"] != "ok"), id_


def test_the_good_outlet_is_searchable(found: list[dict[str, object]]) -> None:
    assert len([one for one in found if one["source"] == "tot"]) == GOOD


def test_an_article_with_too_heavy_a_page_is_known_from_its_feed(scene: Scene, found: list[dict[str, object]]) -> None:
    assert [one["title"] for one in found if one["source"] == "nang"] == [LARGE]
    (page,) = [page for _, id_, page in contents(scene.folder)["entries"] if id_ == "nang"]
    assert page == "failed"


def test_a_time_in_2087_is_kept_as_reported_and_is_not_newest(scene: Scene, found: list[dict[str, object]]) -> None:
    (one,) = [one for one in found if one["source"] == "tuong-lai"]
    assert str(one["published_at"]).startswith("2087-01-01T")
    assert found[0]["source"] == "tot"
    assert not [line for line in scene.records("sources", "list") if str(line["newest_entry_at"]).startswith("2087")]


def test_a_hostile_title_is_kept_as_words(found: list[dict[str, object]]) -> None:
    (title,) = [str(one["title"]) for one in found if one["source"] == "thu-dich"]
    assert "Ninh Bình" in title
    assert "đón khách" in title


def test_the_digest_is_made_in_all_formats(digest: dict[str, Path]) -> None:
    assert set(digest) == {"html", "docx", "pdf", "json"}
    assert digest["pdf"].read_bytes().startswith(b"%PDF")
    assert "thu-dich.thu" in digest["json"].read_text(encoding="utf-8")


def test_the_digest_holds_nothing_that_runs(digest: dict[str, Path]) -> None:
    html = digest["html"].read_text(encoding="utf-8")
    assert re.search(r"<\s*(script|img|iframe|object|embed)\b|<[^>]*\son\w+\s*=|javascript:", html, re.I) is None
    assert re.search(rb"/(JavaScript|JS|Launch|OpenAction|AA)\b", digest["pdf"].read_bytes()) is None
    with zipfile.ZipFile(digest["docx"]) as docx:
        assert not [name for name in docx.namelist() if name.endswith((".bin", ".vbs", ".js"))]
        document = docx.read("word/document.xml").decode()
    assert re.search(r"<(script|img)\b", document, re.I) is None


def test_each_link_of_the_digest_is_an_address_of_the_web(digest: dict[str, Path]) -> None:
    links = re.findall(r'href="([^"]*)"', digest["html"].read_text(encoding="utf-8"))
    assert links
    assert not [link for link in links if not link.startswith(("http://", "https://", "#"))]


def test_a_line_that_is_no_json_is_named_and_the_rest_is_imported(scene: Scene, tmp_path: Path) -> None:
    file = tmp_path / "kho.jsonl"
    rows = [{"url": f"http://tot.thu/kho-{number}.htm", "title": f"Kho lưu {number} Ninh Bình"} for number in (1, 2)]
    file.write_text(f"{json.dumps(rows[0])}\n{{không phải json\n{json.dumps(rows[1])}\n", encoding="utf-8")
    ran = run("import", file, "--json", "--config", scene.folder)
    assert ran.returncode == 0, ran.stderr
    assert f"{file}, dòng 2: không phải JSON" in ran.stderr
    assert json.loads(ran.stdout) == {"read": 2, "new": 2, "changed": 2, "analysed": 2, "refused": 1}


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [("province.toml", "redirects = 5", "redirekts = 5", "redirekts"), ("sources.csv", ",local,", ",locall,", "class")],
)
def test_a_typing_error_of_the_configuration_names_file_line_and_key(
    tmp_path: Path, file: str, old: str, new: str, key: str
) -> None:
    folder = write_office(tmp_path / "office", [source("a", Outlet("a.thu", "127.32.1.1"))], {})
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    line = 1 + text[: text.index(old)].count("\n")
    ran = run("run", "--once", "--config", folder)
    assert ran.returncode == 2
    assert f"{folder / file}, dòng {line}: " in ran.stderr
    assert key in ran.stderr
    assert new.strip(",").split(" ")[0] in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (folder / "data").exists(), "refused before anything starts"


def test_a_query_that_is_not_understood_is_explained(scene: Scene) -> None:
    ran = run("search", "(ninh bình", "--config", scene.folder)
    assert ran.returncode == 2
    assert re.search(r"Câu tìm kiếm, ký tự thứ \d+: \w+", ran.stderr)
    assert ran.stdout == ""
