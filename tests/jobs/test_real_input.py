"""The main job on real input: saved pages and feeds crawled under their own names, and a real day's headlines."""

from __future__ import annotations

import gzip
import json
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from news.source import Source, SourceClass
from news.times import at_local, utc_now
from reports.windows import coming_day
from tests.crawlers.outlets import RSS
from tests.jobs.office import ROOT, contents, run, write_office
from tests.servers import Outlet, Press, says

DATA = ROOT.parent / "shared" / "data"
PAGES, FEEDS, PRESS = DATA / "pages", DATA / "feeds", DATA / "press" / "headlines_60k.jsonl.gz"
#: A day on whose desk several stories of Ninh Bình lay, and how many days up to it are imported.
DAY, DAYS = date(2025, 9, 29), 2
FORMATS = ("html", "docx", "pdf", "json")

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not DATA.exists(), reason="../shared/data is not here"),
]


def plain(words: str) -> str:
    return unicodedata.normalize("NFC", " ".join(unescape(words).split()))


def records(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    ran = run(*arguments, "--json", "--config", folder)
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


@dataclass(frozen=True)
class Crawled:
    """An office after one round over the real pages; ``rows`` are their publishers' own words about them."""

    folder: Path
    ran: subprocess.CompletedProcess[str]
    rows: tuple[dict[str, Any], ...]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["kind"] == kind]

    def version(self, url: str) -> dict[str, Any]:
        """The newest version of an article by its address, whether http or https."""
        names = ("url", "version", "origin", "title", "lead", "text", "published_at", "precision", "language")
        tail = url.partition("://")[2]
        rows = [row for row in contents(self.folder)["versions"] if str(row[0]).partition("://")[2] == tail]
        assert rows, url
        newest: tuple[Any, ...] = sorted(rows, key=lambda row: int(row[1]))[-1]
        return dict(zip(names, newest, strict=True))


