"""The index follows the change log of storage. What is lost, damaged or behind is made good here and nowhere else.

    position of the index ─> changes after it ─> documents ─> one batch, with the new position in it

Storage decides everything: a change whose article is gone is a deletion. Killed anywhere, it goes on where the last
batch ended; two followers at once do no harm, for a batch is taken only at the position it was made for.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from search.documents import documents_of
from search.engine import Batch, Deletion, Engine, IndexDamaged, IndexedDocument
from storage import Storage
from storage.work import Work

BATCH = 2_000
#: After so many articles at once the index is worth putting in order.
SETTLE_FROM = 5_000
#: An index that breaks again while it is rebuilt lies on a broken disk.
_ATTEMPTS = 2

log = logging.getLogger(__name__)

#: Told after each batch how many articles were indexed in it.
Report = Callable[[int], None]


def _silent(_count: int) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Lag:
    """How far the index is behind storage: so many articles, the oldest of them waiting since ``since``."""

    articles: int
    since: datetime | None = None


def behind(storage: Storage, engine: Engine) -> Lag:
    position = engine.position()
    with storage.read() as work:
        return Lag(*work.changes.waiting(position))


def catch_up(storage: Storage, engine: Engine, report: Report = _silent) -> int:
    """Index everything that changed; returns how many articles. Raises ``SearchError`` if it cannot be written."""
    done = attempts = 0
    while True:
        try:
            count = _step(storage, engine)
        except IndexDamaged:
            attempts += 1
            if attempts == _ATTEMPTS:
                raise
            log.warning("the search index is lost; it is rebuilt from storage")
            continue
        if count == 0:
            if done >= SETTLE_FROM:
                engine.settle()
            return done
        done += count
        report(count)


def _step(storage: Storage, engine: Engine) -> int:
    """Bring one batch into the index; 0 when there is none."""
    position = engine.position()
    with storage.read() as work:
        if position > work.changes.head():
            log.warning("the search index is ahead of storage, which was restored or changed; it is rebuilt")
            engine.reset()
            position = 0
        batch = next_batch(work, position)
    if batch is None:
        return 0
    if position == 0:
        log.info("the search index is empty; it is built from storage")
    engine.apply(batch)
    return len(batch.documents) + len(batch.deletions)


def next_batch(work: Work, position: int) -> Batch | None:
    """The changes after a position, as documents and deletions; ``None`` when there are none."""
    changes = work.changes.since(position, BATCH)
    if not changes:
        return None
    versions = {change.article_id: change.seq for change in changes}
    documents = documents_of(work, list(versions))
    gone = versions.keys() - {document.id for document in documents}
    return Batch(
        position,
        changes[-1].seq,
        [IndexedDocument(document, versions[document.id]) for document in documents],
        [Deletion(article_id, versions[article_id]) for article_id in sorted(gone)],
    )
