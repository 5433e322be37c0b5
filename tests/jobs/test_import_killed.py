"""An import that uses several processes: killed with -9 and given again it ends the same, and nobody outlives it."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import time
import uuid
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jobs.advance import BATCH
from news.source import Source, SourceClass
from tests.jobs.office import contents, run, start, write_office

#: Enough that the index is begun by a process of its own.
ARTICLES = 3 * BATCH + 20
OUTLET = Source("bao-mau", "Báo Mẫu", SourceClass.LOCAL, "VN", ("vi",), "https://baomau.vn", home="ninh-binh")
PLACES = ("Bến Mẫu", "Đồng Thử", "Gò Nháp", "Xóm Ví", "Bãi Dụ", "Cầu Giả")
MATTERS = ("thông xe cầu", "sửa đường", "thu hoạch lúa", "mở hội làng", "khai giảng trường", "đắp đê", "cấp nước sạch")
BEGIN = datetime(2026, 11, 1, tzinfo=UTC)


def archive(folder: Path) -> Path:
    chance = random.Random(7)
    lines = []
    for number in range(ARTICLES):
        place, matter, count = chance.choice(PLACES), chance.choice(MATTERS), chance.randrange(20, 900)
        where = "Ninh Bình" if number % 100 == 0 else "Tỉnh bạn"
        record = {
            "url": f"https://baomau.vn/bai-{number}.htm",
            "title": f"{where}: {matter} ở {place} sau {count} ngày",
            "lead": f"Người dân {place} cùng {matter} với {count} ngày công, kịp vụ mùa số {number // 40}.",
            "published_at": (BEGIN + timedelta(minutes=13 * number)).isoformat(),
        }
        lines.append(json.dumps(record, ensure_ascii=False))
    file = folder / "kho.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def stored(folder: Path) -> int:
    with suppress(sqlite3.Error), closing(sqlite3.connect(folder / "data" / "diembao.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM article").fetchone()[0])
    return 0


def begun_by(mark: str) -> list[int]:
    """Processes that inherited the mark."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdecimal() and mark.encode() in (entry / "environ").read_bytes():
                found.append(int(entry.name))
    return found


def wait_until_gone(mark: str) -> list[int]:
    deadline = time.monotonic() + 60
    while (left := begun_by(mark)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


@pytest.mark.timeout(900)
def test_a_killed_import_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    file = archive(tmp_path)
    whole = write_office(tmp_path / "whole", [OUTLET], {})
    assert run("import", file, "--config", whole, timeout=600).returncode == 0
    folder = write_office(tmp_path / "office", [OUTLET], {})
    for reached in (1, BATCH + 1, 2 * BATCH + 1):
        mark = f"DIEMBAO_TEST_{uuid.uuid4().hex}"
        child = start("import", file, "--config", folder, env={**os.environ, mark: "1"})
        while child.poll() is None and stored(folder) < reached:
            time.sleep(0.02)
        child.kill()
        child.wait()
        assert wait_until_gone(mark) == [], "processes outlive the one that began them"
    last = run("import", file, "--config", folder, timeout=600)
    assert last.returncode == 0, last.stderr
    assert contents(folder) == contents(whole)
    status = json.loads(run("index", "status", "--verify", "--json", "--config", folder).stdout)
    assert status["is_sound"]
    assert status["documents"] == ARTICLES
