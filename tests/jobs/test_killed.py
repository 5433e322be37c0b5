"""Killed with -9 at random instants and started again, a round ends where an undisturbed one does."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from news.source import Source
from tests.jobs.office import contents, open_press, run, start, write_office
from tests.servers import Press

FOLDERS = 5
KILLS_PER_FOLDER = 5


@pytest.fixture(scope="module")
def press() -> Iterator[tuple[Press, tuple[Source, ...]]]:
    with Press() as press:
        yield press, open_press(press, articles=3)


@pytest.fixture(scope="module")
def undisturbed(
    press: tuple[Press, tuple[Source, ...]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, float]:
    """A folder after one undisturbed round, and how many seconds it took."""
    folder = write_office(tmp_path_factory.mktemp("whole") / "office", press[1], press[0].hosts)
    began = time.monotonic()
    assert run("run", "--once", "--config", folder).returncode == 0
    return folder, time.monotonic() - began


@pytest.mark.parametrize("seed", range(FOLDERS))
def test_nothing_is_lost_and_nothing_is_doubled(
    press: tuple[Press, tuple[Source, ...]], undisturbed: tuple[Path, float], tmp_path: Path, seed: int
) -> None:
    whole, seconds = undisturbed
    chance = random.Random(seed)
    folder = write_office(tmp_path / "office", press[1], press[0].hosts)
    for _ in range(KILLS_PER_FOLDER):
        child = start("run", "--once", "--config", folder)
        time.sleep(chance.uniform(0.25, 1.0) * seconds)
        child.kill()
        child.wait()
    last = run("run", "--once", "--config", folder)
    assert last.returncode == 0, last.stderr
    assert contents(folder) == contents(whole)
    status = run("index", "status", "--verify", "--json", "--config", folder)
    assert json.loads(status.stdout)["is_sound"]
    assert json.loads(status.stdout)["documents"] == len(contents(whole)["articles"])
