"""An article that may enter a digest, with what machine and people say of it. Pure values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from news.analysis import Analysis, Mention, MentionKind, Override, OverrideField, Relevance, Tone, Topic
from news.article import Origin, StoredArticle
from news.source import Source
from news.story import Membership
from news.times import Precision

#: Names of clubs, products, streets and origins do not say that something happened in the province.
_LOCATING = (MentionKind.PLACE, MentionKind.ORGANISATION)


@dataclass(frozen=True, slots=True)
class Candidate:
    """``overrides`` are this province's for this article, in any order; the newest of each field wins."""

    stored: StoredArticle
    source: Source
    analysis: Analysis
    overrides: tuple[Override, ...] = ()
    membership: Membership | None = None

    @property
    def id(self) -> int:
        return self.stored.id

    @property
    def has_text(self) -> bool:
        """Read from the page itself, not known from a feed's summary only."""
        return self.stored.article.origin is not Origin.FEED and bool(self.stored.article.text)

    @property
    def appeared_at(self) -> datetime:
        """For comparing outlets: a bare day says nothing about who was first, so first-seen decides then."""
        is_day = self.stored.article.published.precision is Precision.DAY
        return self.stored.first_seen_at if is_day else self.stored.sort_time

    def relevance_to(self, province: str) -> Relevance:
        word = self.override(OverrideField.RELEVANCE)
        return Relevance(word.value) if word else self.analysis.relevance_to(province)

    def override(self, field: OverrideField) -> Override | None:
        return newest(word for word in self.overrides if word.field is field)

    def places_in(self, province: str) -> list[Mention]:
        """Mentions of the province and its places, in the order of the text."""
        named = [m for m in self.analysis.mentions if m.province == province and m.kind in _LOCATING]
        return sorted(named, key=lambda mention: mention.start)

    def names_in_title(self, province: str) -> bool:
        end_of_title = len(self.stored.article.title)
        return any(mention.end <= end_of_title for mention in self.places_in(province))


def newest(words: Iterable[Override]) -> Override | None:
    return max(words, key=lambda word: (word.at, word.value), default=None)


def tone_of(group: Iterable[Candidate], leading: Candidate) -> tuple[Tone, bool]:
    """The tone of an entry and whether a person set it: the newest word on any of its articles, else the machine's."""
    word = newest(word for one in group if (word := one.override(OverrideField.TONE)))
    return (Tone(word.value), True) if word else (leading.analysis.tone, False)


def topics_of(group: Iterable[Candidate], leading: Candidate) -> tuple[Topic, ...]:
    """The same for topics; a person's word is one topic or several separated by commas."""
    word = newest(word for one in group if (word := one.override(OverrideField.TOPIC)))
    return tuple(Topic(name.strip()) for name in word.value.split(",")) if word else leading.analysis.topics
