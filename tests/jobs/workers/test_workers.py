"""The main job on several machines: what `diembao run` does alone, workers do together, whoever of them is killed."""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from jobs.wiring import open_office
from news.article import Article, Origin
from news.source import Source
from tests.crawlers.outlets import publish, source
from tests.crawlers.run_round import NOON
from tests.jobs.office import contents, run, start, write_office
from tests.jobs.workers.crew import Crew, crew, is_done, until
from tests.servers import Press, hangs
from tests.storage.real_postgresql import PostgresServer

#: DESIGN: a second scheduler takes over within so many seconds.
TAKEOVER = 30
Scene = tuple[Press, tuple[Source, ...]]

_numbers = itertools.count(1)


@pytest.fixture(scope="package")
def alone(press: Scene, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Any, ...]]]:
    """What one office on SQLite makes of the press in one round."""
    folder = write_office(tmp_path_factory.mktemp("alone") / "office", press[1], press[0].hosts)
    done = run("run", "--once", "--config", folder)
    assert done.returncode == 0, done.stderr
    return contents(folder)


@pytest.fixture
def workers(postgresql: PostgresServer, press: Scene, tmp_path: Path) -> Iterator[Crew]:
    url = postgresql.make_database(f"viec_{os.getpid()}_{next(_numbers)}")
    with crew(tmp_path / "provinces", url, press[1], press[0].hosts) as made:
        yield made


def test_one_office_runs_on_postgresql_as_on_sqlite(
    postgresql: PostgresServer, press: Scene, tmp_path: Path, alone: dict[str, list[tuple[Any, ...]]]
) -> None:
    url = postgresql.make_database(f"mot_{os.getpid()}")
    folder = write_office(tmp_path / "office", press[1], press[0].hosts)
    environment = {**os.environ, "DIEMBAO_DATABASE_URL": url}
    done = run("run", "--once", "--config", folder, env=environment)
    assert done.returncode == 0, done.stderr
    assert contents(folder, url) == alone
    status = run("index", "status", "--verify", "--config", folder, env=environment)
    assert status.returncode == 0, status.stdout
    digest = run(
        "digest", "day", "--format", "html,docx", "--out", tmp_path / "out", "--config", folder, env=environment
    )
    assert digest.returncode == 0, digest.stderr
    assert {one.suffix for one in (tmp_path / "out").iterdir()} == {".html", ".docx"}


@pytest.mark.timeout(600)
def test_workers_make_of_the_press_what_one_office_makes(
    workers: Crew, press: Scene, alone: dict[str, list[tuple[Any, ...]]]
) -> None:
    asked_before = {outlet.name: len(outlet.asked) for outlet in press[0].outlets}
    started = [workers.start(role) for role in ("scheduler", "fetch", "fetch", "analysis", "analysis", "delivery")]
    until(lambda: is_done(workers.store), "all is collected, analysed and grouped", workers)
    assert [child.poll() for child in started] == [None] * len(started), workers.logs
    assert workers.contents() == alone
    for outlet in press[0].outlets:
        asked = Counter(one.path for one in outlet.asked[asked_before[outlet.name] :])
        assert set(asked.values()) == {1}, f"{outlet.name}: no machine reads what another one read: {asked}"
    for child in started:
        child.send_signal(signal.SIGTERM)
    assert [child.wait(60) for child in started] == [0] * len(started), workers.logs


@pytest.mark.timeout(600)
def test_a_killed_leader_is_followed_by_the_next_within_half_a_minute(workers: Crew) -> None:
    first, second = workers.start("scheduler"), workers.start("scheduler")
    by_number = {str(one.pid): one for one in (first, second)}

    def leading() -> list[str]:
        return [number for number, doing in workers.doing().items() if doing == "leading"]

    until(lambda: len(leading()) == 1 and len(workers.doing()) == 2, "one leads, one waits", workers)
    (leader,) = leading()
    by_number[leader].kill()
    by_number[leader].wait()
    took = until(lambda: set(leading()) - {leader}, "the other one leads", workers)
    assert took < TAKEOVER


@pytest.mark.timeout(600)
def test_killed_analysts_lose_and_double_nothing(workers: Crew, press: Scene, tmp_path: Path) -> None:
    articles = [(one, NOON + timedelta(minutes=number)) for number, one in enumerate(_articles(300))]
    with open_office(write_office(tmp_path / "office", press[1], press[0].hosts)) as office:
        with office.storage.begin() as work:
            work.articles.add_many(articles)
        office.advance.run()
    with workers.store.begin() as work:
        work.articles.add_many(articles)
    workers.start("scheduler")
    victim = workers.start("analysis")
    until(lambda: workers.in_hand(victim.pid), "it has articles in hand", workers)
    victim.kill()
    victim.wait()
    workers.start("analysis")
    until(lambda: is_done(workers.store), "what the killed had in hand is read by the next", workers)
    assert workers.contents() == contents(tmp_path / "office")
    status = workers.run("work", "status", "--json", "--config", workers.folder)
    assert status.returncode == 1, "nobody fetches and nobody delivers, and it says so"
    roles = [json.loads(line).get("role") for line in status.stdout.splitlines()]
    assert roles[:2] == ["analysis", "scheduler"]


def _articles(count: int) -> Iterator[Article]:
    """Articles that have little in common."""
    for number in range(count):
        chance = random.Random(number)
        words = ["".join(chance.choices("aeiouy", k=1) + chance.choices("bcdghlmnt", k=2)) for _ in range(60)]
        title = f"Ninh Bình: {' '.join(words[:8])}"
        yield Article(f"https://bao1.thu/{number}.htm", "bao1", title, "", " ".join(words), origin=Origin.PAGE)


def test_no_transaction_is_open_while_a_publisher_is_slow(postgresql: PostgresServer, tmp_path: Path) -> None:
    url = postgresql.make_database(f"cham_{os.getpid()}")
    with Press() as press, psycopg.connect(url, autocommit=True) as watching:
        outlet = press.outlet("cham.thu", "127.31.0.9")
        publish(outlet, 1, latest=datetime.now(UTC) - timedelta(hours=1))
        outlet.on("/bai-0.htm", hangs())
        one = source("cham", outlet, home="ninh-binh")
        folder = write_office(tmp_path / "office", [one], press.hosts)
        child = start("run", "--once", "--config", folder, env={**os.environ, "DIEMBAO_DATABASE_URL": url})
        try:
            until(lambda: "/bai-0.htm" in outlet.paths, "the slow page is asked for")
            for _ in range(20):  # the answer may take three seconds; each look takes a moment of them
                assert watching.execute(_OPEN).fetchall() == []
                time.sleep(0.1)
        finally:
            child.kill()
            child.wait()


#: Transactions open for longer than any write takes, and locks that keep writers waiting.
_OPEN = """
    SELECT state, query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
       AND xact_start < now() - interval '1 second'
"""


def test_workers_on_a_file_are_told_what_to_do(press: Scene, tmp_path: Path) -> None:
    folder = write_office(tmp_path / "office", press[1], press[0].hosts)
    done = run("work", "analysis", "--config", folder)
    assert done.returncode == 1
    assert "DIEMBAO_DATABASE_URL" in done.stderr
    assert "diembao run" in done.stderr
