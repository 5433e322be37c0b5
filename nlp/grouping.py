"""From edges to stories: who belongs together, who founded the story, who repeats whom.

Pure functions of *sets*: nothing depends on the order in which articles arrived, nor on the numbers
storage gave them. Ties are broken by an article's time and address, which no order can change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import heapify, heappop, heappush

from news.story import Edge, EdgeKind, FactKind, StoryFact
from nlp.binding import bound_sets

#: Two groups become one story while the mean score of all pairs between them (0 where there is no edge) is at least
#: this: a chain of articles of which each resembles only the next is no event.
MIN_MEAN_SCORE = 0.5


#: The machine makes no larger story: the largest event of a year of headlines has 15 articles, a flood has thousands.
MOST_MEMBERS = 200


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
    """Group the members. ``edges`` hold every edge that touches one of them, also those to other articles.

    ``facts`` are people's words; one about an unknown article is ignored, and of two about one pair the newer counts.
    Leaving out articles that no binding edge connects (``nlp.binding``) changes nothing for the others.
    """
    by_key = {member.key: member for member in members}
    given = list(edges)
    home = {key: place for place, bound in enumerate(bound_sets(by_key, given)) for key in bound}
    inside = [edge for edge in given if edge.a in home and home[edge.a] == home.get(edge.b)]
    forest = _Forest(by_key.values(), inside)
    forest.obey(fact for fact in facts if fact.a in by_key and fact.b in by_key)
    forest.join()
    forest.unite()
    groups = sorted(forest.groups())
    story = {member.key: place for place, group in enumerate(groups) for member in group}
    reprints: list[list[Edge]] = [[] for _ in groups]
    for edge in inside:
        if edge.kind is EdgeKind.REPRINT and story[edge.a] == story[edge.b]:
            reprints[story[edge.a]].append(edge)
    return [_group(*pair) for pair in zip(groups, reprints, strict=True)]


class _Forest:
    """Average-linkage agglomeration in one canonical order, within what people said.

    Articles are known by their place in order of time and address, a group by its first place: no tie is broken by
    the order of arrival.
    """

    def __init__(self, members: Iterable[Member], edges: Iterable[Edge]) -> None:
        self._order = sorted(members)
        self._place = {member.key: place for place, member in enumerate(self._order)}
        places = range(len(self._order))
        self._group: dict[int, set[int]] = {place: {place} for place in places}
        self._name = list(places)
        #: Articles that people called one story, by article; and those that must not be in one story with it.
        self._tied: list[set[int]] = [{place} for place in places]
        self._apart: list[set[int]] = [set() for _ in places]
        self._sums: dict[int, dict[int, float]] = {place: {} for place in places}
        for edge in edges:
            a, b = self._place[edge.a], self._place[edge.b]
            self._sums[a][b] = self._sums[b][a] = edge.score

    def obey(self, facts: Iterable[StoryFact]) -> None:
        """Note people's words, the newest first: what is said later is not undone by what was said before."""
        said: dict[tuple[int, int], StoryFact] = {}
        for fact in sorted(facts, key=lambda fact: (fact.at, fact.kind)):
            a, b = sorted((self._place[fact.a], self._place[fact.b]))
            said[a, b] = fact
        for (a, b), fact in sorted(said.items(), key=lambda pair: (pair[1].at, pair[0]), reverse=True):
            one, other = self._tied[a], self._tied[b]
            if one is other or b in self._apart[a]:
                continue
            if fact.kind is FactKind.CANNOT_LINK:
                for here, there in ((one, other), (other, one)):
                    for place in here:
                        self._apart[place] |= there
            else:
                tied, apart = one | other, self._apart[a] | self._apart[b]
                for place in tied:
                    self._tied[place], self._apart[place] = tied, set(apart)
                for place in apart:
                    self._apart[place] |= tied

    def join(self) -> None:
        """Merge the two groups with the highest mean score, while it is high enough."""
        heap = [self._offer(a, b) for a, sums in self._sums.items() for b in sums if a < b]
        heapify(heap)
        while heap:
            loss, a, b, size = heappop(heap)
            if a not in self._group or b not in self._group or size != self._size(a, b):
                continue  # An offer from before one of the two grew.
            if -loss < MIN_MEAN_SCORE:
                break
            if not self._is_forbidden(a, b) and len(self._group[a]) + len(self._group[b]) <= MOST_MEMBERS:
                self._merge(a, b)
                for other in self._sums[a]:
                    heappush(heap, self._offer(*sorted((a, other))))

    def unite(self) -> None:
        """Bring together what people tied: with its groups where nothing forbids it, else by itself."""
        for tied in sorted({id(tied): tied for tied in self._tied if len(tied) > 1}.values(), key=min):
            first = self._name[min(tied)]
            for place in sorted(tied):
                name = self._name[place]
                if name == first:
                    continue
                if not self._is_forbidden(first, name):
                    first, gone = min(first, name), max(first, name)
                    self._merge(first, gone)
                else:
                    self._move(place, first)

    def groups(self) -> list[list[Member]]:
        return [[self._order[place] for place in sorted(group)] for group in self._group.values() if group]

    def _is_forbidden(self, a: int, b: int) -> bool:
        others = self._group[b]
        return any(not self._apart[place].isdisjoint(others) for place in self._group[a])

    def _size(self, a: int, b: int) -> int:
        return len(self._group[a]) * len(self._group[b])

    def _offer(self, a: int, b: int) -> tuple[float, int, int, int]:
        size = self._size(a, b)
        return -round(self._sums[a][b] / size, 9), a, b, size

    def _merge(self, kept: int, gone: int) -> None:
        for place in self._group[gone]:
            self._name[place] = kept
        self._group[kept] |= self._group.pop(gone)
        for other, total in self._sums.pop(gone).items():
            del self._sums[other][gone]
            if other != kept:
                self._sums[kept][other] = self._sums[other][kept] = self._sums[kept].get(other, 0.0) + total

    def _move(self, place: int, to: int) -> None:
        self._group[self._name[place]].discard(place)
        self._group[to].add(place)
        self._name[place] = to


def _group(members: list[Member], reprints: list[Edge]) -> Group:
    """``reprint_of`` points at the earliest article of each set of near-identical texts."""
    place = {member.key: place for place, member in enumerate(members)}
    first = list(range(len(members)))

    def root(of: int) -> int:
        while first[of] != of:
            of = first[of]
        return of

    for edge in reprints:
        one, other = sorted((root(place[edge.a]), root(place[edge.b])))
        first[other] = one
    repeated = {members[at].key: members[root(at)].key for at in range(len(members)) if root(at) != at}
    return Group(story_id(members[0].url), tuple(members), repeated)
