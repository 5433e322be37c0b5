"""Articles are read by the models: here, or many at once in processes of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from jobs.processes import pool
from news.analysis import Analysis
from news.article import StoredArticle
from news.place import OwnPlace
from nlp import gazetteer, taught, transformer
from nlp.adopted import Adopted
from nlp.analyser import Analyser, Asked
from nlp.signatures import Signature, signatures_of

Homes = dict[str, str | None]
Reading = tuple[Analysis, Signature]
#: Given articles to read, returns what gives their readings when they are wanted.
Submit = Callable[[Sequence[StoredArticle]], Callable[[], list[Reading]]]

#: Articles that a process takes at a time: few enough that all of them have work, also of one batch.
_PART = 50


@dataclass(frozen=True, slots=True)
class Reader:
    """What a worker needs to read articles: plain values that cross to another process."""

    provinces: tuple[str, ...]
    homes: Homes
    #: Local models that the office enabled.
    adopted: tuple[Adopted, ...] = ()
    #: What the office's corrections taught, if the file is there.
    learnt: Path | None = None
    #: Names what is in that file: another mark, another analyser.
    learnt_mark: str = ""
    #: The places that the office has listed itself.
    places: tuple[OwnPlace, ...] = ()

    def read(self, batch: Sequence[StoredArticle]) -> list[Reading]:
        """Analysis and story signature of each."""
        analyses = self.analyse(batch)
        signatures = signatures_of([(stored.article.title, stored.article.body) for stored in batch])
        return list(zip(analyses, signatures, strict=True))

    def analyse(self, batch: Sequence[StoredArticle]) -> list[Analysis]:
        """The analysis of each."""
        return self.analyser.read_many([self._asked(stored) for stored in batch])

    @property
    def analyser(self) -> Analyser:
        """This process's analyser; the models load when it first reads."""
        return _analyser(self.provinces, self.adopted, self.learnt, self.learnt_mark, self.places)

    def _asked(self, stored: StoredArticle) -> Asked:
        article = stored.article
        home = self.homes.get(article.source)
        return Asked(article.title, article.lead, article.text, article.language, stored.sort_time, home)


@contextmanager
def reading_here(reader: Reader) -> Iterator[Submit]:
    """Read in this process, when the readings are wanted."""
    yield lambda batch: partial(reader.read, batch)


@contextmanager
def reading_beside(reader: Reader, workers: int) -> Iterator[Submit]:
    """Read in so many processes of their own."""
    processes = pool(workers)

    def submit(batch: Sequence[StoredArticle]) -> Callable[[], list[Reading]]:
        parts = [processes.submit(reader.read, batch[at : at + _PART]) for at in range(0, len(batch), _PART)]
        return lambda: [one for part in parts for one in part.result()]

    try:
        yield submit
    finally:
        processes.shutdown(wait=True, cancel_futures=True)


@cache
def _analyser(
    provinces: tuple[str, ...],
    adopted: tuple[Adopted, ...],
    learnt: Path | None,
    _mark: str,
    places: tuple[OwnPlace, ...],
) -> Analyser:
    gazetteer.use_own(places)
    transformer.adopt(adopted)
    taught.use(learnt)
    return Analyser(provinces)
