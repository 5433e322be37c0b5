"""The stories of a period: counted by the database; what people said of them is laid over those that it touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from news.article import Article, StoredArticle
from news.report import TopMatter
from news.story import Membership
from reports.overlay import stories_of
from reports.periods.figures import Press
from reports.plain import headline, name
from reports.publishers import publisher_of
from storage.as_of import View
from storage.counts import StoryArticle, StoryCount
from storage.work import Work

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stories:
    """``foremost``: the articles of the stories that may be shown, by story, in the order of their standing."""

    total: int
    foremost: Mapping[str, Sequence[StoryArticle]]


@dataclass(frozen=True, slots=True)
class _Placed:
    """An article with its place, as the overlay wants it."""

    one: StoryArticle
    url: str

    @property
    def id(self) -> int:
        return self.one.article_id

    @property
    def stored(self) -> StoredArticle:
        at = _EPOCH + timedelta(microseconds=self.one.appeared_at)
        return StoredArticle(self.id, 1, Article(self.url, self.one.source, ""), at, at)

    @property
    def membership(self) -> Membership:
        return Membership(self.id, self.one.story, None)


def stories_in(work: Work, view: View, important: Iterable[int], limit: int) -> Stories:
    """Count the stories and find the foremost: first those that officers marked, then those that most outlets told."""
    counted = {one.story: one for one in work.counts.stories(view)}
    regrouped = _regrouped(work, view)
    for one in regrouped.former:
        counted.pop(one, None)
    counted |= {story: _count(story, members) for story, members in regrouped.stories.items()}
    marked = set(important)
    stories = {one.story for one in work.counts.placed(view, sorted(marked)) if one.story in counted}
    stories |= {key for key, members in regrouped.stories.items() if marked & {one.article_id for one in members}}
    order = sorted(
        counted.values(), key=lambda one: (one.story not in stories, -one.outlets, -one.articles, one.story)
    )[:limit]
    members: dict[str, list[StoryArticle]] = {one.story: list(regrouped.stories.get(one.story, ())) for one in order}
    for article in work.counts.articles_of(view, [story for story, found in members.items() if not found]):
        members[article.story].append(article)
    return Stories(len(counted), members)


def matter_of(
    members: Sequence[StoryArticle],
    press: Press,
    titles: Mapping[int, tuple[str, str, str | None]],
    important: set[int],
) -> TopMatter:
    """``members``: in the order in which they appeared; the first one that repeats nobody leads."""
    leading = next((one for one in members if not one.is_reprint), members[0])
    title, url, _ = titles.get(leading.article_id, ("", "", None))
    days = [one.day for one in members]
    return TopMatter(
        article_id=leading.article_id,
        title=headline(title),
        url=url,
        outlet=name(press.name(leading.source)),
        outlets=len({publisher_of(one.source) for one in members if not one.is_reprint}) or 1,
        articles=len(members),
        reprints=sum(one.is_reprint for one in members),
        first_day=min(days),
        last_day=max(days),
        is_important=not important.isdisjoint(one.article_id for one in members),
    )


@dataclass(frozen=True, slots=True)
class _Regrouped:
    """``former``: the machine's stories that facts touch; ``stories``: what becomes of them."""

    former: frozenset[str]
    stories: Mapping[str, Sequence[StoryArticle]]


def _regrouped(work: Work, view: View) -> _Regrouped:
    facts = [fact for fact in work.stories.facts(view.province) if fact.at <= view.as_of]
    if not facts:
        return _Regrouped(frozenset(), {})
    touched = work.counts.placed(view, sorted({key for fact in facts for key in (fact.a, fact.b)}))
    former = sorted({one.story for one in touched})
    members = work.counts.articles_of(view, former)
    ids = [one.article_id for one in members]
    urls = {key: url for key, (_, url, _) in work.counts.titles(ids, view.as_of).items()}
    placed = [_Placed(one, urls.get(one.article_id, "")) for one in members]
    groups = stories_of(placed, facts, work.stories.edges_of(ids))
    return _Regrouped(frozenset(former), {story: [one.one for one in group] for story, group in groups.items()})


def _count(story: str, members: Sequence[StoryArticle]) -> StoryCount:
    own = {one.source for one in members if not one.is_reprint}
    return StoryCount(story, len(members), sum(one.is_reprint for one in members), len(own))
