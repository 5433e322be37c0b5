"""Vectors as they are kept: the nearest is found as before, and only what touches a province has one."""

from __future__ import annotations

import numpy as np
import pytest

from nlp import meaning, transformer
from nlp.analyser import Analyser, Asked
from nlp.transformer import Outputs


def unit(*values: float) -> np.ndarray:
    row = np.array(values, np.float32)
    return row / np.linalg.norm(row)


def test_whole_numbers_keep_the_cosines() -> None:
    random = np.random.default_rng(7)
    vectors = random.normal(0, 1, (40, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    kept = [one.vector for one in meaning.packed(vectors)]
    exact = vectors[1:] @ vectors[0]
    found = meaning.near(kept[0], kept[1:], 39, least=-1)
    assert len(found) == 39
    assert all(abs(cosine - exact[place]) < 0.01 for place, cosine in found)


def test_what_is_far_is_not_shown() -> None:
    kept = [one.vector for one in meaning.packed(np.stack([unit(1, 0), unit(1, 1), unit(0, 1)]))]
    assert [place for place, _ in meaning.near(kept[0], kept[1:], 5)] == [0]
    assert meaning.near(kept[0], [], 5) == []


def test_foreign_news_of_the_province_is_placed_too_and_other_news_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def headlines(titles: list[str], bodies: list[str]) -> Outputs | None:
        read.extend(titles)
        return Outputs(np.stack([unit(1, 2)] * len(titles)), {}) if titles else None

    monkeypatch.setattr(transformer, "headlines", headlines)
    titles = ["Ninh Binh opens a new bridge for visitors", "Paris opens a new bridge for visitors"]
    about, other = Analyser(["ninh-binh"]).read_many([Asked(title, language="en") for title in titles])
    assert read == titles[:1]
    assert about.meaning is not None
    assert about.meaning.model == transformer.version()
    assert other.meaning is None


def test_a_model_that_the_office_adopted_places_in_its_stead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transformer, "placed", lambda titles, bodies: ("own", np.stack([unit(2, 1)] * len(titles))))
    monkeypatch.setattr(transformer, "headlines", lambda titles, bodies: None)
    (found,) = Analyser(["ninh-binh"]).read_many([Asked("Ninh Binh opens a new bridge for visitors", language="en")])
    assert found.meaning is not None
    assert found.meaning.model == "own"
