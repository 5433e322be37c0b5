"""From edges to stories: who belongs together, who founded the story, who repeats whom.

Pure functions of *sets*: nothing depends on the order in which articles arrived, nor on the numbers
storage gave them. Ties are broken by an article's time and address, which no order can change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from news.story import Edge, EdgeKind, FactKind, StoryFact

#: Two groups become one story only if this share of the pairs between them is an edge: a chain of
#: articles of which each resembles only the next one is no event.
MIN_LINKED_SHARE = 0.3


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """An article as grouping sees it; ordered by sort time, then canonical address."""

    at: datetime
    url: str
    key: int


@dataclass(frozen=True, slots=True)
class Group:
    """One story: its members in order, the founder first, and for each reprint the article it repeats."""

    story: str
    members: tuple[Member, ...]
    reprint_of: Mapping[int, int]

    @property
    def founder(self) -> Member:
        return self.members[0]


def story_id(url: str) -> str:
    """The lasting id of the story that the article at this canonical address founds."""
    return "s" + hashlib.sha256(url.encode()).hexdigest()[:15]


def components(members: Iterable[Member], edges: Iterable[Edge], facts: Iterable[StoryFact] = ()) -> list[Group]:
    """Group the members; ``edges`` must be all edges among them, ``facts`` people's words about them.

    A fact about an unknown article is ignored. Of two facts about one pair the newer one counts.
    """
    by_key = {member.key: member for member in members}
    forest = _Forest(by_key, [edge for edge in edges if edge.a in by_key and edge.b in by_key])
    forest.obey(fact for fact in facts if fact.a in by_key and fact.b in by_key)
    forest.join()
    return sorted(
        (_group(group, forest.edges) for group in forest.groups()), key=lambda group: (group.founder.at, group.story)
    )


class _Forest:
    """Agglomeration in one canonical order: people's words first, then edges from the surest down."""

    def __init__(self, members: Mapping[int, Member], edges: list[Edge]) -> None:
        self._members = members
        self._group: dict[int, set[int]] = {key: {key} for key in members}
        self._apart: dict[int, set[int]] = {key: set() for key in members}
        self._linked: dict[int, set[int]] = {key: set() for key in members}
        for edge in edges:
            self._linked[edge.a].add(edge.b)
            self._linked[edge.b].add(edge.a)
        self.edges = edges

    def obey(self, facts: Iterable[StoryFact]) -> None:
        newest: dict[tuple[int, int], StoryFact] = {}
        for fact in sorted(facts, key=lambda fact: (fact.at, fact.kind, fact.person)):
            newest[min(fact.a, fact.b), max(fact.a, fact.b)] = fact
        for fact in sorted(newest.values(), key=lambda fact: (fact.at, self._place(fact.a, fact.b)), reverse=True):
            if fact.kind is FactKind.CANNOT_LINK:
                if self._group[fact.a] is not self._group[fact.b]:
                    self._apart[fact.a].add(fact.b)
                    self._apart[fact.b].add(fact.a)
            elif not self._forbidden(fact.a, fact.b):
                self._merge(fact.a, fact.b)

    def join(self) -> None:
        for edge in sorted(self.edges, key=lambda edge: (-round(edge.score, 4), self._place(edge.a, edge.b))):
            if self._group[edge.a] is self._group[edge.b] or self._forbidden(edge.a, edge.b):
                continue
            if self._linked_share(self._group[edge.a], self._group[edge.b]) >= MIN_LINKED_SHARE:
                self._merge(edge.a, edge.b)

    def groups(self) -> list[list[Member]]:
        seen: dict[int, list[Member]] = {}
        for group in self._group.values():
            seen.setdefault(id(group), sorted(self._members[key] for key in group))
        return list(seen.values())

    def _place(self, a: int, b: int) -> tuple[datetime, str, datetime, str]:
        first, second = sorted((self._members[a], self._members[b]))
        return first.at, first.url, second.at, second.url

    def _forbidden(self, a: int, b: int) -> bool:
        others = self._group[b]
        return any(not self._apart[key].isdisjoint(others) for key in self._group[a])

    def _linked_share(self, one: set[int], other: set[int]) -> float:
        return sum(len(self._linked[key] & other) for key in one) / (len(one) * len(other))

    def _merge(self, a: int, b: int) -> None:
        one, other = self._group[a], self._group[b]
        if one is other:
            return
        one |= other
        for key in other:
            self._group[key] = one


def _group(members: list[Member], edges: list[Edge]) -> Group:
    """``reprint_of`` points at the earliest article of each set of near-identical texts."""
    inside = {member.key: place for place, member in enumerate(members)}
    root = list(range(len(members)))

    def find(place: int) -> int:
        while root[place] != place:
            place = root[place]
        return place

    for edge in edges:
        if edge.kind is EdgeKind.REPRINT and edge.a in inside and edge.b in inside:
            first, second = sorted((find(inside[edge.a]), find(inside[edge.b])))
            root[second] = first
    return Group(
        story_id(members[0].url),
        tuple(members),
        {members[place].key: members[find(place)].key for place in range(len(members)) if find(place) != place},
    )
