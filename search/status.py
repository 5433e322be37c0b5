"""How the index stands to storage: how much is in it, what waits, and, if asked, whether every article agrees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from heapq import merge
from itertools import groupby
from operator import itemgetter

from news.times import local
from search.engine import Engine
from search.follower import Lag
from storage import Storage
from storage.work import Work

_PAGE = 10_000


#: An article's id and the number of its newest change.
_Version = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Articles that are not in the index as storage has them; what still waits is left out on both sides.

    The digests (SHA-256) are of every id with its version, in order.
    """

    missing: tuple[int, ...]
    stale: tuple[int, ...]
    surplus: tuple[int, ...]
    stored_digest: str
    indexed_digest: str

    @property
    def differences(self) -> int:
        return len(self.missing) + len(self.stale) + len(self.surplus)

    @property
    def is_equal(self) -> bool:
        return self.stored_digest == self.indexed_digest


@dataclass(frozen=True, slots=True)
class Status:
    documents: int
    articles: int
    lag: Lag
    #: ``None``: not verified article by article.
    comparison: Comparison | None = None

    @property
    def is_sound(self) -> bool:
        """Nothing is wrong; being behind is not wrong, it passes."""
        if self.comparison is not None:
            return self.comparison.is_equal
        return self.lag.articles > 0 or self.documents == self.articles

    def as_record(self) -> dict[str, object]:
        found = self.comparison
        since: datetime | None = self.lag.since
        return {
            "documents": self.documents,
            "articles": self.articles,
            "behind": self.lag.articles,
            "behind_since": since and local(since).isoformat(),
            "verified": found is not None,
            "missing": list(found.missing) if found else [],
            "stale": list(found.stale) if found else [],
            "surplus": list(found.surplus) if found else [],
            "digest": found and {"storage": found.stored_digest, "index": found.indexed_digest},
            "is_sound": self.is_sound,
        }

    def lines(self) -> list[str]:
        """The same in words, for the reader."""
        lines = [f"Chỉ mục có {self.documents} bài, kho có {self.articles} bài."]
        if self.lag.articles and self.lag.since is not None:
            when = local(self.lag.since).strftime("%H:%M ngày %d/%m/%Y")
            lines.append(f"Chỉ mục chậm {self.lag.articles} bài kể từ {when}.")
        found = self.comparison
        if found is not None and found.differences:
            lines.append(
                f"Sai lệch: thiếu {len(found.missing)} bài, cũ {len(found.stale)} bài, thừa {len(found.surplus)} bài."
            )
        if not self.is_sound:
            lines.append("Hãy chạy: diembao index rebuild")
        elif found is not None:
            lines.append(f"Đã so từng bài: chỉ mục khớp với kho (dấu vân tay {found.indexed_digest[:16]}).")
        return lines


def status(storage: Storage, engine: Engine, *, verify: bool = False) -> Status:
    """Compare the index with storage; ``verify`` goes through every article of both."""
    while True:
        position, documents = engine.position(), engine.count()
        with storage.read() as work:
            lag = Lag(*work.changes.waiting(position))
            comparison = _compare(work, engine, position) if verify else None
            articles = work.articles.count()
        # What another process indexed meanwhile would look like a difference.
        if comparison is None or comparison.differences == 0 or engine.position() == position:
            return Status(documents, articles, lag, comparison)


def _compare(work: Work, engine: Engine, position: int) -> Comparison:
    waiting = _waiting(work, position)
    missing, stale, surplus = [], [], []
    stored_digest, indexed_digest = sha256(), sha256()
    for article_id, stored, indexed in _aligned(_pages(work.changes.versions), _pages(engine.versions)):
        if article_id in waiting:
            continue
        if stored is not None:
            stored_digest.update(b"%d:%d\n" % (article_id, stored))
        for version in indexed:
            indexed_digest.update(b"%d:%d\n" % (article_id, version))
        if not indexed:
            missing.append(article_id)
        elif stored is None or len(indexed) > 1:
            surplus.append(article_id)
        elif indexed != [stored]:
            stale.append(article_id)
    return Comparison(
        tuple(missing), tuple(stale), tuple(surplus), stored_digest.hexdigest(), indexed_digest.hexdigest()
    )


def _waiting(work: Work, position: int) -> set[int]:
    waiting: set[int] = set()
    while changes := work.changes.since(position, _PAGE):
        position = changes[-1].seq
        waiting.update(change.article_id for change in changes)
    return waiting


def _pages(read: Callable[[int, int], Sequence[_Version]]) -> Iterator[_Version]:
    last = -1
    while page := read(last, _PAGE):
        yield from page
        last = page[-1][0]


def _aligned(stored: Iterator[_Version], indexed: Iterator[_Version]) -> Iterator[tuple[int, int | None, list[int]]]:
    """Both side by side in order of id: the version in storage, those in the index (one, if all is well)."""
    both = merge(((id_, False, version) for id_, version in stored), ((id_, True, version) for id_, version in indexed))
    for article_id, found in groupby(both, key=itemgetter(0)):
        sides = list(found)
        in_index = [version for _, is_indexed, version in sides if is_indexed]
        yield article_id, next((version for _, is_indexed, version in sides if not is_indexed), None), in_index
