"""What every engine does with a batch: of several changes to one article the newest counts; large ones are cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from search.engine import Deletion, IndexedDocument

_T = TypeVar("_T")


def parts(whole: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """The whole in lists of at most ``size``."""
    rest = iter(whole)
    while part := list(islice(rest, size)):
        yield part


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
