"""An article as queries see it: tokens field by field, and the labels that filters ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property

from news.analysis import Relevance, Tone, Topic
from news.times import local_date
from nlp.text import folded_word
from nlp.tokens import tokens

_ID_BITS = 30
#: Ids and seconds share one 64-bit integer: a thousand million articles, until the year 2242.
MAX_ID = (1 << _ID_BITS) - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def position_of(sort_at: datetime, article_id: int) -> int:
    """The place of an article in *newest first*: by the second, then by id. One unique integer, for every engine."""
    since = sort_at - _EPOCH
    seconds = max(0, since.days * 86_400 + since.seconds)
    if not 0 <= article_id <= MAX_ID:
        raise ValueError(f"article id {article_id} does not fit in {_ID_BITS} bits")
    return (seconds << _ID_BITS) | article_id


def id_at(position: int) -> int:
    """The article's id in a position."""
    return position & MAX_ID


def positions_from(moment: datetime) -> int:
    """The lowest position an article of this moment can have."""
    return position_of(moment, 0)


def spaced(words: Iterable[str]) -> str:
    """Tokens as one text in which `` token `` can be sought: a space on both sides of each."""
    text = "  ".join(words)
    return f" {text} " if text else ""


@dataclass(frozen=True)
class Field:
    """The tokens of one field as two searchable texts (see ``spaced``); phrases never leave their field."""

    tokens: tuple[str, ...]

    @cached_property
    def accented(self) -> str:
        return spaced(self.tokens)

    @cached_property
    def folded(self) -> str:
        return spaced(map(folded_word, self.tokens))

    def has(self, needle: str, *, accented: bool) -> bool:
        return needle in (self.accented if accented else self.folded)


@dataclass(frozen=True)
class Document:
    """One version of an article with its newest analysis. ``provinces`` holds no ``none``."""

    id: int
    source: str
    sort_at: datetime
    first_seen_at: datetime
    title: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    language: str | None = None
    tone: Tone | None = None
    topics: tuple[Topic, ...] = ()
    provinces: Mapping[str, Relevance] = field(default_factory=dict)
    story: str | None = None

    @cached_property
    def position(self) -> int:
        return position_of(self.sort_at, self.id)

    @cached_property
    def day(self) -> date:
        """The local day of ``sort_at``."""
        return local_date(self.sort_at)

    @cached_property
    def title_field(self) -> Field:
        return Field(self.title)

    @cached_property
    def fields(self) -> tuple[Field, Field, Field]:
        """Title, lead, text."""
        return self.title_field, Field(self.lead), Field(self.text)


def read_document(
    article_id: int,
    *,
    source: str,
    sort_at: datetime,
    first_seen_at: datetime | None = None,
    title: str = "",
    lead: str = "",
    text: str = "",
    language: str | None = None,
    tone: Tone | None = None,
    topics: Iterable[Topic] = (),
    provinces: Mapping[str, Relevance] | None = None,
    story: str | None = None,
) -> Document:
    """Make a document from plain text."""
    return Document(
        id=article_id,
        source=source,
        sort_at=sort_at,
        first_seen_at=sort_at if first_seen_at is None else first_seen_at,
        title=tuple(tokens(title)),
        lead=tuple(tokens(lead)),
        text=tuple(tokens(text)),
        language=language,
        tone=tone,
        topics=tuple(topics),
        provinces={name: label for name, label in (provinces or {}).items() if label is not Relevance.NONE},
        story=story,
    )
