"""A period counted by the database: no article is loaded, only sums come back. All of it as known at a moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, case, distinct, func, select

from news.analysis import MentionKind, Relevance, Tone, Topic
from storage.as_of import Counted, View, is_seen, local_day
from storage.codec import decode_topics
from storage.dialects import among
from storage.json_parts import json_element, json_rows
from storage.rows import batches
from storage.schema import article, article_version, microseconds

_FIRST_DAY = date(1970, 1, 1)
_ABOUT = (Relevance.ABOUT,)
#: As in a digest: names of clubs, products, streets and origins do not say that something happened there.
_LOCATING = (MentionKind.PLACE.value, MentionKind.ORGANISATION.value)


@dataclass(frozen=True, slots=True)
class Cell:
    """So many articles of a source on a local day that are alike in tone. ``said``: a person's word, if any."""

    day: date
    source: str
    is_sport: bool
    tone: Tone
    said: Tone | None
    is_reprint: bool
    articles: int


@dataclass(frozen=True, slots=True)
class TopicCell:
    source: str
    topics: tuple[Topic, ...]
    said: tuple[Topic, ...] | None
    articles: int


@dataclass(frozen=True, slots=True)
class StoryCount:
    """``outlets``: sources with an article of their own in it."""

    story: str
    articles: int
    reprints: int
    outlets: int


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """An article of a story, without its text."""

    story: str
    article_id: int
    source: str
    is_reprint: bool
    appeared_at: int
    day: date


