"""Which edges bind, so that stories can be settled a few articles at a time and yet as if all were known.

On a dense week nearly every article is connected with every other through edges of likely enough pairs. An edge binds
only if its two articles also have their neighbours in common (weighted Jaccard; after Xu et al. 2007, "SCAN"): articles
of one event do, two events bridged by one article do not. Sets of articles connected by binding edges stay small, and
what happens in one never concerns another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from math import fsum

from news.story import Edge

#: Only edges at least so sure bind. What groups by mean score joins nothing without one of them (``nlp.grouping``).
MIN_SCORE = 0.5
#: The share that two articles' neighbours have in common, each article being its own neighbour with score 1.
MIN_COMMON_SHARE = 0.4

#: More articles than this are not settled at once. Real press never comes near; a flood of look-alikes would be settled
#: as a whole with each arrival.
MOST_SETTLED = 1_500

Rows = Mapping[int, Mapping[int, float]]


def rows_of(edges: Iterable[Edge]) -> Rows:
    """For each article its neighbours with their scores."""
    rows: dict[int, dict[int, float]] = defaultdict(dict)
    for edge in edges:
        rows[edge.a][edge.b] = rows[edge.b][edge.a] = edge.score
    return rows


def binds(rows: Rows, a: int, b: int) -> bool:
    """Whether the edge between two articles binds; their rows must be complete."""
    mine, yours = rows[a], rows[b]
    score = mine[b]
    if score < MIN_SCORE:
        return False
    # fsum is exact: no order of neighbours can show in the sums.
    common = 2 * score + fsum(min(mine[other], yours[other]) for other in mine.keys() & yours.keys())
    return common >= MIN_COMMON_SHARE * (1 + max(fsum(mine.values()), fsum(yours.values())))


def bound_sets(keys: Iterable[int], edges: Iterable[Edge]) -> Iterator[set[int]]:
    """The sets of these articles that binding edges connect; ``edges`` hold every edge that touches one of the keys."""
    rows = rows_of(edges)
    left = set(keys)
    while left:
        found, fresh = set[int](), {left.pop()}
        while fresh:
            found |= fresh
            left -= fresh
            fresh = {b for a in fresh & rows.keys() for b in rows[a].keys() & left if binds(rows, a, b)}
        yield found


def touched(keys: Iterable[int], edges_of: Callable[[Collection[int]], Iterable[Edge]]) -> tuple[set[int], list[Edge]]:
    """The articles whose story can change when these arrive or change, and every edge that touches one of them.

    ``edges_of`` returns all present edges at the given articles. An arrival changes what its neighbours have in common
    with theirs, so the search begins at all of these and follows binding edges. Of an article that changed or went,
    give its former neighbours among ``keys`` as well.
    """
    known: dict[tuple[int, int], Edge] = {}
    rows: dict[int, dict[int, float]] = defaultdict(dict)
    complete: set[int] = set()

    def complete_rows(wanted: set[int]) -> None:
        if fresh := wanted - complete:
            for edge in edges_of(fresh):
                known[edge.a, edge.b] = edge
                rows[edge.a][edge.b] = rows[edge.b][edge.a] = edge.score
            complete.update(fresh)

    seeds = set(keys)
    for _ in range(2):
        if len(seeds) > MOST_SETTLED:
            break
        complete_rows(seeds)
        seeds |= {b for a in seeds & rows.keys() for b in rows[a]}
    found, fresh = set[int](), seeds
    while fresh and len(found) < MOST_SETTLED:
        found |= fresh
        complete_rows(fresh)
        near = {(a, b) for a in fresh & rows.keys() for b in rows[a].keys() - found}
        complete_rows({b for _, b in near})
        fresh = {b for a, b in near if binds(rows, a, b)}
    return found, [edge for edge in known.values() if edge.a in found or edge.b in found]
