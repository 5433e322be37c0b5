"""What an officer's word on a story leaves beside the draft: overrides and facts about stories, and their undoing.

Each is a correction that models learn from; one that is undone was a slip of the key and is taken back whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from dashboards.services.desk import DeskRefusal
from news.analysis import Override, OverrideField, Relevance, Tone, Topic
from news.draft import Act, Edit
from news.story import FactKind, StoryFact
from reports.draft import Draft, Line
from storage import Work

_FIELD = {
    Act.TONE: OverrideField.TONE,
    Act.TOPIC: OverrideField.TOPIC,
    Act.RELEVANCE: OverrideField.RELEVANCE,
}


def checked(act: Act, value: str, line: Line | None, draft: Draft) -> str:
    """The value in the form in which it is kept. Raises ``DeskRefusal``."""
    try:
        if act is Act.TONE:
            return Tone(value).value
        if act is Act.RELEVANCE:
            return Relevance(value).value
        if act is Act.TOPIC:
            return ",".join(Topic(one.strip()).value for one in value.split(",") if one.strip()) or _fail()
        ids = sorted({int(one) for one in value.split(",")})
    except ValueError:
        raise DeskRefusal("Giá trị này không dùng được; hãy tải lại trang và chọn lại.") from None
    if act is Act.MERGE:
        _check_merge(line, ids, draft)
    elif line is not None and (not set(ids) <= line.articles or set(ids) == line.articles):
        raise DeskRefusal("Hãy chọn một số bài của sự kiện để tách ra, không chọn tất cả.")
    return ",".join(map(str, ids))


def leave(work: Work, province: str, edit: Edit, line: Line | None, draft: Draft) -> None:
    """Write the correction that the edit is."""
    for fact in _facts(work, province, edit, line, draft):
        work.stories.add_fact(fact)
    if edit.act in _FIELD and edit.article_id is not None:
        # Relevance is said of the whole entry: it leaves the digest, or stays, as one.
        articles = sorted(line.articles) if line and edit.act is Act.RELEVANCE else [edit.article_id]
        for article_id in articles:
            word = Override(province, article_id, _FIELD[edit.act], edit.value, edit.person, edit.at)
            work.overrides.add(word)


def take_back(work: Work, province: str, edit: Edit) -> None:
    """Undo ``leave``: what this person said at that moment."""
    if edit.act in _FIELD:
        for word in work.overrides.said_at(province, edit.person, edit.at):
            work.overrides.take_back(word)
    if edit.act in (Act.MERGE, Act.SPLIT):
        for fact in work.stories.facts(province):
            if (fact.person, fact.at) == (edit.person, edit.at):
                work.stories.take_back_fact(fact)


def _facts(work: Work, province: str, edit: Edit, line: Line | None, draft: Draft) -> Sequence[StoryFact]:
    if edit.act not in (Act.MERGE, Act.SPLIT) or line is None or edit.article_id is None:
        return ()
    ids = [int(one) for one in edit.value.split(",")]
    if edit.act is Act.SPLIT:
        pairs = set(product(ids, sorted(line.articles - set(ids))))
        return [_fact(province, FactKind.CANNOT_LINK, pair, edit) for pair in sorted(pairs)]
    (other,) = ids
    joined = draft.line_of(other)
    theirs = joined.articles if joined else frozenset({other})
    pairs = {(edit.article_id, other)}
    # Who said "apart" before of two of these articles is overruled for just these.
    for fact in work.stories.facts(province):
        if fact.kind is FactKind.CANNOT_LINK and (
            (fact.a in line.articles and fact.b in theirs) or (fact.b in line.articles and fact.a in theirs)
        ):
            pairs.add((fact.a, fact.b))
    return [_fact(province, FactKind.MUST_LINK, pair, edit) for pair in sorted(pairs)]


def _fact(province: str, kind: FactKind, pair: tuple[int, int], edit: Edit) -> StoryFact:
    return StoryFact(province, kind, min(pair), max(pair), edit.person, edit.at)


def _check_merge(line: Line | None, ids: list[int], draft: Draft) -> None:
    other = draft.line_of(ids[0]) if len(ids) == 1 else None
    if line is None or other is None or other is line:
        raise DeskRefusal("Hãy chọn một sự kiện khác trong bản nháp để gộp vào.")


def _fail() -> str:
    raise ValueError("no topic")
