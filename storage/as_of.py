"""Articles about a province as storage knew them at a moment: the queries from which periods are counted.

What changes later is kept apart by time: readings by models and words of people carry theirs, a place in a story that
was left and a word that was taken back are kept with the moment until which they stood. Three things cannot be told
for an earlier moment: articles deleted since, two articles found to be one since, and what an office never wrote down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    tuple_,
    type_coerce,
    union,
    union_all,
)

from news.analysis import OverrideField, Relevance
from news.times import EARLIEST, FUTURE_TOLERANCE, ICT, Window
from storage.json_parts import json_text
from storage.past_tables import past_override, past_place
from storage.schema import (
    analysis,
    article,
    article_version,
    change,
    microseconds,
    override,
    relevance,
    story_member,
)

_DAY = 86_400_000_000
_OFFSET = int((ICT.utcoffset(None) or timedelta()).total_seconds()) * 1_000_000


@dataclass(frozen=True, slots=True)
class View:
    """Whose articles of which time, as known when. What was published before ``old_before`` is no news of the window.

    ``without``: sources that are counted elsewhere or not at all (the foreign press, aggregators).
    """

    province: str
    window: Window
    as_of: datetime
    old_before: datetime
    without: frozenset[str] = frozenset()


def local_day(moment: ColumnElement[Any]) -> ColumnElement[int]:
    """The local day (+07:00) of a moment as days since 1970."""
    return (type_coerce(moment, BigInteger) + _OFFSET) // _DAY


def is_seen(view: View) -> ColumnElement[bool]:
    """Articles of the window that were known at the moment."""
    known = or_(
        article.c.recorded_at <= view.as_of,
        exists().where(article_version.c.article_id == article.c.id, article_version.c.recorded_at <= view.as_of),
    )
    return and_(_in_window(view, article.c.first_seen_at), known)


class Counted:
    """The columns of what is counted, and the joins that give them; ``rows`` is a query on them."""

    def __init__(self, connection: Connection, view: View) -> None:
        self._view = view
        self._read = analysis.alias("counting")
        self._said = {field: _said(view, field) for field in OverrideField}
        self._left = _left_places(view)
        self._ids = _concerned(connection, view)
        own = json_text(connection, self._read.c.relevance, view.province)
        self.label = func.coalesce(self._said[OverrideField.RELEVANCE].c.value, own, Relevance.NONE.value)
        self.tone, self.said_tone = self._read.c.tone, self._said[OverrideField.TONE].c.value
        self.topics, self.said_topics = self._read.c.topics, self._said[OverrideField.TOPIC].c.value
        self.mentions = self._read.c.mentions
        self.day = local_day(article.c.first_seen_at)
        has_left = self._left.c.article_id.is_not(None)
        self.story = case((has_left, self._left.c.story), else_=story_member.c.story)
        original = case((has_left, self._left.c.reprint_of), else_=story_member.c.reprint_of)
        self.is_reprint = case((original.is_not(None), 1), else_=0)
        self.appeared_at = _appeared(view)

    def rows(self, *columns: ColumnElement[Any], labels: tuple[Relevance, ...]) -> Select[Any]:
        """These columns of the articles with one of these labels, old ones left out."""
        return self.all(*columns, labels=labels).where(
            self.appeared_at >= microseconds(self._view.old_before),
            article.c.source.not_in(sorted(self._view.without)),
        )

    def all(self, *columns: ColumnElement[Any], labels: tuple[Relevance, ...]) -> Select[Any]:
        """The same with old articles and of every source."""
        joined = self._ids.join(article, article.c.id == self._ids.c.article_id)
        joined = joined.join(self._read, self._read.c.article_id == article.c.id)
        for said in self._said.values():
            joined = joined.outerjoin(said, said.c.article_id == article.c.id)
        joined = joined.outerjoin(story_member, story_member.c.article_id == article.c.id)
        joined = joined.outerjoin(self._left, self._left.c.article_id == article.c.id)
        query = select(*columns).select_from(joined).where(self._counts())
        return query.where(self.label.in_([one.value for one in labels]))

    def _counts(self) -> ColumnElement[bool]:
        """The reading that counted then: of the newest version read by then, the newest one."""
        later, read = analysis.alias("later"), self._read
        is_later = tuple_(later.c.version, later.c.recorded_at, later.c.model_set) > tuple_(
            read.c.version, read.c.recorded_at, read.c.model_set
        )
        newer = exists().where(
            later.c.article_id == read.c.article_id, later.c.recorded_at <= self._view.as_of, is_later
        )
        return and_(read.c.recorded_at <= self._view.as_of, ~newer)


def _in_window(view: View, seen: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(seen >= view.window.begin, seen < view.window.end, seen <= view.as_of)


def _concerned(connection: Connection, view: View) -> FromClause:
    """Articles that may concern the province: by the index, by a person's word, or changed since the moment."""
    parts = [
        select(relevance.c.article_id).where(
            relevance.c.province == view.province, _in_window(view, relevance.c.first_seen_at)
        ),
        select(override.c.article_id)
        .join(article, article.c.id == override.c.article_id)
        .where(
            override.c.province == view.province,
            override.c.field == OverrideField.RELEVANCE.value,
            _in_window(view, article.c.first_seen_at),
        ),
    ]
    newest = connection.execute(select(change.c.at).order_by(change.c.seq.desc()).limit(1)).scalar()
    if newest is not None and newest > view.as_of:
        since = select(article.c.id).join(change, change.c.article_id == article.c.id)
        parts.append(since.where(_in_window(view, article.c.first_seen_at), change.c.at > view.as_of))
    return union(*parts).subquery("concerned")


