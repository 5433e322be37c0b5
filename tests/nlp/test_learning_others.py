"""Relevance and stories learn from corrections too: what was corrected moves, what is unsure stays unsure."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from news.analysis import Relevance
from nlp import likeness, relevance, relevance_learning, story_learning, taught
from nlp.relevance_learning import RelevanceLesson
from nlp.story_learning import StoryLesson


@pytest.fixture(autouse=True)
def _nothing_learnt_stays() -> Iterator[None]:
    yield
    taught.use(None)


def counted(**values: float) -> dict[str, float]:
    return dict.fromkeys(relevance.shipped().weights, 0.0) | {
        name.replace("_", " "): one for name, one in values.items()
    }


MARKET = counted(locative=1.0, mentions=0.7, share=1.0)
SPORT = counted(club_count=0.7, only_club=1.0, much_sport=1.0, cue_sport=2.0)


def lessons(label: Relevance, count: int = 12) -> list[RelevanceLesson]:
    return [RelevanceLesson(MARKET | {"first place": number / count}, label) for number in range(count)]


def test_relevance_moves_where_it_was_corrected_and_nowhere_else() -> None:
    shipped = relevance.shipped()
    assert shipped.judge(MARKET).relevance is Relevance.ABOUT
    assert shipped.judge(SPORT).relevance is Relevance.SPORT
    trial, moved = relevance_learning.attempt(shipped, lessons(Relevance.NONE), [SPORT])
    assert (trial.right_before, trial.right_after, trial.others_changed) == (0, 12, 0)
    assert trial.is_worth_keeping
    assert moved.judge(MARKET).relevance is Relevance.PASSING
    assert moved.judge(SPORT).relevance is Relevance.SPORT


def test_words_that_agree_with_the_layer_are_not_worth_keeping() -> None:
    trial, _ = relevance_learning.attempt(relevance.shipped(), lessons(Relevance.ABOUT), [SPORT])
    assert not trial.is_worth_keeping


def test_the_threshold_of_stories_goes_to_where_people_part_and_join() -> None:
    parted = [StoryLesson(0.1 * number, is_one=False) for number in range(1, 13)]
    trial, shift = story_learning.attempt(parted, [3.0, 4.0, -2.0])
    assert trial.right_before == 0
    assert trial.right_after > 0
    assert (shift < 0, trial.others_changed) == (True, 0)
    joined = [StoryLesson(-one.log_odds, is_one=True) for one in parted]
    assert story_learning.learn(joined) == pytest.approx(-shift, abs=1e-3)
    assert story_learning.learn(parted + joined) == pytest.approx(0, abs=1e-3)


def test_what_was_learnt_is_read_named_and_undone(tmp_path: Path) -> None:
    file = tmp_path / "learnt.npz"
    moved = relevance_learning.learn(relevance.shipped(), lessons(Relevance.PASSING))
    np.savez_compressed(file, **taught.pack({}, moved, -0.5))  # type: ignore[arg-type]
    taught.use(file)
    assert taught.mark()
    assert taught.is_whole()
    assert relevance.model().judge(MARKET).relevance is Relevance.PASSING
    assert likeness.judge().bias == pytest.approx(likeness.shipped().bias - 0.5)
    taught.use(None)
    assert not taught.mark()
    assert relevance.model() is relevance.shipped()
    assert likeness.judge() == likeness.shipped()


def test_a_part_learnt_over_other_weights_waits_and_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "learnt.npz"
    arrays = taught.pack({}, None, -0.5) | {"stories.made_for": np.frombuffer(b"another", np.uint8)}
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    with caplog.at_level(logging.WARNING):
        taught.use(file)
    assert "stories" in caplog.text
    assert not taught.is_whole()
    assert likeness.judge() == likeness.shipped()
