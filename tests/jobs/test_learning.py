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
from jobs.lessons import story_lessons
from jobs.wiring import learnt_file, open_office
from news.analysis import Override, OverrideField, Relevance, Tone
from news.article import Article
from news.story import FactKind, StoryFact
from nlp import taught, tone

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
NAMES = ("Xáng", "Mới", "Gò", "Đào", "Cát", "Sậy", "Bần", "Tràm", "Dừa", "Lau", "Sen", "Súng")
TITLES = [f"Nạo vét kênh {name} đúng tiến độ" for name in NAMES]


@pytest.fixture(autouse=True)
def nothing_learnt_stays() -> Iterator[None]:
    yield
    taught.use(None)


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
        assert taught.mark()
        assert office.advance.reader.analyser.models != shipped
        file = learnt_file(office.configuration.data_folder)
    train(folder, "--undo")
    assert not file.exists()
    with open_office(folder):
        assert tone.judge(TITLES[0], "")[0] is before


def add(folder: Path, titles: list[str]) -> list[int]:
    """Store, read and group articles that came ten minutes apart."""
    with open_office(folder) as office:
        with office.storage.begin() as work:
            ids = []
            for number, title in enumerate(titles):
                article = Article(f"https://bao.example/tin/{number}", "bao", title)
                ids.append(work.articles.add(article, first_seen_at=NOW + timedelta(minutes=10 * number)).id)
        office.advance.run()
    return ids


def test_what_people_say_of_relevance_teaches_the_layer(folder: Path) -> None:
    ids = add(folder, [f"Hội chợ tại Ninh Bình khai mạc, đông khách lần thứ {number}" for number in range(2, 14)])
    with open_office(folder) as office, office.storage.begin() as work:
        for number, key in enumerate(ids):
            at = NOW + timedelta(number)
            work.overrides.add(Override("ninh-binh", key, OverrideField.RELEVANCE, "passing", "lan", at))
    (trial,) = train(folder)
    assert (trial["task"], trial["corrections"], trial["enabled"]) == ("relevance", 12, True)
    assert (trial["right_before"], trial["right_after"]) == (0, 12)
    with open_office(folder) as office:
        office.advance.run()
        with office.storage.read() as work:
            assert {one.relevance["ninh-binh"] for one in work.analyses.list(ids).values()} == {Relevance.PASSING}
    train(folder, "--undo")
    assert not taught.mark()


def test_what_people_part_teaches_from_which_likeness_on_two_articles_are_one_event(folder: Path) -> None:
    titles = [f"Xã Đồng {name} khai mạc hội làng {side}" for name in NAMES for side in ("đầu xuân", "cuối thu")]
    ids = add(folder, titles)
    with open_office(folder) as office, office.storage.begin() as work:
        for number in range(len(NAMES)):
            at = NOW + timedelta(number)
            pair = ids[2 * number], ids[2 * number + 1]
            work.stories.add_fact(StoryFact("ninh-binh", FactKind.CANNOT_LINK, *pair, "lan", at))
        judged = [one.log_odds for one in story_lessons(work, work.stories.facts("ninh-binh"))]
    assert len(judged) == len(NAMES)
    (trial,) = train(folder)
    assert (trial["task"], trial["corrections"]) == ("stories", len(NAMES))
    assert trial["right_after"] >= trial["right_before"] == sum(one < 0 for one in judged)
    assert trial["enabled"] is (trial["right_after"] > trial["right_before"])


def test_too_few_corrections_teach_nothing_and_say_so(folder: Path) -> None:
    correct(folder, TITLES[:3], Tone.NEGATIVE)
    ran = CliRunner().invoke(command, ["train", "--config", str(folder)])
    assert "cần ít nhất 10" in ran.output
    assert not train(folder)
