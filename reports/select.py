"""Choose and order what a window of time held for one province. Pure: equal inputs give equal digests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from news.analysis import Relevance, Tone, Topic
from news.digest import Coverage, Digest, DigestEntry, Period, Totals
from news.story import Edge, StoryFact
from news.times import Window
from reports.candidates import Candidate
from reports.entries import Bundle, entry_of, with_sentences
from reports.overlay import stories_of
from reports.publishers import publisher_of, publishes

#: How many entries of each section a digest shows; the totals count all.
MOST_STORIES = 60
OLD_AFTER = timedelta(hours=48)
_Draft = tuple[DigestEntry, Bundle]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose digest of which time. ``most_stories``: entries per section, ``None`` for the usual number."""

    province: str
    province_name: str
    office: str
    period: Period
    day: date
    window: Window
    is_sample: bool = False
    most_stories: int | None = None
    old_after: timedelta = OLD_AFTER

    @property
    def limit(self) -> int:
        return MOST_STORIES if self.most_stories is None else self.most_stories


def select(
    scope: Scope,
    candidates: Iterable[Candidate],
    coverage: Coverage,
    *,
    made_at: datetime,
    facts: Sequence[StoryFact] = (),
    edges: Sequence[Edge] = (),
) -> Digest:
    """Return the digest. ``coverage`` comes with what was read; what concerns the province is counted here."""
    concerned = [one for one in candidates if _concerns(one, scope)]
    fresh = [one for one in concerned if not is_old(one, scope)]
    home, abroad, sport = _sections([one for one in fresh if publishes(one.source)], scope, facts, edges)
    return Digest(
        province=scope.province,
        province_name=scope.province_name,
        office=scope.office,
        period=scope.period,
        day=scope.day,
        window=scope.window,
        stories=_foremost(home, scope.limit),
        foreign=_foremost(abroad, scope.limit),
        sport=_foremost(sport, scope.limit),
        coverage=replace(
            coverage,
            articles_about=sum(one.relevance_to(scope.province) is Relevance.ABOUT for one in fresh),
            older_articles=len(concerned) - len(fresh),
        ),
        made_at=made_at,
        is_sample=scope.is_sample,
        totals=_totals(home, abroad, sport),
    )


def is_old(one: Candidate, scope: Scope) -> bool:
    """Whether an article appeared long before the window and was only found in it: an old one shared anew."""
    published = one.stored.article.published
    return (
        published.at is not None
        and published.is_credible(one.stored.first_seen_at)
        and published.at < scope.window.begin - scope.old_after
    )


def _concerns(one: Candidate, scope: Scope) -> bool:
    return one.stored.first_seen_at in scope.window and one.relevance_to(scope.province) in (
        Relevance.ABOUT,
        Relevance.SPORT,
    )


def _is_sport(members: list[Candidate], province: str) -> bool:
    """A story is sport when most of its articles are."""
    return 2 * sum(one.relevance_to(province) is Relevance.SPORT for one in members) > len(members)


def _sections(
    candidates: Sequence[Candidate], scope: Scope, facts: Sequence[StoryFact], edges: Sequence[Edge]
) -> tuple[list[_Draft], list[_Draft], list[_Draft]]:
    """Home, foreign and sport, in no order. A story told at home and abroad is an entry in both parts."""
    home: list[_Draft] = []
    abroad: list[_Draft] = []
    sport: list[_Draft] = []
    for story, members in stories_of(candidates, facts, edges).items():
        if _is_sport(members, scope.province):
            sport.append(_draft(Bundle(story, members, scope.province, scope.window)))
            continue
        ours = [one for one in members if not one.source.is_foreign]
        theirs = [one for one in members if one.source.is_foreign]
        if ours:
            home.append(_draft(Bundle(story, ours, scope.province, scope.window, is_abroad=bool(theirs))))
        if theirs:
            abroad.append(_draft(Bundle(story, theirs, scope.province, scope.window, is_foreign=True)))
    return home, abroad, sport


def _draft(bundle: Bundle) -> _Draft:
    return entry_of(bundle), bundle


def _foremost(drafts: list[_Draft], limit: int) -> tuple[DigestEntry, ...]:
    ordered = sorted(drafts, key=lambda draft: (-draft[0].importance, draft[0].leading.url, draft[0].story))
    return tuple(with_sentences(entry, bundle) for entry, bundle in ordered[:limit])


def _totals(home: list[_Draft], abroad: list[_Draft], sport: list[_Draft]) -> Totals:
    entries = [entry for entry, _ in home]
    tones = Counter(entry.tone for entry in entries)
    topics = Counter(topic for entry in entries for topic in entry.topics)
    outlets = [outlet for entry in entries for outlet in entry.outlets]
    return Totals(
        stories=len(home),
        foreign=len(abroad),
        sport=len(sport),
        articles=len(outlets),
        reprints=sum(outlet.is_reprint for outlet in outlets),
        publishers=len({publisher_of(outlet.source) for outlet in outlets if not outlet.is_reprint}),
        tones=tuple((tone, tones[tone]) for tone in Tone if tones[tone]),
        topics=tuple((t, topics[t]) for t in sorted(Topic, key=lambda t: (-topics[t], t.value)) if topics[t]),
    )
