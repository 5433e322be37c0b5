"""``models train``: an office's corrections teach what helps, by figures, and can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from config import write_folder
from jobs.commands.models_ import command
from jobs.wiring import learnt_file, open_office
from news.analysis import Override, OverrideField, Tone
from news.article import Article
from nlp import linear, tone

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
TITLES = [
    f"Nạo vét kênh {name} đúng tiến độ"
    for name in ("Xáng", "Mới", "Gò", "Đào", "Cát", "Sậy", "Bần", "Tràm", "Dừa", "Lau", "Sen", "Súng")
]


@pytest.fixture(autouse=True)
def nothing_learnt_stays() -> Iterator[None]:
    yield
    linear.light().learn(None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_folder(tmp_path / "province", "ninh-binh", "Ninh Bình", "Tỉnh Ninh Bình")
    return tmp_path / "province"


def correct(folder: Path, titles: list[str], value: Tone) -> None:
    with open_office(folder) as office, office.storage.begin() as work:
        for number, title in enumerate(titles):
            article = Article(f"https://bao.example/{number}", "bao", title)
            stored = work.articles.add(article, first_seen_at=NOW)
            said = Override("ninh-binh", stored.id, OverrideField.TONE, value.value, "lan", NOW + timedelta(number))
            work.overrides.add(said)


def train(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    ran = CliRunner().invoke(command, ["train", *arguments, "--config", str(folder), "--json"])
    assert ran.exit_code == 0, ran.output
    return [json.loads(line) for line in ran.stdout.splitlines() if line.startswith("{")]


def test_corrections_teach_with_figures_and_are_taken_back(folder: Path) -> None:
    before = tone.judge(TITLES[0], "")[0]
    wanted = next(one for one in Tone if one is not before)
    correct(folder, TITLES, wanted)
    with open_office(folder) as office:
        shipped = office.advance.reader.analyser.models
    (trial,) = train(folder)
    assert trial["enabled"]
    assert (trial["task"], trial["corrections"]) == ("tone", len(TITLES))
    assert trial["right_after"] > trial["right_before"]
    with open_office(folder) as office:
        assert tone.judge(TITLES[0], "")[0] is wanted
        assert linear.light().learnt_mark
        assert office.advance.reader.analyser.models != shipped
        file = learnt_file(office.configuration.data_folder)
    train(folder, "--undo")
    assert not file.exists()
    with open_office(folder):
        assert tone.judge(TITLES[0], "")[0] is before


def test_too_few_corrections_teach_nothing_and_say_so(folder: Path) -> None:
    correct(folder, TITLES[:3], Tone.NEGATIVE)
    ran = CliRunner().invoke(command, ["train", "--config", str(folder)])
    assert "cần ít nhất 10" in ran.output
    assert not train(folder)
