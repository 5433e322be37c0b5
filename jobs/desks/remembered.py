"""How the hits of a query are spread stays true until the index takes something new: equal position, equal counts."""

from __future__ import annotations

from nlp.query import Query
from search.engine import Engine, Facet, Facets
from search.makeshift import Makeshift

_MOST = 64


class RememberedFacets:
    """Kept for one index. Two readers at once may both count; either answer is right."""

    def __init__(self, fields: tuple[Facet, ...]) -> None:
        self._fields = fields
        self._known: dict[str, tuple[int, Facets]] = {}

    def of(self, index: Engine | Makeshift, text: str, query: Query) -> Facets:
        """``text``: the query as it was typed. Raises what the index raises."""
        if isinstance(index, Makeshift):
            return index.facets(query, self._fields)
        position = index.position()
        known = self._known.get(text)
        if known is not None and known[0] == position:
            return known[1]
        found = index.facets(query, self._fields)
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[text] = (position, found)
        return found
