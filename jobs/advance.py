"""Everything after collection: what is stored but not analysed, not grouped, not indexed, until nothing is pending.

What is pending is a query on storage, so any step may be killed and repeated. Analysis runs in a pool of processes,
writing in this one; a small backlog is read here without starting a pool. On several machines the same steps are taken
apart: any number of workers ``analyse``, the one leader groups and indexes with ``settle``.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from jobs.following import following
from jobs.grouping import Arrival, Grouper
from jobs.reading import Reader, Reading, Submit, reading_beside, reading_here
from news.article import Article, StoredArticle
from news.errors import SearchError
from news.times import Clock
from nlp.stories import signatures_of
from search.engine import Engine
from search.follower import catch_up
from storage import Storage, Work

#: Articles stored at a time.
BATCH = 500
#: Below this a pool is not worth its start.
POOL_FROM = 400

#: Articles that a worker among others takes at a time, and for how long they are its own.
WORKERS_BATCH = 100
_IN_HAND = timedelta(minutes=3)

#: Held by whoever groups and indexes: one program for the whole store.
LEADER = "leader"
#: So long (seconds) this waits for another program that groups, before it leaves the work to it.
_PATIENCE = 1.0

#: After so many batches the index is brought up to date by another process, and the rest of it at the end by this one.
_BATCHES_PER_INDEXING = 2

log = logging.getLogger(__name__)

#: An article that is not stored yet, and when it was first seen.
Arriving = tuple[Article, datetime]


Report = Callable[["Done"], None]


def _silent(_done: Done) -> None:
    """Nobody waits."""


def _going_on() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Done:
    """What ``Advance.run`` did: articles read by the models; of those that arrived, how many were new or changed."""

    analysed: int = 0
    arrived: int = 0
    new: int = 0
    changed: int = 0


@dataclass
class Advance:
    """The steps after collection for one installation."""

    storage: Storage
    engine: Engine
    reader: Reader
    workers: int
    #: ``False``: the store serves other offices too; whatever is read is read for all of them, by workers.
    is_alone: bool = True

    def run(
        self,
        arriving: Iterable[Sequence[Arriving]] = (),
        report: Report = _silent,
        stopping: Callable[[], bool] = _going_on,
    ) -> Done:
        """Do all that is pending; first store what arrives, already read.

        Each batch is one transaction: its articles with their analyses and stories, or nothing of it. ``stopping``
        ends the work between two batches; the rest is still pending then. Where workers do all this, what arrives is
        stored and left to them.
        """
        if not self.is_alone:
            return self._leave(arriving, report, stopping)
        with self.storage.alone(LEADER, patience=_PATIENCE) as holding:
            if holding is None:
                return self._leave(arriving, report, stopping)
            return self._run(arriving, report, stopping)

    def analyse(self, holder: str, clock: Clock, stopping: Callable[[], bool] = _going_on) -> int:
        """Read what is pending as one worker of many, ``holder`` being its name; returns how many articles.

        An article in its hands is nobody else's until it is read, or for ``_IN_HAND`` if the worker dies.
        """
        models, done = self.reader.analyser.models, 0
        while not stopping():
            now = clock()
            with self.storage.take() as work:
                batch = work.readings.take(models, holder, WORKERS_BATCH, now, now + _IN_HAND)
            if not batch:
                break
            analyses = self.reader.analyse(batch)
            with self.storage.begin() as work:
                pairs = zip(batch, analyses, strict=True)
                work.analyses.add_many((stored.id, stored.version, one) for stored, one in pairs)
                work.readings.release(holder, [stored.id for stored in batch])
            done += len(batch)
        return done

    def settle(self, grouper: Grouper, stopping: Callable[[], bool] = _going_on) -> bool:
        """Group and index what was analysed, as the one who does (``LEADER``); whether any was grouped.

        The grouper keeps its memory from call to call; after an error it must be a new one.
        """
        is_any = self._group_rest(grouper, stopping)
        self._index()
        return is_any

    def _leave(self, arriving: Iterable[Sequence[Arriving]], report: Report, stopping: Callable[[], bool]) -> Done:
        """Store what arrives for others to read."""
        done = Done()
        for batch in arriving:
            if stopping():
                break
            with self.storage.begin() as work:
                results = work.articles.add_many(batch)
            new, changed = sum(one.is_new for one in results), sum(one.is_changed for one in results)
            done = Done(0, done.arrived + len(batch), done.new + new, done.changed + changed)
            report(done)
        return done

    def _run(self, arriving: Iterable[Sequence[Arriving]], report: Report, stopping: Callable[[], bool]) -> Done:
        done, grouper = Done(), Grouper()
        with self._readers(arriving) as (submit, depth), following(self.storage, self.engine) as indexing:
            batches = self._batches(arriving)
            under_way = deque((batch, submit(batch)) for batch in islice(batches, depth))
            stored = 0
            while under_way and not stopping():
                batch, readings = under_way.popleft()
                done = self._store(grouper, batch, readings(), done)
                if (next_batch := next(batches, None)) is not None:
                    under_way.append((next_batch, submit(next_batch)))
                stored += 1
                if stored % _BATCHES_PER_INDEXING == 0:
                    indexing.begin()
                report(done)
            indexing.finish()
        if not stopping():
            self._group_rest(grouper, stopping)
            self._index()
        return done

    def _index(self) -> None:
        """Bring the index up to date; what it does not take waits in the change log while all else goes on."""
        try:
            catch_up(self.storage, self.engine)
        except SearchError as error:
            log.warning("%s", error.vi)

    def _batches(self, arriving: Iterable[Sequence[Arriving]]) -> Iterator[list[StoredArticle]]:
        """What is to be read: arrivals (their number is 0 still), then what waits in storage, each once."""
        for batch in arriving:
            yield [StoredArticle(0, 0, article, seen, seen) for article, seen in batch]
        models, taken = self.reader.analyser.models, set[int]()
        while True:
            with self.storage.read() as work:
                found = work.articles.pending_analysis(models, len(taken) + BATCH)
            fresh = [stored for stored in found if stored.id not in taken]
            if not fresh:
                return
            # What was taken and stored meanwhile is pending no more.
            taken = (taken & {stored.id for stored in found}) | {stored.id for stored in fresh}
            yield fresh

    def _store(self, grouper: Grouper, batch: Sequence[StoredArticle], readings: Sequence[Reading], done: Done) -> Done:
        pairs = list(zip(batch, readings, strict=True))
        arrived = new = 0
        with self.storage.begin() as work:
            if batch and not batch[0].id:
                arrived = len(batch)
                pairs, new = _added(work, pairs)
            work.analyses.add_many([(stored.id, stored.version, one) for stored, (one, _) in pairs])
            # Re-analysis by new models leaves the grouping as it is: it goes by the text alone.
            grouped = {key: row.version for key, row in work.stories.rows_of(one.id for one, _ in pairs).items()}
            arrivals = {
                stored.id: Arrival(stored, signature)
                for stored, (_, signature) in pairs
                if grouped.get(stored.id) != stored.version
            }
            grouper.group(work, list(arrivals.values()))
        changed = len(pairs) if arrived else 0
        return Done(done.analysed + len(pairs), done.arrived + arrived, done.new + new, done.changed + changed)

    def _group_rest(self, grouper: Grouper, stopping: Callable[[], bool]) -> bool:
        """Articles that are in no story yet: read by workers, or left by an older version of the program."""
        is_any = False
        while not stopping():
            with self.storage.read() as work:
                pending = work.stories.pending(BATCH, is_analysed=True)
            if not pending:
                break
            signatures = signatures_of([(one.article.title, one.article.body) for one in pending])
            arrivals = list(map(Arrival, pending, signatures))
            with self.storage.begin() as work:
                grouper.group(work, arrivals)
            is_any = True
        return is_any

    @contextmanager
    def _readers(self, arriving: Iterable[Sequence[Arriving]]) -> Iterator[tuple[Submit, int]]:
        """Where batches are given to be read, and how many at a time."""
        with self.storage.read() as work:
            waiting = len(work.articles.pending_analysis(self.reader.analyser.models, POOL_FROM))
        if self.workers < 2 or (waiting < POOL_FROM and not arriving):
            with reading_here(self.reader) as submit:
                yield submit, 1
        else:
            with reading_beside(self.reader, self.workers) as submit:
                yield submit, self.workers + 2


def _added(
    work: Work, pairs: Sequence[tuple[StoredArticle, Reading]]
) -> tuple[list[tuple[StoredArticle, Reading]], int]:
    """Store what arrived; the articles that changed storage with their readings, and how many were new."""
    results = work.articles.add_many((one.article, one.first_seen_at) for one, _ in pairs)
    edited = {one.id for one in results if one.is_changed and not one.is_new}
    known = {one.id: one for one in work.articles.list(edited)}
    kept = []
    for (arrived, reading), result in zip(pairs, results, strict=True):
        if result.is_changed:
            full = known.get(result.id) or replace(arrived, id=result.id, version=result.version)
            kept.append((full, reading))
    return kept, sum(one.is_new for one in results)
