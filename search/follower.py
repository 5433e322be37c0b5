"""The index follows the change log of storage. What is lost, damaged or behind is made good here and nowhere else.

    position of the index ─> changes after it ─> documents ─> one batch, with the new position in it

Storage decides everything: a change whose article is gone is a deletion. Killed anywhere, it goes on where the last
batch ended; two followers at once do no harm, for a batch is taken only at the position it was made for. Storage
remembers how far the index was, to say how far it is behind when it cannot be asked itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from news.errors import SearchError
from search.documents import documents_of
from search.engine import Batch, Deletion, Engine, IndexDamaged, IndexedDocument
from storage import Storage
from storage.work import Work

BATCH = 2_000
#: After so many articles at once the index is worth putting in order.
SETTLE_FROM = 5_000
#: An index that breaks again while it is rebuilt lies on a broken disk.
_ATTEMPTS = 2
#: As this follower is known in storage.
_NAME = "search"

log = logging.getLogger(__name__)

#: Told after each batch how many articles were indexed in it.
Report = Callable[[int], None]


def _silent(_count: int) -> None:
    return None


#: Told after each batch: articles done, and how many there are about to be.
Progress = Callable[[int, int], None]


def _alone(_done: int, _total: int) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Lag:
    """How far the index is behind storage: so many articles, the oldest of them waiting since ``since``."""

    articles: int
    since: datetime | None = None
    #: ``False``: the index cannot be asked; this is how far it was when last heard of.
    is_answering: bool = True


def behind(storage: Storage, engine: Engine) -> Lag:
    """Never fails for the index's sake."""
    try:
        position = engine.position()
    except SearchError as error:
        log.warning("%s", error)
        return remembered_lag(storage)
    with storage.read() as work:
        return Lag(*work.changes.waiting(position))


def remembered_lag(storage: Storage) -> Lag:
    """How far the index was behind when it last took something, and what changed since."""
    with storage.read() as work:
        return Lag(*work.changes.waiting(work.changes.position(_NAME)), is_answering=False)


def catch_up(storage: Storage, engine: Engine, report: Report = _silent) -> int:
    """Index everything that changed; returns how many articles. Raises ``SearchError`` if it cannot be written."""
    if engine.is_outdated():
        log.warning("the search index is of another version of the program; a new one is built beside it")
        rebuild(storage, engine)
    done = _follow(storage, engine, report)
    if done >= SETTLE_FROM:
        engine.settle()
    return done


def rebuild(storage: Storage, engine: Engine, progress: Progress = _alone) -> int:
    """Build anew beside the old index, put it in its place, and return how many articles are in it.

    Left by an exception, the old index stays and the next rebuild goes on with what was built.
    Articles that come in during the switch are behind for one more step.
    """
    with storage.read() as work:
        total = work.articles.count()
    successor = engine.successor()
    done = successor.count()

    def report(count: int) -> None:
        nonlocal done
        done += count
        progress(done, max(done, total))

    try:
        _follow(storage, successor, report)
        successor.settle()
        engine.yield_to(successor)
    finally:
        successor.close()
    _follow(storage, engine, report)
    return engine.count()


def _follow(storage: Storage, engine: Engine, report: Report) -> int:
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
    if engine.apply(batch):
        with storage.begin() as work:
            work.changes.advance(_NAME, batch.upto)
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
