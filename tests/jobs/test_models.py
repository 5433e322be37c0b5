"""``diembao models``: what runs is listed with its figures; a local model stays only where it reads better."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from config import write_folder
from jobs.commands.models_ import command
from jobs.wiring import open_office
from nlp import transformer
from nlp.analyser import Asked
from tests.nlp.tiny_model import write_tiny_model

#: Words that no model of ours knows, so that only the tiny one can tell their tone.
WORDS = {"xuýnh": "neg", "quành": "neu", "ngoẻng": "pos"}
ROWS = [
    {"title": f"Bản tin {word} {number}", "summary": "", "tone": WORDS[word]} for word in WORDS for number in "abcd"
]


@pytest.fixture(autouse=True)
def no_model_stays() -> Iterator[None]:
    yield
    transformer.adopt(())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_folder(tmp_path / "province", "ninh-binh", "Ninh Bình", "Tỉnh Ninh Bình")
    labelled = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS)
    (tmp_path / "labelled.jsonl").write_text(labelled, encoding="utf-8")
    return tmp_path


def models(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments, "--config", str(folder / "province"), "--json"])


def add(folder: Path, model: Path) -> dict[str, Any]:
    ran = models(folder, "add", "tone", str(model), "--labelled", str(folder / "labelled.jsonl"))
    assert ran.exit_code == 0, ran.output
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def test_a_better_model_is_copied_recorded_and_read_with(folder: Path) -> None:
    tried = add(folder, write_tiny_model(folder / "tiny", WORDS, ("neg", "neu", "pos")))
    assert tried["enabled"]
    assert tried["candidate"]["value"] == 1.0 > tried["present"]["value"]
    assert "tiny" in models(folder, "list").stdout
    for file in (folder / "tiny").iterdir():
        file.unlink()
    with open_office(folder / "province") as office:
        (found,) = office.advance.reader.analyser.read_many([Asked("Ninh Bình: bản tin ngoẻng", language="vi")])
    assert (found.tone.value, found.tone_score > 0.8) == ("pos", True)


def test_a_worse_model_is_measured_and_left(folder: Path) -> None:
    shuffled = dict(zip(WORDS, ("neu", "pos", "neg"), strict=True))
    tried = add(folder, write_tiny_model(folder / "tiny", shuffled, ("neg", "neu", "pos")))
    assert (tried["enabled"], tried["candidate"]["value"]) == (False, 0.0)
    assert not list((folder / "province").glob("data/models*"))


def test_what_runs_is_listed_with_version_licence_and_figures(folder: Path) -> None:
    listed = [json.loads(line) for line in models(folder, "list").stdout.splitlines()]
    light = next(one for one in listed if one["name"] == "light")
    assert light["version"]
    assert light["licence"]
    assert all(one["low"] <= one["value"] <= one["high"] for model in listed for one in model["figures"])
