"""Old matters told as new: the same words stood somewhere long before, and the new text does not say so. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from factcheck.sameness import alike
from news.article import StoredArticle
from news.times import local_date
from nlp import sentences

#: Younger ones are news that is still being told.
OLD_FROM = timedelta(days=90)
#: Both texts say this much of each other: a caption, a warning that goes round every year.
SAME_FROM = 0.75
#: Of an old article so many sentences are read.
_MOST_SENTENCES = 60
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Recycled:
    """The older text, when it appeared, and how much the two say of each other (0..1)."""

    text: str
    day: date
    share: float

    def because(self) -> str:
        return f"Nội dung này đã có từ {self.day:%d/%m/%Y}: “{self.text}”. Tin mới không nói đó là chuyện cũ."


@dataclass(frozen=True, slots=True)
class Older:
    """An article of the archive that said the same long before."""

    stored: StoredArticle
    recycled: Recycled


class OldArticles(Protocol):
    """Articles published until a day that may hold a text (the search index)."""

    def __call__(self, text: str, until: date) -> Iterable[StoredArticle]: ...


def older(text: str, day: date, archive: OldArticles) -> Older | None:
    """The first article that told ``text``, now told of ``day``, as of its own day; ``None`` where none did."""
    found = []
    for stored in archive(text, day - OLD_FROM):
        said = f"{stored.article.title}\n{stored.article.body}"
        for one in sentences.split(said)[:_MOST_SENTENCES]:
            if (same := recycled(text, day, one.text, local_date(stored.sort_time))) is not None:
                found.append(Older(stored, same))
                break
    return min(found, key=lambda one: (one.recycled.day, one.stored.id), default=None)


def recycled(new: str, new_day: date, old: str, old_day: date | None) -> Recycled | None:
    """Whether ``new`` repeats ``old`` as if it were of its own day; ``None`` where it names the older year."""
    if old_day is None or new_day - old_day < OLD_FROM:
        return None
    if str(old_day.year) in _YEAR.findall(new) and old_day.year != new_day.year:
        return None
    share = alike(new, old)
    return Recycled(old, old_day, share) if share >= SAME_FROM else None
