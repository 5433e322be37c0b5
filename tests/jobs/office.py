"""A province's folder on a press of the test, the program as its users start it, and what came of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from config import write_folder, write_sources
from news.source import Source
from tests.crawlers.outlets import article, publish, rss, source
from tests.servers import Press, says

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-m", "jobs.cli")


def open_press(press: Press, articles: int = 4) -> tuple[Source, ...]:
    """Three outlets about Ninh Bình; one text stands in two of them."""
    latest = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    sources = []
    for number in (1, 2, 3):
        outlet = press.outlet(f"bao{number}.thu", f"127.31.0.{number}")
        publish(outlet, articles, path="/rss", latest=latest)
        shared = outlet.url("/chung.htm")
        outlet.on("/chung.htm", says(article("Ninh Bình thông xe cầu Bến Mẫu", shared, latest)))
        outlet.on("/rss2", says(rss("Tin tỉnh", [(shared, "Ninh Bình thông xe cầu Bến Mẫu", latest)]), "text/xml"))
        one = source(f"bao{number}", outlet, home="ninh-binh")
        sources.append(one)
        sources.append(source(f"bao{number}-tinh", outlet, path="/rss2"))
    return tuple(sources)


def write_office(folder: Path, sources: Iterable[Source], hosts: Mapping[str, str], crawl: str = "") -> Path:
    """A folder for Ninh Bình that may read 127/8 and waits for nobody. ``crawl``: more lines of ``[crawl]``."""
    write_folder(folder, "ninh-binh", "Ninh Bình", "Tỉnh Ninh Bình")
    write_sources(folder / "sources.csv", sources)
    province = folder / "province.toml"
    words = province.read_text(encoding="utf-8")
    words = words.replace("allow_hosts = []", f'allow_hosts = ["127.0.0.0/8"]\n{crawl}')
    words = words.replace('delay = "1500ms"', 'delay = "0s"').replace('answer_time = "30s"', 'answer_time = "3s"')
    lines = "\n".join(f'"{name}" = "{address}"' for name, address in hosts.items())
    province.write_text(words.replace("[crawl.hosts]", f"[crawl.hosts]\n{lines}"), encoding="utf-8")
    return folder


def run(
    *arguments: str | Path, timeout: float = 240, prefix: tuple[str, ...] = (), **options: Any
) -> subprocess.CompletedProcess[str]:
    """``diembao ARGUMENTS`` to its end. ``prefix``: words before the command that change what it may do."""
    command = [*prefix, *PROGRAM, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=timeout, check=False, **options)


def start(*arguments: str | Path, env: Mapping[str, str] = os.environ) -> subprocess.Popen[bytes]:
    """``diembao ARGUMENTS``, to be ended by the test."""
    null = subprocess.DEVNULL
    return subprocess.Popen([*PROGRAM, *map(str, arguments)], cwd=ROOT, stdout=null, stderr=null, env=dict(env))


def contents(folder: Path, url: str = "") -> dict[str, list[tuple[Any, ...]]]:
    """All that matters of an office's storage, without the numbers and times that each run has of its own."""
    queries = {
        "articles": "select url, source, version from article",
        "versions": "select url, v.version, origin, title, lead, text, published_at, precision, language "
        "from article_version v join article a on a.id = v.article_id",
        "entries": "select url, source, page from entry",
        "snapshots": "select a.url, s.sha256 from snapshot s join article a on a.id = s.article_id",
        "analyses": "select url, n.version, tone, topics from analysis n join article a on a.id = n.article_id "
        "and a.version = n.version and a.analysed_by = n.model_set",
        "relevance": "select url, province, label from relevance r join article a on a.id = r.article_id",
        "stories": "select a.url, m.story, o.url from story_member m join article a on a.id = m.article_id "
        "left join article o on o.id = m.reprint_of",
        "aliases": "select al.url, a.url from article_alias al join article a on a.id = al.article_id",
    }
    engine = create_engine(url.replace("://", "+psycopg://", 1) or f"sqlite:///{folder / 'data' / 'diembao.db'}")
    try:
        with engine.connect() as connection:
            return {
                name: sorted(map(tuple, connection.execute(text(query))), key=repr) for name, query in queries.items()
            }
    finally:
        engine.dispose()