class Counts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._views: dict[View, Counted] = {}

    def days(self, view: View) -> dict[date, int]:
        """Articles first seen on each local day, about the province or not."""
        day = local_day(article.c.first_seen_at).label("day")
        query = select(day, func.count()).where(is_seen(view)).group_by(day).order_by(day)
        return {_date(number): count for number, count in self._connection.execute(query)}

    def cells(self, view: View) -> list[Cell]:
        """Articles about the province, sport too, by all that can be asked of their volume and tone."""
        view_of = self._of(view)
        keys = (view_of.day, article.c.source, view_of.label, view_of.tone, view_of.said_tone, view_of.is_reprint)
        query = view_of.rows(*keys, func.count(), labels=(Relevance.ABOUT, Relevance.SPORT)).group_by(*keys)
        cells = [
            Cell(
                day=_date(day),
                source=source,
                is_sport=label == Relevance.SPORT.value,
                tone=Tone(tone),
                said=Tone(said) if said else None,
                is_reprint=bool(is_reprint),
                articles=count,
            )
            for day, source, label, tone, said, is_reprint, count in self._connection.execute(query)
        ]
        return sorted(cells, key=_order)

    def older(self, view: View) -> int:
        """Articles about the province that appeared long before the window and were only found in it."""
        view_of = self._of(view)
        query = view_of.all(func.count(), labels=(Relevance.ABOUT, Relevance.SPORT))
        query = query.where(view_of.appeared_at < microseconds(view.old_before))
        return int(self._connection.execute(query).scalar_one())

    def topics(self, view: View) -> list[TopicCell]:
        """Topics of articles about the province, reprints left out."""
        view_of = self._of(view)
        keys = (article.c.source, view_of.topics, view_of.said_topics)
        query = view_of.rows(*keys, func.count(), labels=_ABOUT).where(view_of.is_reprint == 0).group_by(*keys)
        cells = [
            TopicCell(source, decode_topics(topics), decode_topics(said) if said else None, count)
            for source, topics, said, count in self._connection.execute(query)
        ]
        return sorted(cells, key=lambda one: (one.source, one.topics, one.said or ()))

    def stories(self, view: View) -> list[StoryCount]:
        """The machine's stories with articles about the province, the one told by most outlets first."""
        view_of = self._of(view)
        own = case((view_of.is_reprint == 0, article.c.source), else_=None)
        query = view_of.rows(
            view_of.story.label("story"),
            func.count(),
            func.sum(view_of.is_reprint),
            func.count(distinct(own)),
            labels=_ABOUT,
        ).where(view_of.story.is_not(None))
        rows = self._connection.execute(query.group_by(view_of.story))
        return sorted((StoryCount(*row) for row in rows), key=lambda one: (-one.outlets, -one.articles, one.story))

    def articles_of(self, view: View, stories: Iterable[str]) -> list[StoryArticle]:
        """The articles of some of these stories, in the order in which they appeared."""
        view_of = self._of(view)
        return self._articles(view_of, [among(self._connection, view_of.story, batch) for batch in batches(stories)])

    def placed(self, view: View, ids: Iterable[int]) -> list[StoryArticle]:
        """Those of these articles that are counted and stand in a story, in the order in which they appeared."""
        view_of = self._of(view)
        return self._articles(view_of, [among(self._connection, article.c.id, batch) for batch in batches(ids)])

    def _of(self, view: View) -> Counted:
        """The queries on a view, made once in a transaction: putting them together takes longer than asking them."""
        if view not in self._views:
            self._views[view] = Counted(self._connection, view)
        return self._views[view]

    def _articles(self, view_of: Counted, choices: Iterable[ColumnElement[bool]]) -> list[StoryArticle]:
        columns = (view_of.story, article.c.id, article.c.source, view_of.is_reprint, view_of.appeared_at, view_of.day)
        query = view_of.rows(*columns, labels=_ABOUT).where(view_of.story.is_not(None))
        found = [
            StoryArticle(story, key, source, bool(reprint), at, _date(day))
            for choice in choices
            for story, key, source, reprint, at, day in self._connection.execute(query.where(choice))
        ]
        return sorted(found, key=lambda one: (one.appeared_at, one.article_id))

    def newest_of(self, view: View, sources: Collection[str], limit: int) -> list[StoryArticle]:
        """Articles of these sources about the province, the newest first; reprints left out."""
        view_of = self._of(view)
        columns = (func.coalesce(view_of.story, ""), article.c.id, article.c.source, view_of.appeared_at, view_of.day)
        query = view_of.all(*columns, labels=_ABOUT).where(
            view_of.is_reprint == 0,
            view_of.appeared_at >= microseconds(view.old_before),
            among(self._connection, article.c.source, list(sources)),
        )
        rows = self._connection.execute(query.order_by(view_of.appeared_at.desc(), article.c.id.desc()).limit(limit))
        return [StoryArticle(story, key, source, False, at, _date(day)) for story, key, source, at, day in rows]

    def places(self, view: View) -> list[tuple[str, int]]:
        """Places of the province with the articles that name them, reprints left out, the most named first."""
        view_of = self._of(view)
        elements = json_rows(self._connection, view_of.mentions)
        place = json_element(self._connection, elements, 0)
        query = (
            view_of.rows(place, func.count(distinct(article.c.id)), labels=_ABOUT)
            .join(elements, json_element(self._connection, elements, 1) == view.province)
            .where(view_of.is_reprint == 0, json_element(self._connection, elements, 4).in_(_LOCATING))
            .group_by(place)
        )
        rows = [(name, count) for name, count in self._connection.execute(query)]
        return sorted(rows, key=lambda row: (-row[1], row[0]))

    def titles(self, ids: Iterable[int], as_of: datetime) -> dict[int, tuple[str, str, str | None]]:
        """Title, address and language of articles, as their newest version of the moment has them."""
        found: dict[int, tuple[str, str, str | None]] = {}
        for batch in batches(ids):
            query = (
                select(article.c.id, article_version.c.title, article.c.url, article_version.c.language)
                .join(article_version, article_version.c.article_id == article.c.id)
                .where(among(self._connection, article.c.id, batch), article_version.c.recorded_at <= as_of)
                .order_by(article_version.c.version)
            )
            found |= {key: (title, url, language) for key, title, url, language in self._connection.execute(query)}
        return found


def _date(number: int) -> date:
    return _FIRST_DAY + timedelta(days=number)


def _order(one: Cell) -> tuple[object, ...]:
    return one.day, one.source, one.is_sport, one.tone, one.said or "", one.is_reprint
