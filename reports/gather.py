"""Read from storage what a digest is made of. The only module of ``reports`` that touches storage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from news.analysis import Analysis, Relevance, Tone
from news.article import StoredArticle
from news.digest import Digest, Period
from news.source import Source, SourceClass
from news.times import Window
from news.urls import host_of
from reports.candidates import Candidate
from reports.coverage import LONGEST_PAUSE, Record, coverage_of
from reports.select import OLD_AFTER, Scope, select
from reports.windows import DIGEST_AT, window_of
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Office:
    """For whom digests are made and by what rules: plain values from the province's folder."""

    province: str
    province_name: str
    name: str
    digest_at: time = DIGEST_AT
    most_stories: int | None = None
    old_after: timedelta = OLD_AFTER
    longest_pause: timedelta = LONGEST_PAUSE
    is_sample: bool = False


def make_digest(
    work: Work,
    office: Office,
    sources: Iterable[Source],
    day: date,
    *,
    made_at: datetime,
    window: Window | None = None,
    until: datetime | None = None,
) -> Digest:
    """Return the digest as storage knows it at ``made_at``. ``window``: another one than the day's own.

    ``until``: a signature ended the window early; what was seen later is left out, the order stays as it was then.
    """
    known = {source.id: source for source in sources}
    scope = Scope(
        province=office.province,
        province_name=office.province_name,
        office=office.name,
        period=Period.DAY,
        day=day,
        window=window or digest_window(work, office, day),
        is_sample=office.is_sample,
        most_stories=office.most_stories,
        old_after=office.old_after,
    )
    held = scope.window if until is None else Window(scope.window.begin, min(scope.window.end, until))
    candidates = _candidates(work, scope.province, held, known)
    facts = work.stories.facts(office.province)
    touched = sorted({key for fact in facts for key in (fact.a, fact.b)})
    stories = {place.story for place in work.stories.story_of(touched).values()}
    regrouped = [one.id for one in candidates if one.membership and one.membership.story in stories]
    seen = Window(held.begin, max(held.begin, min(held.end, made_at)))
    record = Record(
        rounds=work.rounds.list(seen),
        readings=work.sources.list_readings(seen),
        states=work.sources.list(),
        articles=len(work.articles.first_seen_in(held)),
    )
    digest = select(
        scope,
        candidates,
        coverage_of(record, known.values(), seen, office.longest_pause),
        made_at=made_at,
        facts=facts,
        edges=work.stories.edges_of(regrouped),
    )
    return replace(digest, window=held)


def digest_window(work: Work, office: Office, day: date) -> Window:
    """The window of a digest begins where the last signed edition of an earlier day ended."""
    last = work.editions.last(office.province, Period.DAY)
    if last is not None and last.day >= day:
        # The digest of a past day is made again: the editions signed since do not concern it.
        earlier = [edition for edition in work.editions.list(office.province, Period.DAY) if edition.day < day]
        last = max(earlier, key=lambda edition: edition.window.end, default=None)
    return window_of(day, digest_at=office.digest_at, last_end=last.window.end if last else None)


def _candidates(work: Work, province: str, window: Window, sources: Mapping[str, Source]) -> list[Candidate]:
    labels = {
        key: label
        for label in (Relevance.ABOUT, Relevance.SPORT)
        for key in work.articles.first_seen_in(window, province, (label,))
    }
    ids = sorted(labels)
    analyses = work.analyses.list(ids)
    overrides = work.overrides.list(province, ids)
    memberships = work.stories.story_of(ids)
    return [
        Candidate(
            stored=stored,
            source=sources.get(stored.article.source) or _unlisted(stored),
            analysis=analyses.get(stored.id) or _unread(stored, province, labels[stored.id]),
            overrides=tuple(overrides.get(stored.id, ())),
            membership=memberships.get(stored.id),
        )
        for stored in work.articles.list(ids)
    ]


def _unlisted(stored: StoredArticle) -> Source:
    """An outlet that has left ``sources.csv`` since: its articles stay, under the name of its host."""
    host = host_of(stored.article.url)
    return Source(stored.article.source, host, SourceClass.LOCAL, "VN", ("vi",), f"https://{host}")


def _unread(stored: StoredArticle, province: str, label: Relevance) -> Analysis:
    """The article changed after it was analysed: what was known of it stands, its tone is open."""
    return Analysis("", stored.article.language, Tone.NEUTRAL, 0.0, relevance={province: label})
