"""Everything after collection: what is stored but not analysed, not grouped, not indexed, until nothing is pending.

What is pending is a query on storage, so any step may be killed and repeated. Analysis runs in a pool of processes,
writing in this one; a small backlog is read here without starting a pool.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context

from jobs.grouping import Arrival, Grouper
from news.analysis import Analysis
from news.article import StoredArticle
from nlp.analyser import Analyser
from nlp.stories import Signature, signature_of
from search.engine import Engine
from search.follower import catch_up
from storage import Storage

#: Articles handed to a worker at a time.
BATCH = 250
#: Below this a pool is not worth its start.
POOL_FROM = 400

Homes = dict[str, str | None]
Reading = tuple[Analysis, Signature]
Report = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Reader:
    """What a worker needs to read articles: plain values that cross to another process."""

    provinces: tuple[str, ...]
    homes: Homes

    def read(self, batch: Sequence[StoredArticle]) -> list[Reading]:
        """Analysis and story signature of each."""
        analyser = _analyser(self.provinces)
        return [self._read(analyser, stored) for stored in batch]

    def _read(self, analyser: Analyser, stored: StoredArticle) -> Reading:
        article = stored.article
        analysis = analyser.read(
            article.title,
            article.lead,
            article.text,
            language=article.language,
            published_at=stored.sort_time,
            home=self.homes.get(article.source),
        )
        return analysis, signature_of(article.title, article.body, analysis.language)


@cache
def _analyser(provinces: tuple[str, ...]) -> Analyser:
    return Analyser(provinces)


@dataclass
class Advance:
    """The steps after collection for one installation."""

    storage: Storage
    engine: Engine
    reader: Reader
    workers: int

    def run(self, arriving: Iterable[int] = (), report: Report = lambda _done: None) -> int:
        """Do all that is pending and return how many articles were read.

        ``arriving`` stores more articles with each step it takes and yields how many (an import): they are read while
        the next ones are stored.
        """
        done = 0
        with self._readers(arriving) as (submit, depth):
            grouper, under_way, taken = (
                Grouper(),
                deque[tuple[list[StoredArticle], Future[list[Reading]]]](),
                set[int](),
            )
            more = iter(arriving)
            is_arriving = True
            while True:
                if is_arriving:
                    is_arriving = next(more, None) is not None
                batches = self._pending(taken, (depth - len(under_way)) * BATCH)
                for batch in batches:
                    taken.update(stored.id for stored in batch)
                    under_way.append((batch, submit(batch)))
                if not under_way and not is_arriving:
                    break
                if under_way and (len(under_way) >= depth or not is_arriving):
                    batch, future = under_way.popleft()
                    self._store(grouper, batch, future.result())
                    taken.difference_update(stored.id for stored in batch)
                    done += len(batch)
                    report(done)
            self._group_rest(grouper)
        catch_up(self.storage, self.engine)
        return done

    def _pending(self, taken: set[int], room: int) -> list[list[StoredArticle]]:
        if room <= 0:
            return []
        with self.storage.read() as work:
            found = work.articles.pending_analysis(_analyser(self.reader.provinces).models, room + len(taken))
        fresh = [stored for stored in found if stored.id not in taken][:room]
        return [list(fresh[place : place + BATCH]) for place in range(0, len(fresh), BATCH)]

    def _store(self, grouper: Grouper, batch: Sequence[StoredArticle], readings: Sequence[Reading]) -> None:
        with self.storage.begin() as work:
            work.analyses.add_many(
                [(stored.id, stored.version, one) for stored, (one, _) in zip(batch, readings, strict=True)]
            )
            # Re-analysis by new models leaves the grouping as it is: it goes by the text alone.
            grouped = {key: row.version for key, row in work.stories.rows_of(one.id for one in batch).items()}
            arrivals = [
                Arrival(stored, signature)
                for stored, (_, signature) in zip(batch, readings, strict=True)
                if grouped.get(stored.id) != stored.version
            ]
            grouper.group(work, arrivals)
        catch_up(self.storage, self.engine)

    def _group_rest(self, grouper: Grouper) -> None:
        """Articles analysed but not grouped: left by an older version of the program."""
        while True:
            with self.storage.begin() as work:
                pending = work.stories.pending(BATCH)
                if not pending:
                    return
                arrivals = [
                    Arrival(one, signature_of(one.article.title, one.article.body, one.article.language))
                    for one in pending
                ]
                grouper.group(work, arrivals)

    @contextmanager
    def _readers(
        self, arriving: Iterable[int]
    ) -> Iterator[tuple[Callable[[list[StoredArticle]], Future[list[Reading]]], int]]:
        with self.storage.read() as work:
            waiting = len(work.articles.pending_analysis(_analyser(self.reader.provinces).models, POOL_FROM))
        if self.workers < 2 or (waiting < POOL_FROM and not arriving):
            yield self._read_here, 1
            return
        pool = ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"))
        try:
            yield lambda batch: pool.submit(self.reader.read, batch), self.workers + 1
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _read_here(self, batch: list[StoredArticle]) -> Future[list[Reading]]:
        future: Future[list[Reading]] = Future()
        future.set_result(self.reader.read(batch))
        return future