def _feed(rows: list[dict[str, Any]]) -> str:
    """What the outlet would list: titles and addresses; the rest is to be found on the pages."""
    items = "".join(
        f"<item><title>{escape(_title(row))}</title><link>{escape(_unsecured(row['url']))}</link></item>"
        for row in rows
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Tin</title>{items}</channel></rss>'


def _title(row: dict[str, Any]) -> str:
    said = row["publisher_meta"]
    return plain(said["ld_headline"] or said["og_title"]) if said else f"Chuyên mục của {row['outlet']}"


def _unsecured(url: str) -> str:
    return "http://" + url.partition("://")[2]


def _listed(feed: Path) -> list[tuple[str, str]]:
    """(title, address) of each entry of a real feed."""
    items = ElementTree.parse(feed).getroot().iter("item")
    return [(plain(item.findtext("title") or ""), (item.findtext("link") or "").strip()) for item in items]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    rows = tuple(json.loads(line) for line in (PAGES / "pages.jsonl").read_text("utf-8").splitlines())
    with Press() as press:
        outlets: dict[str, Outlet] = {}
        sources = []
        for row in rows:
            host = urlsplit(row["url"]).hostname or ""
            if host not in outlets:
                outlets[host] = press.outlet(host, f"127.36.0.{len(outlets) + 1}")
                feeds = (f"http://{host}/tin.rss",)
                home = f"http://{host}/"
                kind = (row["outlet"], row["outlet"], SourceClass.CENTRAL, "VN", ("vi",))
                sources.append(Source(*kind, home, feeds, home="ninh-binh"))
            outlets[host].on(urlsplit(row["url"]).path, says(gzip.decompress((PAGES / row["file"]).read_bytes())))
        for host, outlet in outlets.items():
            outlet.on("/tin.rss", says(_feed([row for row in rows if urlsplit(row["url"]).hostname == host]), RSS))
        real = outlets["vnexpress.net"]
        hosts = dict(press.hosts)
        for feed in sorted(FEEDS.glob("*.xml")):
            real.on(f"/{feed.name}", says(feed.read_bytes(), RSS))
            # No test leaves this machine: whatever a real feed leads to is not there.
            hosts |= {urlsplit(url).hostname or "": hosts["vnexpress.net"] for _, url in _listed(feed)}
            address = real.url(f"/{feed.name}")
            id_ = f"vnexpress-{feed.stem.partition('_')[2]}"
            sources.append(Source(id_, id_, SourceClass.CENTRAL, "VN", ("vi",), real.url(), (address,)))
        folder = write_office(tmp_path_factory.mktemp("real") / "office", sources, hosts)
        yield Crawled(folder, run("run", "--once", "--config", folder), rows)


def test_the_round_ends_well(crawled: Crawled) -> None:
    assert crawled.ran.returncode == 0, crawled.ran.stderr
    health = {line["source"]: line["health"] for line in records(crawled.folder, "sources", "list")}
    # The two feeds are of 2017; and an address that bears its date says how old the page is.
    assert {one for id_, one in health.items() if id_.startswith("vnexpress-")} == {"frozen"}
    assert set(health.values()) == {"ok", "frozen"}


@pytest.fixture(scope="module")
def found(crawled: Crawled) -> dict[str, dict[str, Any]]:
    """What one search for all the articles' titles, each as a phrase, finds: by title."""
    query = " OR ".join(f'"{_title(row)}"' for row in crawled.of("article"))
    return {plain(one["title"]): one for one in records(crawled.folder, "search", query, "--limit", "50")}


def test_every_article_is_found_by_its_title(crawled: Crawled, found: dict[str, dict[str, Any]]) -> None:
    assert set(found) == {_title(row) for row in crawled.of("article")}


def test_title_lead_and_minute_are_the_publishers_own(crawled: Crawled, found: dict[str, dict[str, Any]]) -> None:
    articles = crawled.of("article")
    assert len(articles) == 6
    for row in articles:
        said, kept = row["publisher_meta"], crawled.version(row["url"])
        assert kept["origin"] == "page", row["url"]
        assert plain(kept["title"]) == _title(row)
        assert plain(kept["lead"]) == plain(said["og_description"])
        assert len(kept["text"]) > 500
        assert plain(said["og_description"]) not in plain(kept["text"])
        stated = said["ld_datePublished"] or said["meta_published"] or "2026-03-07T08:47:00+07:00"  # shown on the page
        wanted = datetime.fromisoformat(stated if "+" in stated else f"{stated}+07:00")
        got = datetime.fromisoformat(found[_title(row)]["published_at"])
        assert got.replace(second=0, microsecond=0) == wanted.replace(second=0), row["url"]


def test_a_listing_gives_no_article_with_text(crawled: Crawled) -> None:
    assert len(crawled.of("list")) == 4
    for row in crawled.of("list"):
        kept = crawled.version(row["url"])
        assert kept["origin"] == "feed"
        assert kept["text"] == ""


def test_every_entry_of_the_real_feeds_is_kept(crawled: Crawled) -> None:
    titles = {plain(str(row[3])) for row in contents(crawled.folder)["versions"]}
    listed = [title for feed in FEEDS.glob("*.xml") for title, _ in _listed(feed)]
    assert len(listed) == 50
    assert [title for title in listed if title not in titles] == []


def test_old_articles_that_concern_the_province_are_counted_in_the_digest(crawled: Crawled) -> None:
    concerning = [url for url, _, label in contents(crawled.folder)["relevance"] if label in {"about", "sport"}]
    digest = _digest(crawled.folder, coming_day(utc_now()))
    coverage = digest["coverage"]
    assert coverage["articles_read"] == len(contents(crawled.folder)["articles"])
    # They are months or years old: counted, not mixed with the news of today.
    assert coverage["older_articles"] == len(concerning)
    assert coverage["articles_about"] == 0
    assert digest["stories"] == []


def _digest(folder: Path, day: date, formats: Iterable[str] = ("json",)) -> dict[str, Any]:
    out = folder / f"digest-{day}"
    options = ("--date", day.isoformat(), "--format", ",".join(formats), "--out", out)
    ran = run("digest", "day", *options, "--config", folder)
    assert ran.returncode == 0, ran.stderr
    content: dict[str, Any] = json.loads((out / f"diem-bao-{day}.json").read_text("utf-8"))
    digest: dict[str, Any] = content["digest"]
    return digest


@dataclass(frozen=True)
class Imported:
    """An office with the headlines of a few real days, and its digest of the last one."""

    folder: Path
    lines: tuple[dict[str, Any], ...]
    counts: dict[str, int]
    digest: dict[str, Any]

    def entries(self, *sections: str) -> list[dict[str, Any]]:
        return [entry for section in sections for entry in self.digest[section]]

    def in_window(self) -> list[dict[str, Any]]:
        end = at_local(DAY, 6, 30)
        times = [(datetime.fromisoformat(line["published_at"]), line) for line in self.lines]
        return [line for at, line in times if end - timedelta(days=1) <= at < end]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    folder = tmp_path_factory.mktemp("press") / "office"
    assert run("init", folder, "--province", "ninh-binh").returncode == 0
    days = {(DAY - timedelta(days=back)).isoformat() for back in range(DAYS + 1)}
    with gzip.open(PRESS, "rt", encoding="utf-8") as press:
        lines = tuple(line for line in map(json.loads, filter(str.strip, press)) if line["published_at"][:10] in days)
    file = folder / "days.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    ran = run("import", file, "--json", "--config", folder)
    assert ran.returncode == 0, ran.stderr
    return Imported(folder, lines, json.loads(ran.stdout), _digest(folder, DAY, FORMATS))


def test_every_headline_of_a_listed_outlet_is_imported_once(imported: Imported) -> None:
    assert imported.counts["refused"] == 0
    assert imported.counts["read"] == len(imported.lines)
    assert imported.counts["new"] == imported.counts["analysed"] == len(contents(imported.folder)["articles"])
    assert imported.counts["new"] <= len({line["url"] for line in imported.lines})


def test_the_digest_of_a_real_day_is_made_in_all_formats(imported: Imported) -> None:
    files = {file.suffix[1:]: file.stat().st_size for file in (imported.folder / f"digest-{DAY}").iterdir()}
    assert set(files) == set(FORMATS)
    assert min(files.values()) > 5_000


def test_the_digest_has_the_stories_of_the_province(imported: Imported) -> None:
    named = {line["url"] for line in imported.in_window() if "Ninh Bình" in line["title"]}
    shown = {outlet["url"] for entry in imported.entries("stories") for outlet in entry["outlets"]}
    assert named
    assert named <= shown
    for entry in imported.entries("stories"):
        line = next(line for line in imported.lines if line["url"] == entry["outlets"][0]["url"])
        assert plain(entry["title"]) == plain(line["title"])
        assert plain(entry["sentences"][0]) in plain(line["summary"])


def test_sport_stands_apart(imported: Imported) -> None:
    sport = {line["url"] for line in imported.lines if line["section"] == "Thể thao"}
    at_home = {outlet["url"] for entry in imported.entries("stories") for outlet in entry["outlets"]}
    assert at_home & sport == set()
    assert all("sport" not in entry["topics"] for entry in imported.entries("stories"))


def test_no_address_stands_twice_and_each_is_of_the_web(imported: Imported) -> None:
    entries = imported.entries("stories", "foreign", "sport")
    urls = Counter(outlet["url"] for entry in entries for outlet in entry["outlets"])
    assert [url for url, times in urls.items() if times > 1] == []
    assert [url for url in urls if not url.startswith(("http://", "https://"))] == []
    assert len({entry["story"] for entry in entries}) == len(entries)


def test_the_coverage_counts_what_was_there(imported: Imported) -> None:
    coverage, digest = imported.digest["coverage"], imported.digest
    urls = {line["url"] for line in imported.in_window()}
    labels = {url: label for url, _, label in contents(imported.folder)["relevance"] if url in urls}
    shown = {outlet["url"] for entry in imported.entries("stories", "foreign", "sport") for outlet in entry["outlets"]}
    assert coverage["articles_read"] == len(urls)
    assert coverage["articles_about"] == list(labels.values()).count("about")
    assert coverage["older_articles"] == 0
    assert shown == {url for url, label in labels.items() if label in {"about", "sport"}}
    assert digest["totals"]["stories"] == len(digest["stories"])
    assert digest["totals"]["sport"] == len(digest["sport"])
    assert digest["window"] == {"begin": "2025-09-28T06:30:00+07:00", "end": "2025-09-29T06:30:00+07:00"}
