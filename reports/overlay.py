"""An office's word on what belongs together, laid over the machine's grouping when the office looks. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from news.article import StoredArticle
from news.story import Edge, Membership, StoryFact
from nlp.grouping import Member, components, story_id


class Placed(Protocol):
    """An article with its place in the machine's grouping."""

    @property
    def id(self) -> int: ...
    @property
    def stored(self) -> StoredArticle: ...
    @property
    def membership(self) -> Membership | None: ...


_Placed = TypeVar("_Placed", bound=Placed)


def stories_of(
    candidates: Sequence[_Placed], facts: Sequence[StoryFact], edges: Sequence[Edge]
) -> dict[str, list[tuple[_Placed, int | None]]]:
    """Return the candidates by story, each with the article it repeats.

    Stories that no fact touches stay as the machine grouped them; those touched are grouped anew from the edges among
    their articles, with the facts. A fact about an article outside the window has no effect here.
    """
    by_id = {one.id: one for one in candidates}
    known = [fact for fact in facts if fact.a in by_id and fact.b in by_id]
    touched = {_machine_story(by_id[key]) for fact in known for key in (fact.a, fact.b)}
    stories: dict[str, list[tuple[_Placed, int | None]]] = defaultdict(list)
    anew: list[_Placed] = []
    for one in candidates:
        story = _machine_story(one)
        if story in touched:
            anew.append(one)
        else:
            stories[story].append((one, one.membership.reprint_of if one.membership else None))
    for group in components(_members(anew), edges, known):
        stories[group.story] = [(by_id[m.key], group.reprint_of.get(m.key)) for m in group.members]
    return dict(stories)


def _machine_story(one: Placed) -> str:
    return one.membership.story if one.membership else story_id(one.stored.article.url)


def _members(candidates: Iterable[Placed]) -> list[Member]:
    return [Member(one.stored.sort_time, one.stored.article.url, one.id) for one in candidates]
