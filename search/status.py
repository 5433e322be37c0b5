"""How the index stands to storage: how much is in it, what waits, and, if asked, whether every article agrees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from news.times import local
from search.engine import Engine
from search.follower import Lag
from storage import Storage
from storage.work import Work

_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Differences:
    """Articles that are not in the index as storage has them; what still waits is no difference."""

    missing: tuple[int, ...] = ()
    stale: tuple[int, ...] = ()
    surplus: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        return len(self.missing) + len(self.stale) + len(self.surplus)


@dataclass(frozen=True, slots=True)
class Status:
    documents: int
    articles: int
    lag: Lag
    #: ``None``: not verified article by article.
    differences: Differences | None = None

    @property
    def is_sound(self) -> bool:
        """Nothing is wrong; being behind is not wrong, it passes."""
        if self.differences is not None:
            return self.differences.count == 0
        return self.lag.articles > 0 or self.documents == self.articles

    def as_record(self) -> dict[str, object]:
        found = self.differences
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
            "is_sound": self.is_sound,
        }

    def lines(self) -> list[str]:
        """The same in words, for the reader."""
        lines = [f"Chỉ mục có {self.documents} bài, kho có {self.articles} bài."]
        if self.lag.articles and self.lag.since is not None:
            when = local(self.lag.since).strftime("%H:%M ngày %d/%m/%Y")
            lines.append(f"Chỉ mục chậm {self.lag.articles} bài kể từ {when}.")
        if self.differences is not None and self.differences.count:
            found = self.differences
            lines.append(
                f"Sai lệch: thiếu {len(found.missing)} bài, cũ {len(found.stale)} bài, thừa {len(found.surplus)} bài."
            )
        if not self.is_sound:
            lines.append("Hãy chạy: diembao index rebuild")
        elif self.differences is not None:
            lines.append("Đã so từng bài: chỉ mục khớp với kho.")
        return lines


def status(storage: Storage, engine: Engine, *, verify: bool = False) -> Status:
    """Compare the index with storage; ``verify`` goes through every article."""
    position, documents = engine.position(), engine.count()
    with storage.read() as work:
        lag = Lag(*work.changes.waiting(position))
        differences = _compare(work, engine, position) if verify else None
        return Status(documents, work.articles.count(), lag, differences)


def _compare(work: Work, engine: Engine, position: int) -> Differences:
    expected, waiting = _versions_of(work, position)
    stale, surplus = [], []
    last = -1
    while page := engine.versions(last, _PAGE):
        last = page[-1][0]
        for article_id, version in page:
            wanted = expected.pop(article_id, None)
            if article_id in waiting:
                continue
            if wanted is None:
                surplus.append(article_id)
            elif wanted != version:
                stale.append(article_id)
    # What is left is missing, unless it was deleted.
    left = sorted(expected)
    missing = [one.id for at in range(0, len(left), _PAGE) for one in work.articles.list(left[at : at + _PAGE])]
    return Differences(tuple(missing), tuple(stale), tuple(surplus))


def _versions_of(work: Work, position: int) -> tuple[dict[int, int], set[int]]:
    """The version each article should be indexed at, and the articles that still wait."""
    expected: dict[int, int] = {}
    waiting: set[int] = set()
    seq = 0
    while changes := work.changes.since(seq, _PAGE):
        seq = changes[-1].seq
        for change in changes:
            if change.seq <= position:
                expected[change.article_id] = change.seq
            else:
                waiting.add(change.article_id)
    return expected, waiting
