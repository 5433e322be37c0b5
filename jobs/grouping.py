"""Bring arrived articles into stories: neighbours from ``nlp.stories``, the lasting record in ``storage``.

Grouping goes by sort time within a window, so only signatures from around the arrivals need to be in memory. Every
connected set of articles that an arrival touches is grouped anew as a whole: the result does not depend on the order
of arrival (docs/decisions/0007-stories.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from news.article import StoredArticle
from news.story import Edge
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
    """Holds the neighbourhood between batches; everything that lasts is in storage."""

    def __init__(self) -> None:
        self._near = Neighbourhood()
        self._begin: datetime | None = None
        self._end: datetime | None = None

    def group(self, work: Work, arrivals: Sequence[Arrival]) -> None:
        """Group a batch, in the caller's transaction. If that fails, throw the grouper away."""
        if not arrivals:
            return
        times = [arrival.stored.sort_time for arrival in arrivals]
        self._reach(work, min(times) - WINDOW, max(times) + WINDOW)
        found: list[Edge] = []
        for arrival in arrivals:
            found += self._near.add(arrival.stored.id, arrival.signature, arrival.stored.sort_time)
        rows, merges = _regroup(work, {arrival.stored.id: arrival for arrival in arrivals}, found)
        work.stories.put(rows, found, merges, replaced=[arrival.stored.id for arrival in arrivals])

    def _reach(self, work: Work, begin: datetime, end: datetime) -> None:
        """Have every stored signature between the two moments in memory, and not many more."""
        first, last = self._begin, self._end
        if first is None or last is None or begin > last or end < first or len(self._near) > MOST_KEPT:
            self._near, first, last = Neighbourhood(), begin, begin
        for since, until in ((begin, first), (last, end)):
            if since < until:
                for article_id, packed, at in work.stories.signatures(since, until):
                    self._near.add(article_id, Signature.decode(packed), at)
        self._begin, self._end = min(begin, first), max(end, last)
        if begin - self._begin > WINDOW:
            self._near.forget(begin)
            self._begin = begin


def _regroup(work: Work, arrivals: dict[int, Arrival], found: Iterable[Edge]) -> tuple[list[MemberRow], dict[str, str]]:
    """Where everything that the arrivals touch stands now, and which stories went into which."""
    edges = _touched_edges(work, arrivals, found)
    others = {key for edge in edges for key in (edge.a, edge.b)} - arrivals.keys()
    former = work.stories.rows_of([*arrivals, *others])
    # An arrival may be a new version that left its old neighbours: they are grouped anew as well.
    left = {edge.a + edge.b - key for key in former.keys() & arrivals.keys() for edge in _edges_at(work, key)}
    if left - others - arrivals.keys():
        edges = _touched_edges(work, arrivals, edges, left - arrivals.keys())
        others = ({key for edge in edges for key in (edge.a, edge.b)} | left) - arrivals.keys()
        former = work.stories.rows_of([*arrivals, *others])
    stored = {arrival.stored.id: arrival.stored for arrival in arrivals.values()}
    stored.update((one.id, one) for one in work.articles.list(others))
    members = [Member(one.sort_time, one.article.url, one.id) for one in stored.values()]
    groups = components(members, edges)
    return _changed_rows(groups, stored, arrivals, former), _redirects(groups, former)


def _touched_edges(
    work: Work, arrivals: Collection[int], found: Iterable[Edge], more: Iterable[int] = ()
) -> list[Edge]:
    """All edges of every connected set that holds an arrival (or one of ``more``)."""
    edges = {(edge.a, edge.b): edge for edge in found}
    seen = set(arrivals)
    fresh = ({key for pair in edges for key in pair} | set(more)) - seen
    while fresh:
        seen |= fresh
        # Stored edges at an arrival are of its former version: ``found`` has the present ones.
        stored = [edge for edge in work.stories.edges_of(fresh) if edge.a not in arrivals and edge.b not in arrivals]
        edges.update({(edge.a, edge.b): edge for edge in stored})
        fresh = {key for edge in stored for key in (edge.a, edge.b)} - seen
    return list(edges.values())


def _edges_at(work: Work, key: int) -> list[Edge]:
    return [edge for edge in work.stories.edges_of([key]) if key in (edge.a, edge.b)]


def _changed_rows(
    groups: Iterable[Group],
    stored: dict[int, StoredArticle],
    arrivals: dict[int, Arrival],
    former: dict[int, MemberRow],
) -> list[MemberRow]:
    rows: list[MemberRow] = []
    for group in groups:
        for member in group.members:
            reprint_of = group.reprint_of.get(member.key)
            arrival, before = arrivals.get(member.key), former.get(member.key)
            if (
                arrival is None
                and before is not None
                and (before.story, before.reprint_of) == (group.story, reprint_of)
            ):
                continue
            if arrival is None and before is None:
                continue  # known, but its own turn to be grouped has not come yet
            signature = None if arrival is None else arrival.signature.encode()
            version = stored[member.key].version if before is None or arrival else before.version
            rows.append(MemberRow(member.key, version, group.story, reprint_of, signature, member.at))
    return rows


def _redirects(groups: Sequence[Group], former: dict[int, MemberRow]) -> dict[str, str]:
    """Former stories that are no more, each to the story in which its founder stands now."""
    living = {group.story for group in groups}
    founded = {story_id(member.url): group.story for group in groups for member in group.members}
    gone = {row.story for row in former.values()} - living
    return {story: founded[story] for story in sorted(gone) if story in founded}
