"""``models train``: what a province's corrections teach, measured, kept if it helps, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from jobs.lessons import others_of_relevance, others_of_stories, relevance_lessons, story_lessons
from jobs.wiring import Office, learnt_file
from news.analysis import Override, OverrideField
from news.article import StoredArticle
from news.errors import disk_error
from nlp import learning, linear, relevance, relevance_learning, story_learning, taught
from nlp.learning import Learnt, Lesson, Trial
from nlp.relevance import Model
from storage import Work

#: Which classifier a field's corrections teach, and whether its labels exclude each other.
TAUGHT = {OverrideField.TONE: ("tone", True), OverrideField.TOPIC: ("topics", False)}
#: So many of the newest articles that nobody corrected show whether the rest of the press still reads as before.
OTHERS = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """One trial for each task that has corrections enough; ``kept`` are those whose weights are in use now.

    ``counts``: corrections that can teach, of every task.
    """

    trials: tuple[Trial, ...]
    counts: dict[str, int]
    kept: tuple[str, ...]


@dataclass
class _Learning:
    """What has been tried so far."""

    trials: list[Trial] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    words: dict[str, Learnt] = field(default_factory=dict)
    moved: Model | None = None
    shift: float | None = None

    def may_try(self, task: str, count: int) -> bool:
        self.counts[task] = count
        return count >= learning.LEAST

    def is_kept(self, trial: Trial) -> bool:
        self.trials.append(trial)
        return trial.is_worth_keeping


def train(office: Office) -> Outcome:
    """Learn from the corrections that count; what was learnt before is replaced, and kept for undoing.

    Each time from the shipped weights, so that learning twice is learning once. Raises ``StorageError``.
    """
    found = _Learning()
    with office.storage.read() as work:
        said = work.overrides.newest(office.province)
        _try_words(work, [word for word in said if word.field in TAUGHT], found)
        _try_relevance(work, office.province, said, found)
        _try_stories(work, office.province, found)
    kept = tuple(trial.task for trial in found.trials if trial.is_worth_keeping)
    if kept:
        _keep(found, learnt_file(office.configuration.data_folder))
    return Outcome(tuple(found.trials), found.counts, kept)


def _try_words(work: Work, said: Sequence[Override], found: _Learning) -> None:
    corrected = {word.article_id for word in said}
    stored = {one.id: one for one in work.articles.list(sorted(corrected))}
    newest = [one for one in work.articles.newest(OTHERS + len(corrected)) if one not in corrected][:OTHERS]
    others = [_reading(one) for one in work.articles.list(newest)]
    for field_, (task, one_label) in TAUGHT.items():
        lessons = _lessons([word for word in said if word.field is field_], stored)
        if found.may_try(task, len(lessons)):
            trial, moved = learning.attempt(task, linear.light().shipped(task), lessons, others, one_label=one_label)
            if found.is_kept(trial):
                found.words[task] = moved


def _try_relevance(work: Work, province: str, said: Sequence[Override], found: _Learning) -> None:
    words = [word for word in said if word.field is OverrideField.RELEVANCE]
    lessons = relevance_lessons(work, province, words[: learning.MOST])
    if found.may_try("relevance", len(lessons)):
        others = others_of_relevance(work, province, {word.article_id for word in words}, OTHERS)
        trial, moved = relevance_learning.attempt(relevance.shipped(), lessons, others)
        if found.is_kept(trial):
            found.moved = moved


def _try_stories(work: Work, province: str, found: _Learning) -> None:
    facts = work.stories.facts(province)[-learning.MOST :]
    lessons = story_lessons(work, facts)
    if found.may_try("stories", len(lessons)):
        others = others_of_stories(work, {key for fact in facts for key in (fact.a, fact.b)}, OTHERS)
        trial, shift = story_learning.attempt(lessons, others)
        if found.is_kept(trial):
            found.shift = shift


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
    taught.use(file)
    return True


def _lessons(said: Sequence[Override], stored: dict[int, StoredArticle]) -> list[Lesson]:
    known = [word for word in said if word.article_id in stored][: learning.MOST]
    return [Lesson(_reading(stored[word.article_id]), tuple(word.value.split(","))) for word in known]


def _reading(one: StoredArticle) -> linear.Reading:
    return linear.read(one.article.title, one.article.body)


def _keep(found: _Learning, file: Path) -> None:
    new = file.with_suffix(".new.npz")
    try:
        with new.open("wb") as out:
            np.savez_compressed(out, **taught.pack(found.words, found.moved, found.shift))  # type: ignore[arg-type]
        if file.is_file():
            file.replace(_before(file))
        new.replace(file)
    except OSError as error:
        raise disk_error(file, error) from error
    taught.use(file)


def _before(file: Path) -> Path:
    return file.with_suffix(".before.npz")
