"""Published corrections as the public pages ask for them, from any list of versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from news.claims import Correction


class Shelf:
    """``versions``: all public versions, those published last first; asked anew for every page."""

    def __init__(self, versions: Callable[[], Sequence[Correction]]) -> None:
        self._versions = versions

    def list(self) -> Sequence[Correction]:
        newest: dict[int, Correction] = {}
        for one in self._versions():
            if one.number not in newest or newest[one.number].version < one.version:
                newest[one.number] = one
        return sorted(newest.values(), key=lambda one: (one.published_at, one.number), reverse=True)

    def versions(self, slug: str) -> Sequence[Correction]:
        return sorted((one for one in self._versions() if one.slug == slug), key=lambda one: -one.version)
