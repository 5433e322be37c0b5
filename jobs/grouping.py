"""Bring arrived articles into stories: neighbours from ``nlp.stories``, the lasting record in ``storage``.

Grouping goes by sort time within a window, so only signatures from around the arrivals need to be in memory. Every
connected set of articles that an arrival touches is grouped anew as a whole: the result does not depend on the order
of arrival (docs/decisions/0007-stories.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from news.article import StoredArticle
from news.story import Edge
from nlp.stories import WINDOW, Member, Neighbourhood, Signature, components, story_id
from storage import MemberRow, Work

#: Signatures kept in memory at most (about 3 KB each); beyond it the memory begins anew around the next arrivals.
MOST_KEPT = 40_000


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
        ids = [arrival.stored.id for arrival in arrivals]
        rows, merges = _regroup(work, arrivals, _all_edges(work, ids, found))
        work.stories.put(rows, found, merges, replaced=ids)

    def _reach(self, work: Work, begin: datetime, end: datetime) -> None:
        """Have every stored signature between the two moments in memory."""
        if (
            self._begin is None
            or self._end is None
            or len(self._near) > MOST_KEPT
            or begin > self._end
            or end < self._begin
        ):
            self._near, self._begin, self._end = Neighbourhood(), begin, begin
        for since, until in ((begin, self._begin), (self._end, end)):
            for article_id, packed, at in work.stories.signatures(since, until) if since < until else ():
                self._near.add(article_id, Signature.decode(packed), at)
        self._begin, self._end = min(begin, self._begin), max(end, self._end)
        if begin - self._begin > 10 * WINDOW:
            self._near.forget(begin)
            self._begin = begin
