"""What could be seen in a window of time and what could not, from the rounds and readings that storage keeps. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from news.digest import Coverage, SourceFailure
from news.source import Health, Source, SourceClass, SourceState
from news.times import Window
from storage.rounds import Round
from storage.sources import Reading

#: A longer silence between two rounds is said in the digest; one missed round is not worth a line.
LONGEST_PAUSE = timedelta(hours=2)
#: The outlet answered, even if it had nothing new.
_ANSWERED = frozenset({Health.OK, Health.EMPTY, Health.FROZEN, Health.SILENT})
_NOT_READ = "không được đọc trong kỳ này"


@dataclass(frozen=True, slots=True)
class Record:
    """What storage knows of a window: rounds, readings, articles first seen in it; and the states of all feeds."""

    rounds: Sequence[Round] = ()
    readings: Sequence[Reading] = ()
    states: Sequence[SourceState] = ()
    articles: int = 0


@dataclass(slots=True)
class _Feed:
    """One address over the window: its newest reading and the newest good one."""

    newest: Reading
    good_at: datetime | None = None


def coverage_of(
    record: Record, sources: Iterable[Source], window: Window, longest_pause: timedelta = LONGEST_PAUSE
) -> Coverage:
    """Return the coverage; the window's end must not lie after the moment at which the record was taken."""
    readings: dict[str, list[Reading]] = defaultdict(list)
    for reading in record.readings:
        readings[reading.source].append(reading)
    states: dict[str, list[SourceState]] = defaultdict(list)
    for state in record.states:
        states[state.source].append(state)
    failures = []
    for source in sources:
        if not source.enabled or not source.addresses or source.source_class is SourceClass.DISCOVERY:
            continue
        if source.id in readings:
            failure = _failure(source, readings[source.id], states[source.id], window.end - longest_pause)
        else:
            failure = _unread(source, states[source.id]) if record.rounds else None
        if failure is not None:
            failures.append(failure)
    answered = {source for source, made in readings.items() if any(one.health in _ANSWERED for one in made)}
    return Coverage(
        sources_read=len(answered),
        failures=tuple(sorted(failures, key=lambda one: (one.name.casefold(), one.source))),
        articles_read=record.articles,
        articles_about=0,
        older_articles=0,
        gaps=gaps(record.rounds, window, longest_pause),
    )


def gaps(rounds: Iterable[Round], window: Window, longest_pause: timedelta = LONGEST_PAUSE) -> tuple[Window, ...]:
    """Stretches of the window, longer than the pause, in which no round ran; oldest first."""
    found = []
    quiet_since = window.begin
    for one in sorted(rounds, key=lambda one: one.started_at):
        if one.started_at - quiet_since > longest_pause:
            found.append(Window(quiet_since, one.started_at))
        quiet_since = max(quiet_since, one.finished_at or one.started_at)
    if window.end - quiet_since > longest_pause:
        found.append(Window(quiet_since, window.end))
    return tuple(found)


def _failure(
    source: Source, readings: list[Reading], states: list[SourceState], recently: datetime
) -> SourceFailure | None:
    """The worst of a source at the window's end: no address, or not every address, could be read lately."""
    feeds: dict[str, _Feed] = {}
    for reading in sorted(readings, key=lambda one: one.at):
        feed = feeds.setdefault(reading.feed, _Feed(reading))
        feed.newest = reading
        if reading.health is Health.OK:
            feed.good_at = reading.at
    bad = [
        feed
        for feed in feeds.values()
        if feed.newest.health is not Health.OK and (feed.good_at is None or feed.good_at < recently)
    ]
    if not bad:
        return None
    worst = min(bad, key=lambda feed: (feed.newest.at, feed.newest.feed))
    share = f"{len(bad)}/{len(feeds)} địa chỉ" if len(bad) < len(feeds) else ""
    detail = "; ".join(part for part in (share, worst.newest.detail) if part)
    good = [feed.good_at for feed in bad if feed.good_at is not None]
    return SourceFailure(source.id, source.name, worst.newest.health, max(good, default=_success(states)), detail)


def _unread(source: Source, states: list[SourceState]) -> SourceFailure:
    """Rounds ran and none read this source: it was resting, or nobody got to it."""
    tried = [state for state in states if state.last_attempt_at is not None]
    newest = max(tried, key=lambda state: (str(state.last_attempt_at), state.feed), default=None)
    if newest is None:
        return SourceFailure(source.id, source.name, Health.NEVER_READ, None, "")
    return SourceFailure(source.id, source.name, newest.health, _success(states), _NOT_READ)


def _success(states: list[SourceState]) -> datetime | None:
    return max((state.last_success_at for state in states if state.last_success_at), default=None)
