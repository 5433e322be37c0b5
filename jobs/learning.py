"""``models train``: what a province's corrections teach, measured, kept if it helps, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from jobs.wiring import Office, learnt_file
from news.analysis import Override, OverrideField
from news.article import StoredArticle
from news.errors import disk_error
from nlp import learning, linear
from nlp.learning import Learnt, Lesson, Trial

#: Which classifier a field's corrections teach, and whether its labels exclude each other.
TAUGHT = {OverrideField.TONE: ("tone", True), OverrideField.TOPIC: ("topics", False)}
#: So many of the newest articles that nobody corrected show whether the rest of the press still reads as before.
OTHERS = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """One trial for each task that has corrections enough; ``kept`` are those whose weights are in use now."""

    trials: tuple[Trial, ...]
    counts: dict[str, int]
    kept: tuple[str, ...]


def train(office: Office) -> Outcome:
    """Learn tone and topics from the corrections that count; what was learnt before is replaced, and kept for undoing.

    Each time from the shipped weights, so that learning twice is learning once. Raises ``StorageError``.
    """
    with office.storage.read() as work:
        said = [word for word in work.overrides.newest(office.province) if word.field in TAUGHT]
        corrected = {word.article_id for word in said}
        stored = {one.id: one for one in work.articles.list(sorted(corrected))}
        newest = [one for one in work.articles.newest(OTHERS + len(corrected)) if one not in corrected][:OTHERS]
        others = [_reading(one) for one in work.articles.list(newest)]
    counts: dict[str, int] = {}
    trials: list[Trial] = []
    learnt: dict[str, Learnt] = {}
    for field, (task, one_label) in TAUGHT.items():
        lessons = _lessons([word for word in said if word.field is field], stored)
        counts[task] = len(lessons)
        if len(lessons) < learning.LEAST:
            continue
        trial, moved = learning.attempt(task, linear.light().shipped(task), lessons, others, one_label=one_label)
        trials.append(trial)
        if trial.is_worth_keeping:
            learnt[task] = moved
    if learnt:
        _keep(learnt, learnt_file(office.configuration.data_folder))
    return Outcome(tuple(trials), counts, tuple(learnt))


def undo(office: Office) -> bool:
    """Go back to what was in use before the last ``train``; ``False``: nothing was learnt."""
    file = learnt_file(office.configuration.data_folder)
    if not file.is_file():
        return False
    try:
        before = _before(file)
        if before.is_file():
            before.replace(file)
        else:
            file.unlink()
    except OSError as error:
        raise disk_error(file, error) from error
    linear.light().learn(file)
    return True


def _lessons(said: Sequence[Override], stored: dict[int, StoredArticle]) -> list[Lesson]:
    known = [word for word in said if word.article_id in stored][: learning.MOST]
    return [Lesson(_reading(stored[word.article_id]), tuple(word.value.split(","))) for word in known]


def _reading(one: StoredArticle) -> linear.Reading:
    return linear.read(one.article.title, one.article.body)


def _keep(learnt: dict[str, Learnt], file: Path) -> None:
    new = file.with_suffix(".new.npz")
    try:
        with new.open("wb") as out:
            np.savez_compressed(out, **learning.pack(learnt, linear.light().mark))  # type: ignore[arg-type]
        if file.is_file():
            file.replace(_before(file))
        new.replace(file)
    except OSError as error:
        raise disk_error(file, error) from error
    linear.light().learn(file)


def _before(file: Path) -> Path:
    return file.with_suffix(".before.npz")
