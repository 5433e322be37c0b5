"""An office's word on what belongs together, laid over the machine's grouping when the office looks. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from news.article import StoredArticle
from news.story import Edge, FactKind, Membership, StoryFact
from nlp.grouping import Member, components, story_id


class Placed(Protocol):
    """An article with its place in the machine's grouping, such as a digest's candidate."""

    @property
    def id(self) -> int: ...
    @property
    def stored(self) -> StoredArticle: ...
    @property
    def membership(self) -> Membership | None: ...


_Placed = TypeVar("_Placed", bound=Placed)


def stories_of(
    candidates: Sequence[_Placed], facts: Iterable[StoryFact], edges: Sequence[Edge]
) -> dict[str, list[_Placed]]:
    """Return the articles by story, as the machine grouped them but for what people said.

    "Not one story" parts a story anew by the edges among its articles; "one story" joins two stories whole, unless
    someone said that two of their articles are apart. Facts about articles that are not here have no effect; of two
    facts about one pair the newer counts. The part with the earliest article keeps the machine's id.
    """
    stories: dict[str, list[_Placed]] = defaultdict(list)
    for one in candidates:
        stories[one.membership.story if one.membership else story_id(one.stored.article.url)].append(one)
    known = {one.id for one in candidates}
    said = [fact for fact in _newest(facts) if fact.a in known and fact.b in known]
    apart = {frozenset((fact.a, fact.b)) for fact in said if fact.kind is FactKind.CANNOT_LINK}
    stories = {
        story: group for name, members in stories.items() for story, group in _parted(name, members, said, edges)
    }
    for fact in said:
        if fact.kind is FactKind.MUST_LINK:
            stories = _joined(stories, fact, apart)
    return stories


def _newest(facts: Iterable[StoryFact]) -> list[StoryFact]:
    """One fact for each pair, in the order in which they were said."""
    latest: dict[frozenset[int], StoryFact] = {}
    for fact in sorted(facts, key=lambda fact: (fact.at, fact.kind, fact.person)):
        latest[frozenset((fact.a, fact.b))] = fact
    return sorted(latest.values(), key=lambda fact: (fact.at, fact.a, fact.b))


def _parted(
    name: str, members: list[_Placed], said: Sequence[StoryFact], edges: Sequence[Edge]
) -> Iterator[tuple[str, list[_Placed]]]:
    by_id = {one.id: one for one in members}
    here = [fact for fact in said if fact.a in by_id and fact.b in by_id]
    if not any(fact.kind is FactKind.CANNOT_LINK for fact in here):
        yield name, members
        return
    keys = [Member(one.stored.sort_time, one.stored.article.url, one.id) for one in members]
    for place, group in enumerate(components(keys, edges, here)):
        yield (group.story if place else name), [by_id[member.key] for member in group.members]


def _joined(
    stories: Mapping[str, list[_Placed]], fact: StoryFact, apart: set[frozenset[int]]
) -> dict[str, list[_Placed]]:
    first, second = (
        next(story for story, members in stories.items() if any(one.id == key for one in members))
        for key in (fact.a, fact.b)
    )
    if first == second or any(
        frozenset((one.id, other.id)) in apart for one in stories[first] for other in stories[second]
    ):
        return dict(stories)
    kept, gone = sorted((first, second), key=lambda story: min(_age(one) for one in stories[story]))
    joined = {story: members for story, members in stories.items() if story != gone}
    joined[kept] = stories[kept] + stories[gone]
    return joined


def _age(one: Placed) -> tuple[str, str]:
    return one.stored.sort_time.isoformat(), one.stored.article.url