def _said(view: View, field: OverrideField) -> FromClause:
    """People's newest word on a field by the moment, one row an article."""
    parts = []
    for table in (override, past_override):
        words = select(table.c.article_id, table.c.value, table.c.at, table.c.id).where(
            table.c.province == view.province, table.c.field == field.value, table.c.at <= view.as_of
        )
        parts.append(words if table is override else words.where(past_override.c.until > view.as_of))
    words_then = union_all(*parts).subquery()
    place = func.row_number().over(
        partition_by=words_then.c.article_id, order_by=(words_then.c.at.desc(), words_then.c.id.desc())
    )
    ranked = select(words_then.c.article_id, words_then.c.value, place.label("place")).subquery()
    return select(ranked.c.article_id, ranked.c.value).where(ranked.c.place == 1).subquery(f"said_{field.value}")


def _left_places(view: View) -> FromClause:
    """Where articles stood at the moment that have moved since, one row an article."""
    place = func.row_number().over(partition_by=past_place.c.article_id, order_by=past_place.c.until)
    columns = (past_place.c.article_id, past_place.c.story, past_place.c.reprint_of)
    ranked = select(*columns, place.label("place")).where(past_place.c.until > view.as_of).subquery()
    query = select(ranked.c.article_id, ranked.c.story, ranked.c.reprint_of).where(ranked.c.place == 1)
    return query.subquery("left_place")


def _appeared(view: View) -> ColumnElement[int]:
    """When an article appeared, as the version of that moment said (``StoredArticle.sort_time``), in microseconds."""
    seen = type_coerce(article.c.first_seen_at, BigInteger)
    then = (
        select(type_coerce(article_version.c.published_at, BigInteger))
        .where(article_version.c.article_id == article.c.id, article_version.c.recorded_at <= view.as_of)
        .order_by(article_version.c.version.desc())
        .limit(1)
        .scalar_subquery()
    )
    tolerance = int(FUTURE_TOLERANCE.total_seconds()) * 1_000_000
    credible = case((then.between(microseconds(EARLIEST), seen + tolerance), then), else_=seen)
    unchanged = article.c.recorded_at <= view.as_of
    return case((unchanged, type_coerce(article.c.sort_at, BigInteger)), else_=credible)
