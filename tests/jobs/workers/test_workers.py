"""The main job on several machines: what `diembao run` does alone, workers do together, whoever of them is killed."""

from __future__ import annotations

import itertools
import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from news.source import Source
from tests.jobs.office import contents, run, write_office
from tests.jobs.workers.crew import Crew, crew, is_done, until
from tests.servers import Press
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


def test_workers_make_of_the_press_what_one_office_makes(
    workers: Crew, press: Scene, alone: dict[str, list[tuple[Any, ...]]]
) -> None:
    asked_before = {outlet.name: len(outlet.asked) for outlet in press[0].outlets}
    started = [workers.start(role) for role in ("scheduler", "fetch", "fetch", "analysis", "analysis", "delivery")]
    until(lambda: is_done(workers.store), "all is collected, analysed and grouped", workers)
    assert [child.poll() for child in started] == [None] * len(started), workers.logs
    found = contents(workers.folder, workers.url)
    ours = [row for row in found["relevance"] if row[1] == "ninh-binh"]
    assert found | {"relevance": ours} == alone
    for outlet in press[0].outlets:
        asked = Counter(one.path for one in outlet.asked[asked_before[outlet.name] :])
        assert set(asked.values()) == {1}, f"{outlet.name}: no machine reads what another one read: {asked}"
    for child in started:
        child.send_signal(signal.SIGTERM)
    assert [child.wait(60) for child in started] == [0] * len(started), workers.logs


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


def test_killed_analysts_lose_and_double_nothing(workers: Crew, alone: dict[str, list[tuple[Any, ...]]]) -> None:
    workers.start("scheduler")
    workers.start("fetch")
    for _ in range(3):
        victim = workers.start("analysis")
        until(lambda pid=str(victim.pid): "analyse" in workers.doing().get(pid, ""), "it analyses", workers)
        victim.kill()
        victim.wait()
    workers.start("analysis")
    until(lambda: is_done(workers.store), "what the killed had in hand is read by the next", workers)
    found = contents(workers.folder, workers.url)
    assert found | {"relevance": [row for row in found["relevance"] if row[1] == "ninh-binh"]} == alone


def test_workers_on_a_file_are_told_what_to_do(press: Scene, tmp_path: Path) -> None:
    folder = write_office(tmp_path / "office", press[1], press[0].hosts)
    done = run("work", "analysis", "--config", folder)
    assert done.returncode == 1
    assert "DIEMBAO_DATABASE_URL" in done.stderr
    assert "diembao run" in done.stderr
