"""Bring arrived articles into stories: neighbours from ``nlp.stories``, the lasting record in ``storage``.

Grouping goes by sort time within a window, so only signatures from around the arrivals need to be in memory. Every
set of articles that an arrival can change is settled anew as a whole: the result does not depend on the order of
arrival (docs/decisions/0007-stories.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from news.article import StoredArticle
from news.story import Edge
from nlp.binding import touched
from nlp.stories import WINDOW, Group, Member, Neighbourhood, Signature, components, story_id
from storage import MemberRow, Work

#: Signatures kept in memory at most (about 3 KB each); beyond it the memory begins anew around the next arrivals.
MOST_KEPT = 30_000


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article to be grouped, with its signature already computed."""

    stored: StoredArticle
    signature: Signature


class Grouper:
    """Holds the neighbourhood between batches; everything that lasts is in storage. The only writer of stories."""

    def __init__(self) -> None:
        self._near = Neighbourhood()
        self._edges: dict[int, dict[int, Edge]] = {}
        self._begin: datetime | None = None
        self._end: datetime | None = None

    def group(self, work: Work, arrivals: Sequence[Arrival]) -> None:
        """Group a batch, in the caller's transaction. If that fails, throw the grouper away."""
        if not arrivals:
            return
        times = [arrival.stored.sort_time for arrival in arrivals]
        self._reach(work, min(times) - WINDOW, max(times) + WINDOW)
        new = {arrival.stored.id: arrival for arrival in arrivals}
        former = work.stories.rows_of(new)
        left = self._forget_edges(work, former.keys())
        found = self._near.add([(one.stored.id, one.signature, one.stored.sort_time) for one in arrivals])
        for key in new:
            self._edges.setdefault(key, {})
        for edge in found:
            for key in (edge.a, edge.b):
                if key in self._edges:
                    self._edges[key][edge.a + edge.b - key] = edge
        work.stories.put([], found, replaced=list(new))
        rows, merges = self._regroup(work, new, left, former)
        work.stories.put(rows, merges=merges)

    def _reach(self, work: Work, begin: datetime, end: datetime) -> None:
        """Have every stored signature between the two moments in memory, and not many more."""
        first, last = self._begin, self._end
        if first is None or last is None or begin > last or end < first or len(self._near) > MOST_KEPT:
            self._near, self._edges, first, last = Neighbourhood(), {}, begin, begin
        for since, until in ((begin, first), (last, end)):
            if since < until:
                known = work.stories.signatures(since, until)
                self._near.remember([(article_id, Signature.decode(packed), at) for article_id, packed, at in known])
        self._begin, self._end = min(begin, first), max(end, last)
        if begin - self._begin > WINDOW:
            self._near.forget(begin)
            self._edges = {key: edges for key, edges in self._edges.items() if key in self._near}
            self._begin = begin

    def _forget_edges(self, work: Work, keys: Collection[int]) -> set[int]:
        """Take the edges of articles that changed out of memory; their former neighbours."""
        left = {edge.a + edge.b - key for key in keys for edge in self._edges_of(work, [key])}
        for key in keys:
            for other in self._edges.pop(key, {}):
                self._edges.get(other, {}).pop(key, None)
        return left - set(keys)

    def _edges_of(self, work: Work, keys: Collection[int]) -> list[Edge]:
        """Every edge at these articles, from memory where it is whole."""
        unknown = [key for key in keys if key not in self._edges]
        if unknown:
            for key in unknown:
                self._edges[key] = {}
            for edge in work.stories.edges_of(unknown):
                for key in (edge.a, edge.b):
                    if key in self._edges:
                        self._edges[key][edge.a + edge.b - key] = edge
        return [edge for key in keys for edge in self._edges[key].values()]

    def _regroup(
        self, work: Work, arrivals: Mapping[int, Arrival], left: set[int], former: Mapping[int, MemberRow]
    ) -> tuple[list[MemberRow], dict[str, str]]:
        """Where everything that the arrivals touch stands now, and which stories went into which."""
        keys, edges = touched([*arrivals, *left], partial(self._edges_of, work))
        others = keys - arrivals.keys()
        before = {**former, **work.stories.rows_of(others)}
        members = [
            Member(arrival.stored.sort_time, arrival.stored.article.url, key) for key, arrival in arrivals.items()
        ]
        members += [Member(place.sort_at, place.url, place.id) for place in work.articles.places(others)]
        # An article whose own turn to be grouped has not come yet has no row, and no edges either.
        groups = components((one for one in members if one.key in arrivals or one.key in before), edges)
        return _changed_rows(groups, arrivals, before), _redirects(groups, before)


def _changed_rows(
    groups: Iterable[Group], arrivals: Mapping[int, Arrival], before: Mapping[int, MemberRow]
) -> list[MemberRow]:
    rows: list[MemberRow] = []
    for group in groups:
        for member in group.members:
            reprint_of = group.reprint_of.get(member.key)
            if arrival := arrivals.get(member.key):
                packed, version = arrival.signature.encode(), arrival.stored.version
                rows.append(MemberRow(member.key, version, group.story, reprint_of, packed, member.at))
            elif ((row := before[member.key]).story, row.reprint_of) != (group.story, reprint_of):
                rows.append(MemberRow(member.key, row.version, group.story, reprint_of, None, member.at))
    return rows


def _redirects(groups: Sequence[Group], before: Mapping[int, MemberRow]) -> dict[str, str]:
    """The stories founded by articles that have moved, each to where its founder stands now."""
    living = {group.story for group in groups}
    return {
        founded: group.story
        for group in groups
        for member in group.members
        if (row := before.get(member.key)) is not None
        and row.story != group.story
        and (founded := story_id(member.url)) not in living
    }
