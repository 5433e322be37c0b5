"""Places that an office adds to the gazetteer: what only people there call by these names."""

from __future__ import annotations

from dataclasses import dataclass

from news.analysis import MentionKind


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A row of ``places.csv``: ``names`` as written in print, the chief one first.

    ``needs_province``: the name is common elsewhere, so it counts only where the text names the province otherwise.
    """

    province: str
    names: tuple[str, ...]
    kind: MentionKind = MentionKind.PLACE
    needs_province: bool = False
