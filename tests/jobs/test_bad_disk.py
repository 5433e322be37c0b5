"""A read-only folder and a full disk, met by a plain user: said in words, nothing lost, nothing doubled."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from news.source import Source
from tests.crawlers.outlets import publish, source
from tests.jobs.disks import PLAIN_USER, SmallDisk, needs_plain_user, small_disk
from tests.jobs.office import contents, run, write_office
from tests.servers import Outlet, Press

HEADLINES = 3000
ARTICLES = 12


def office(folder: Path, sources: list[Source], hosts: dict[str, str]) -> Path:
    return write_office(folder / "office", sources, hosts)


@pytest.fixture(scope="module")
def press() -> Iterator[tuple[Press, list[Source]]]:
    with Press() as press:
        outlet = press.outlet("day.thu", "127.33.0.1")
        publish(outlet, ARTICLES)
        yield press, [source("day", outlet, home="ninh-binh")]


@pytest.fixture(scope="module")
def headlines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Too many for a small disk."""
    file = tmp_path_factory.mktemp("lines") / "kho.jsonl"
    chance = Random(1)
    # Words of their own: thousands of variations of one sentence would be one story, and that is another test's.
    words = ["".join(chance.choices("bcdghklmnpqrstvx", k=2)) + chance.choice("aeiouy") for _ in range(1500)]
    lines = [
        json.dumps(
            {
                "url": f"http://day.thu/kho-{number}.htm",
                "title": " ".join(chance.choices(words, k=9)),
                "lead": " ".join(chance.choices(words, k=40)),
                "published_at": f"2026-10-{1 + number % 28:02}T08:00:00+07:00",
            }
        )
        for number in range(HEADLINES)
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def refused(ran: subprocess.CompletedProcess[str], where: Path, words: str) -> None:
    """It failed as it should: code 1, the path and the reason in Vietnamese, nothing else."""
    assert ran.returncode == 1, ran.stderr
    assert str(where) in ran.stderr
    assert words in ran.stderr
    assert "Traceback" not in ran.stderr


def with_data(folder: Path) -> dict[str, str]:
    return {**os.environ, "DIEMBAO_DATA": str(folder)}


def articles_of(data: Path, office: Path) -> int:
    ran = run("index", "status", "--verify", "--json", "--config", office, env=with_data(data))
    status = json.loads(ran.stdout)
    assert status["is_sound"], status
    return int(status["documents"])


@pytest.mark.parametrize(
    "verb", [("run", "--once"), ("search", "cầu"), ("sources", "list"), ("digest", "day"), ("audit", "verify")]
)
def test_a_read_only_folder_is_named(tmp_path: Path, verb: tuple[str, ...]) -> None:
    needs_plain_user()
    folder = office(tmp_path, [source("a", Outlet("a.thu", "127.33.1.1"))], {})
    (folder / "data").mkdir()
    (folder / "data").chmod(0o555)
    ran = run(*verb, "--config", folder, prefix=PLAIN_USER)
    refused(ran, folder / "data", "chỉ được đọc")
    assert list((folder / "data").iterdir()) == []


def test_a_folder_where_nothing_can_be_made_is_named(tmp_path: Path) -> None:
    needs_plain_user()
    folder = office(tmp_path, [source("a", Outlet("a.thu", "127.33.1.1"))], {})
    folder.chmod(0o555)
    once = run("run", "--once", "--config", folder, prefix=PLAIN_USER)
    init = run("init", folder / "khac", "--province", "ninh-binh", prefix=PLAIN_USER)
    folder.chmod(0o755)
    refused(once, folder / "data", "chỉ được đọc")
    refused(init, folder / "khac", "chỉ được đọc")


def test_a_folder_that_became_read_only_loses_nothing(tmp_path: Path, press: tuple[Press, list[Source]]) -> None:
    needs_plain_user()
    folder = office(tmp_path, press[1], press[0].hosts)
    assert run("run", "--once", "--config", folder, prefix=PLAIN_USER).returncode == 0
    before = contents(folder)
    for path in [folder / "data", *(folder / "data").rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    refused(run("run", "--once", "--config", folder, prefix=PLAIN_USER), folder / "data", "chỉ được đọc")
    for path in [folder / "data", *(folder / "data").rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert run("run", "--once", "--config", folder, prefix=PLAIN_USER).returncode == 0
    assert contents(folder) == before


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", "4m") as disk:
        yield disk


def test_an_import_on_a_full_disk_goes_on_on_a_larger_one(
    tmp_path: Path, disk: SmallDisk, headlines: Path, press: tuple[Press, list[Source]]
) -> None:
    folder = office(tmp_path, press[1], {})
    ran = run("import", headlines, "--config", folder, prefix=disk.prefix, env=with_data(disk.folder))
    refused(ran, disk.folder, "ổ đĩa đã đầy")
    larger = tmp_path / "larger"
    shutil.copytree(disk.view, larger)
    ran = run("import", headlines, "--json", "--config", folder, env=with_data(larger))
    assert ran.returncode == 0, ran.stderr
    assert articles_of(larger, folder) == HEADLINES


def test_a_disk_that_was_full_from_the_start_is_named(
    tmp_path: Path, disk: SmallDisk, press: tuple[Press, list[Source]]
) -> None:
    folder = office(tmp_path, press[1], {})
    for leave in (0, 60_000, 400_000):
        disk.fill(leave)
        refused(
            run("sources", "list", "--config", folder, prefix=disk.prefix, env=with_data(disk.folder)),
            disk.folder,
            "ổ đĩa đã đầy",
        )
        disk.make_room()
    ran = run("sources", "list", "--config", folder, prefix=disk.prefix, env=with_data(disk.folder))
    assert ran.returncode == 0, ran.stderr


def test_a_round_on_a_full_disk_goes_on_when_there_is_room(
    tmp_path: Path, disk: SmallDisk, press: tuple[Press, list[Source]]
) -> None:
    folder = office(tmp_path, press[1], press[0].hosts)
    whole = office(tmp_path / "whole", press[1], press[0].hosts)
    assert run("run", "--once", "--config", whole).returncode == 0
    assert run("sources", "list", "--config", folder, prefix=disk.prefix, env=with_data(disk.folder)).returncode == 0
    disk.fill(leave=0)
    ran = run("digest", "day", "--config", folder, prefix=disk.prefix, env=with_data(disk.folder))
    refused(ran, disk.folder, "ổ đĩa đã đầy")
    disk.make_room()
    disk.fill(leave=100_000)
    ran = run("run", "--once", "--config", folder, prefix=disk.prefix, env=with_data(disk.folder))
    refused(ran, disk.folder, "ổ đĩa đã đầy")
    disk.make_room()
    ran = run("run", "--once", "--config", folder, prefix=disk.prefix, env=with_data(disk.folder))
    assert ran.returncode == 0, ran.stderr
    shutil.copytree(disk.view, folder / "data")
    assert contents(folder) == contents(whole)
