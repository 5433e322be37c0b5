"""The demonstration, run as a newcomer runs it: what was planted in the sample press is found, and nothing twice."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from jobs.sample import expectations
from jobs.sample.press import articles
from news.analysis import Relevance
from news.source import Health
from tests.jobs.office import contents, run

DOCX_DIGEST = re.compile(r"diem-bao-\d{4}-\d{2}-\d{2}\.docx$", re.MULTILINE)


@dataclass(frozen=True)
class Played:
    """The demonstration's folder, what it printed, and its JSON outputs."""

    folder: Path
    ran: subprocess.CompletedProcess[str]

    def json(self, *arguments: str) -> list[dict[str, object]]:
        ran = run(*arguments, "--json", "--config", self.folder)
        assert ran.returncode == 0, ran.stderr
        return [json.loads(line) for line in ran.stdout.splitlines()]

    def digest(self) -> dict[str, object]:
        out = self.folder / "again"
        assert run("digest", "day", "--date", self.day, "--format", "json", "--out", out, "--config", self.folder)
        (file,) = out.glob("*.json")
        found: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
        return found

    @property
    def day(self) -> str:
        (file,) = (self.folder / "data" / "digests").glob("*.docx")
        return file.stem.removeprefix("diem-bao-")

    def slug_of(self, url: str) -> str | None:
        found = [one.slug for one in articles() if one.slug in url]
        return max(found, key=len, default=None)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("demo") / "demo"
    ran = run("demo", "--no-serve", "--folder", folder, timeout=280)
    assert ran.returncode == 0, ran.stderr
    return Played(folder, ran)


def test_names_the_files_of_the_digest(played: Played) -> None:
    assert DOCX_DIGEST.search(played.ran.stdout)
    for form in ("html", "docx", "pdf"):
        (file,) = (played.folder / "data" / "digests").glob(f"*.{form}")
        assert file.stat().st_size > 10_000


def test_finds_what_is_about_the_province(played: Played) -> None:
    expected = expectations.relevance()
    labels = {played.slug_of(url): label for url, province, label in contents(played.folder)["relevance"]}
    about = {slug for slug, label in expected.items() if label is Relevance.ABOUT}
    found = {slug for slug, label in labels.items() if label == "about"}
    assert len(found & about) >= 0.9 * len(about)
    assert len(found - about) <= 0.1 * len(found), sorted(map(str, found - about))


def test_joins_reprints_and_never_two_planted_stories(played: Played) -> None:
    story = {played.slug_of(url): story for url, story, _ in contents(played.folder)["stories"]}
    for slug, original in expectations.reprints().items():
        if slug in story and original in story:
            assert story[slug] == story[original], slug
    planted = {slug: name for name, slugs in expectations.stories().items() for slug in slugs}
    mixed: dict[str, set[str]] = {}
    for slug, found in story.items():
        if slug in planted:
            mixed.setdefault(found, set()).add(planted[slug])
    assert {found: names for found, names in mixed.items() if len(names) > 1} == {}


def test_keeps_both_versions_of_an_edited_headline(played: Played) -> None:
    titles = [row[3] for row in contents(played.folder)["versions"] if expectations.EDITED in row[0]]
    assert len(set(titles)) >= 2


def test_an_article_listed_twice_is_one(played: Played) -> None:
    urls = [row[0] for row in contents(played.folder)["articles"] if expectations.TWICE_LISTED in row[0]]
    assert len(urls) == 1


def test_an_old_article_shared_anew_is_counted_and_not_shown(played: Played) -> None:
    text = json.dumps(played.digest(), ensure_ascii=False)
    assert expectations.RESHARED not in text
    assert '"older_articles": 0' not in text


def test_says_how_each_source_fares(played: Played) -> None:
    health = {(line["source"], line["feed"]): line["health"] for line in played.json("sources", "list")}
    for source, expected in expectations.AILING.items():
        assert expected.value in {value for (one, _), value in health.items() if one == source}, source
    assert Health.OK.value in health.values()


def test_searches_with_and_without_accents(played: Played) -> None:
    with_accents = {line["id"] for line in played.json("search", "tràng an", "--limit", "100")}
    without = {line["id"] for line in played.json("search", "trang an", "--limit", "100")}
    assert with_accents
    assert with_accents <= without


def test_groups_one_event_of_several_outlets(played: Played) -> None:
    stories = played.json("stories", "list", "--date", played.day)
    assert max(int(str(story["outlets"])) for story in stories) >= 2


def test_no_writer_is_kept_anywhere_but_in_the_raw_page(played: Played) -> None:
    """SCOPE §1: every table, the index, the documents, the outputs and the log are walked for the planted names."""
    kept = _all_texts(played.folder / "data" / "diembao.db") + _all_texts(played.folder / "data" / "index.db")
    outputs = [played.ran.stdout, played.ran.stderr, json.dumps(played.digest(), ensure_ascii=False)]
    for verb in (("search", "báo"), ("stories", "list"), ("sources", "list"), ("watches", "list")):
        outputs.append(json.dumps(played.json(*verb), ensure_ascii=False))
    outputs += [file.read_text(encoding="utf-8") for file in (played.folder / "data" / "digests").glob("*.html")]
    for name in expectations.PEN_NAMES:
        assert not [text for text in kept if name.lower() in text.lower()], name
        assert not [text for text in outputs if name.lower() in text.lower()], name
        assert played.json("search", f'"{name}"') == [], name


def test_a_second_run_doubles_nothing(played: Played) -> None:
    before = contents(played.folder)
    again = run("demo", "--no-serve", "--folder", played.folder, timeout=120)
    assert again.returncode == 0, again.stderr
    assert contents(played.folder) == before


def test_refuses_a_folder_that_is_no_demonstration(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("x")
    ran = run("demo", "--no-serve", "--folder", tmp_path)
    assert ran.returncode == 1
    assert "đã có nội dung khác" in ran.stderr


def _all_texts(file: Path) -> list[str]:
    """Every text in every column of every table."""
    connection = sqlite3.connect(file)
    try:
        # Virtual tables of the index stand for their shadow tables, which are read here too.
        tables = connection.execute("select name, type from pragma_table_list where schema = 'main'")
        names = [name for name, kind in tables if kind in ("table", "shadow")]
        rows = [row for name in names for row in connection.execute(f'select * from "{name}"')]
    finally:
        connection.close()
    return [_text(cell) for row in rows for cell in row if isinstance(cell, (str, bytes))]


def _text(cell: str | bytes) -> str:
    return cell if isinstance(cell, str) else cell.decode(errors="replace")
