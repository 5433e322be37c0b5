"""Promises on the public process and the verbs of fact-checking, as their users start them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import urllib.request
from pathlib import Path

import pytest

from jobs.wiring import open_office
from tests.factcheck.samples import STATEMENT, publish
from tests.fakes import FakeClock
from tests.jobs.desks.morning import morning
from tests.jobs.office import PROGRAM, ROOT, run

NOTICE = "Sở Nông nghiệp xác nhận vụ lúa mùa năm 2026 cho năng suất 58 tạ một ha."
CLAIM = "Vụ lúa mùa năm 2026 cho năng suất 85 tạ một ha, Sở Nông nghiệp xác nhận"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("cong-khai") / "tinh"
    clock = FakeClock()
    with morning(place, clock) as office:
        publish(office.storage, clock)
    return place


def test_the_public_process_serves_without_the_offices_store(folder: Path, tmp_path: Path) -> None:
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    public = f"sqlite:///{tmp_path}/rieng.db"
    environ = dict(os.environ) | {"DIEMBAO_DATABASE_URL": nowhere, "DIEMBAO_PUBLIC_DATABASE_URL": public}
    words = [*PROGRAM, "serve", "--public", "--port", "0", "--config", str(folder)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(words, cwd=ROOT, env=environ, stdout=pipe, stderr=pipe, text=True)
    try:
        assert process.stdout is not None
        address = re.search(r"http://[\d.:]+/", process.stdout.readline())
        assert address is not None
        for path in ("", "hoi-tin", "rss.xml"):
            with urllib.request.urlopen(address[0] + path, timeout=60) as answer:
                assert answer.status == 200
                assert "set-cookie" not in answer.headers
    finally:
        process.send_signal(signal.SIGTERM)
        said, complained = process.communicate(timeout=60)
    assert "GET" not in said + complained  # no access log
    assert (tmp_path / "rieng.db").is_file()


def test_verbs_add_evidence_hold_claims_against_it_and_export(folder: Path, tmp_path: Path) -> None:
    notice = tmp_path / "thong-bao.txt"
    notice.write_text(NOTICE, encoding="utf-8")
    url = "https://so-nong-nghiep.example/58"
    added = run("evidence", "add", notice, "--publisher", "Sở Nông nghiệp (mẫu)", "--url", url, "--config", folder)
    assert added.returncode == 0, added.stderr
    listed = [json.loads(line) for line in run("evidence", "list", "--json", "--config", folder).stdout.splitlines()]
    assert listed[0]["url"] == url
    checked = run("claims", "check", CLAIM, "--json", "--config", folder)
    (found,) = [json.loads(line) for line in checked.stdout.splitlines()]
    assert found["proposal"] == "REFUTED"
    assert any(reason["kind"] == "number" and not reason["agrees"] for reason in found["reasons"])
    exported = run("claims", "export", tmp_path / "ra", "--config", folder)
    assert exported.returncode == 0, exported.stderr
    assert STATEMENT in (tmp_path / "ra" / "index.html").read_text(encoding="utf-8")
    claims = run("claims", "list", "--all", "--json", "--config", folder).stdout.splitlines()
    assert [json.loads(line)["state"] for line in claims] == ["published"]


def test_the_tip_line_can_be_tried_and_keeps_nothing(folder: Path) -> None:
    run("claims", "export", folder / "ra", "--config", folder)
    message = f"Nghe nói {STATEMENT}, gọi 0912 345 678"
    answer = json.loads(run("tips", "check", "-", "--json", "--config", folder, input=message).stdout)
    assert (answer["answer"], answer["verdict"]) == ("correction", "refuted")
    assert "0912" not in answer["masked_text"]
    assert run("tips", "check", "ngắn", "--config", folder).returncode == 1
    with open_office(folder) as office, office.public.read() as public:
        assert public.tips.cards(office.province) == []
