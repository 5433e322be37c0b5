"""The verbs of claims, evidence, tips, watches and alerts: what pages show, one object a line, each look logged."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click import Command
from click.testing import CliRunner

from dashboards.services.watches import WatchForm
from factcheck.tips import TipLine
from jobs.alerting import Alerter
from jobs.commands.alerts_ import command as alerts
from jobs.commands.claims_ import command as claims
from jobs.commands.evidence_ import command as evidence
from jobs.commands.tips_ import command as tips
from jobs.commands.watches_ import command as watches
from jobs.desks.tasks import TasksDesk
from jobs.desks.watches import WatchesDesk, definition_of
from jobs.wiring import open_office
from news.errors import InputError
from news.times import Window, at_local
from tests.alerts.samples import finding
from tests.factcheck.samples import LAN, STATEMENT, publish
from tests.fakes import FakeClock
from tests.jobs.desks.morning import morning

POLICY = """
[[recipient]]
name = "truc"
email = "t@vp.example"
hours = "always"

[[route]]
name = "r"
to = ["truc"]
wait = "0s"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place, clock = tmp_path_factory.mktemp("verbs") / "tinh", FakeClock()
    with morning(place, clock) as office:
        publish(office.storage, clock)
        TipLine(office.public, office.province, clock).submit("Nghe nói mai cả xã mất nước, đúng không?")
        WatchesDesk(office, TasksDesk()).add(LAN, WatchForm("Cầu", "cầu", any=True))
    (place / "recipients.toml").write_text(POLICY, encoding="utf-8")
    with open_office(place, clock) as office:
        with office.storage.begin() as work:
            work.findings.add_many([finding("1")])
        Alerter(office).route()
    return place


def told(verb: Command, folder: Path, *words: str) -> list[dict[str, Any]]:
    """What a verb says as JSON."""
    ran = CliRunner().invoke(verb, [*words, "--json", "--config", str(folder)], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return [json.loads(line) for line in ran.output.splitlines()]


def said(verb: Command, folder: Path, *words: str) -> str:
    ran = CliRunner().invoke(verb, [*words, "--config", str(folder)])
    assert ran.exit_code == 0, ran.output
    return ran.output


def test_a_claim_is_shown_with_its_course_and_effect(folder: Path) -> None:
    (one,) = told(claims, folder, "show", "1")
    assert (one["statement"], one["published"][0]["verdict"]) == (STATEMENT, "refuted")
    assert [step["verb"] for step in one["history"]] == ["add", "take", "decide", "approve"]
    assert one["effect"]["before"] == 0
    assert STATEMENT in said(claims, folder, "show", "1")


def test_evidence_is_found_shown_and_superseded_and_that_undone(folder: Path) -> None:
    (found, *_) = told(evidence, folder, "find", "học sinh đi học bình thường")
    assert "đi học bình thường" in found["text"]
    (one,) = told(evidence, folder, "show", "1")
    assert one["cited_by"] == [1]
    note = folder / "moi.txt"
    note.write_text("Học sinh nghỉ thứ Bảy.", encoding="utf-8")
    (new,) = told(evidence, folder, "add", str(note), "--publisher", "Sở (mẫu)", "--valid-from", "2026-11-20")
    said(evidence, folder, "supersede", "1", str(new["id"]))
    assert told(evidence, folder, "show", "1")[0]["superseded_by"] == new["id"]
    assert told(evidence, folder, "show", str(new["id"]))[0]["valid_from"] == "2026-11-20"
    said(evidence, folder, "supersede", "1", "--undo")
    assert told(evidence, folder, "show", "1")[0]["superseded_by"] is None


def test_tips_are_counted_and_their_words_stay_in_the_page(folder: Path) -> None:
    (card,) = told(tips, folder, "list")
    assert card["asked"] == 1
    assert "mất nước" not in json.dumps(card, ensure_ascii=False) + said(tips, folder, "list")


def test_watches_are_tried_from_a_file_and_switched(folder: Path) -> None:
    file = folder / "thu.toml"
    file.write_text(definition_of(WatchForm("Thử", "province:ninh-binh", any=True)), encoding="utf-8")
    (tried,) = told(watches, folder, "test", "--file", str(file))
    assert tried["watch"] == "Thử"
    assert "Thử" not in {one["name"] for one in told(watches, folder, "list")}
    said(watches, folder, "disable", "Cầu", "--person", "lan")
    assert "Cầu" not in {one["name"] for one in told(watches, folder, "list")}
    said(watches, folder, "enable", "Cầu", "--person", "lan")
    assert "Cầu" in {one["name"] for one in told(watches, folder, "list")}
    for words in (("enable", "Không có", "--person", "lan"), ("test", "Không có")):
        ran = CliRunner().invoke(watches, [*words, "--config", str(folder)])
        assert isinstance(ran.exception, InputError)


def test_an_alert_is_acknowledged_and_that_undone(folder: Path) -> None:
    (one,) = told(alerts, folder, "list")
    assert told(alerts, folder, "ack", str(one["id"]))[0]["acknowledged_by"] == "command_line"
    assert told(alerts, folder, "ack", str(one["id"]), "--undo")[0]["acknowledged_by"] is None


def test_each_look_stands_in_the_log(folder: Path) -> None:
    for verb, words in ((claims, ("list",)), (claims, ("show", "1")), (evidence, ("show", "1")), (tips, ("list",))):
        told(verb, folder, *words)
    with open_office(folder) as office, office.storage.read() as work:
        rows = list(work.audit.export(Window(at_local(date(1970, 1, 2)), at_local(date(2999, 1, 1)))))
        assert work.audit.verify() == []
    looks = [(row["noun"], row["key"]) for row in rows if row["person"] == "command_line" and row["verb"] == "look"]
    assert looks[-4:] == [("claims", "-"), ("claim", "1"), ("evidence_one", "1"), ("tips", "-")]
