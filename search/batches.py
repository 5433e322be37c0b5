"""Of several changes to one article in a batch, the newest: the same for every engine."""

from __future__ import annotations

from collections.abc import Iterable

from search.engine import Deletion, IndexedDocument


def newest_documents(documents: Iterable[IndexedDocument]) -> dict[int, IndexedDocument]:
    newest: dict[int, IndexedDocument] = {}
    for one in documents:
        before = newest.get(one.document.id)
        if before is None or one.version >= before.version:
            newest[one.document.id] = one
    return newest


def newest_deletions(deletions: Iterable[Deletion]) -> dict[int, int]:
    """The version at which each article is gone."""
    newest: dict[int, int] = {}
    for one in deletions:
        newest[one.article_id] = max(one.version, newest.get(one.article_id, 0))
    return newest
