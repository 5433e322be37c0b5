"""What a watch has to say now: pure decisions over frozen values. The same values give the same findings and keys.

A key names what was found, not when it was looked at, so a step that is repeated after a crash finds nothing twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from alerts.conditions import NewOutlet, Spike, StoryAbove, Threshold, ToneShift
from alerts.counting import Share, count_in, shifted, spike, words_of
from alerts.watches import Watch
from news.alert import Condition, Finding
from news.analysis import Tone, Topic
from news.times import Window
from nlp.document import Document

#: A story is new for so long.
_NEW_STORY = timedelta(hours=48)
#: An outlet is only new to a watch that has looked for so long.
_LOOKED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a watch matched, as it is counted."""

    article_id: int
    source: str
    at: datetime
    tone: Tone | None = None
    story: str | None = None
    is_reprint: bool = False


@dataclass(frozen=True, slots=True)
class NewArticle:
    """A fresh article that a watch matched: of the press, by type, with its headline and its outlet's name."""

    document: Document
    title: str
    outlet: str
    is_foreign: bool

    @property
    def event(self) -> str:
        return f"story:{self.document.story}" if self.document.story else f"article:{self.document.id}"


@dataclass(frozen=True, slots=True)
class Situation:
    """What a watch knows at a moment.

    ``fresh``: new articles that it hit now. ``hits``: everything that counts, oldest first. ``weeks``, ``days``: spans
    to compare with in which anything was collected at all. ``last``: when it spoke before, by condition.
    """

    now: datetime
    province: str
    fresh: tuple[NewArticle, ...] = ()
    hits: tuple[Hit, ...] = ()
    weeks: tuple[Window, ...] = ()
    days: tuple[Window, ...] = ()
    last: Mapping[Condition, datetime] = field(default_factory=dict)
    known_since: datetime | None = None
    outlets: Mapping[str, str] = field(default_factory=dict)


def judge(watch: Watch, seen: Situation) -> Iterator[Finding]:
    """What the watch found, condition by condition."""
    wants = watch.conditions
    for one in seen.fresh:
        if wants.any:
            yield _of_article(watch, seen, one, Condition.MATCH, f"Bài mới của {one.outlet}.")
        if wants.foreign and one.is_foreign:
            yield _of_article(watch, seen, one, Condition.FOREIGN, f"Báo nước ngoài: {one.outlet}.")
        if wants.new_outlet is not None and _is_new_outlet(wants.new_outlet, seen, one):
            words = f"{one.outlet} nhắc đến lần đầu trong {words_of(wants.new_outlet.within)}."
            yield _of_article(watch, seen, one, Condition.NEW_OUTLET, words)
    if wants.threshold is not None and seen.fresh:
        yield from _threshold(watch, seen, wants.threshold)
    if wants.spike is not None and seen.fresh:
        yield from _spike(watch, seen, wants.spike)
    if wants.story is not None:
        yield from _story(watch, seen, wants.story)
    if wants.tone is not None:
        yield from _tone(watch, seen, wants.tone)


def _of_article(watch: Watch, seen: Situation, one: NewArticle, condition: Condition, words: str) -> Finding:
    return Finding(
        key=f"{condition}/{watch.name}/{one.document.id}",
        province=seen.province,
        watch=watch.name,
        condition=condition,
        severity=watch.severity,
        event=one.event,
        title=one.title,
        words=words,
        at=seen.now,
        topics=one.document.topics,
        unit=watch.unit,
        articles=(one.document.id,),
    )


def _of_watch(watch: Watch, seen: Situation, condition: Condition, words: str, articles: Sequence[int]) -> Finding:
    newest = articles[-1] if articles else 0
    return Finding(
        key=f"{condition}/{watch.name}/{newest}",
        province=seen.province,
        watch=watch.name,
        condition=condition,
        severity=watch.severity,
        event=f"watch:{watch.name}",
        title=watch.name,
        words=words,
        at=seen.now,
        topics=_topics(seen.fresh),
        unit=watch.unit,
        articles=tuple(articles),
    )


def _threshold(watch: Watch, seen: Situation, wants: Threshold) -> Iterator[Finding]:
    if _spoke_within(seen, Condition.THRESHOLD, wants.within):
        return
    recent = [one for one in seen.hits if seen.now - wants.within <= one.at]
    if len(recent) >= wants.articles:
        words = f"{len(recent)} bài trong {words_of(wants.within)}, ngưỡng là {wants.articles}."
        yield _of_watch(watch, seen, Condition.THRESHOLD, words, [one.article_id for one in recent])


def _spike(watch: Watch, seen: Situation, wants: Spike) -> Iterator[Finding]:
    if _spoke_within(seen, Condition.SPIKE, wants.within):
        return
    moments = [one.at for one in seen.hits]
    recent = [one for one in seen.hits if seen.now - wants.within <= one.at]
    weeks, days = ([count_in(moments, window) for window in one] for one in (seen.weeks, seen.days))
    usual = spike(len(recent), weeks, days, wants.least)
    if usual is not None:
        words = f"{len(recent)} bài trong {words_of(wants.within)}, {usual.words}."
        yield _of_watch(watch, seen, Condition.SPIKE, words, [one.article_id for one in recent])


def _is_new_outlet(wants: NewOutlet, seen: Situation, one: NewArticle) -> bool:
    if seen.known_since is None or seen.now - seen.known_since < _LOOKED:
        return False
    earliest = seen.now - wants.within
    source, here = one.document.source, one.document.id
    return not any(hit.source == source and hit.article_id != here and hit.at >= earliest for hit in seen.hits)


def _story(watch: Watch, seen: Situation, wants: StoryAbove) -> Iterator[Finding]:
    """Outlets that wrote for themselves count; a reprint is no second voice."""
    touched = {one.document.story: one for one in seen.fresh if one.document.story}
    for story, one in touched.items():
        members = [hit for hit in seen.hits if hit.story == story]
        outlets = dict.fromkeys(hit.source for hit in members if not hit.is_reprint)
        if len(outlets) < wants.outlets or seen.now - members[0].at > _NEW_STORY:
            continue
        names = ", ".join(seen.outlets.get(source, source) for source in list(outlets)[:5])
        more = f" và {len(outlets) - 5} báo khác" if len(outlets) > 5 else ""
        found = _of_article(watch, seen, one, Condition.STORY, f"{len(outlets)} báo đưa tin: {names}{more}.")
        ids = tuple(hit.article_id for hit in members)
        yield replace(found, key=f"{Condition.STORY}/{watch.name}/{story}", articles=ids)


def _tone(watch: Watch, seen: Situation, wants: ToneShift) -> Iterator[Finding]:
    """A statistic of the press with both denominators (SCOPE §4): nothing is said of any article."""
    if _spoke_within(seen, Condition.TONE, wants.within):
        return
    middle = seen.now - wants.within
    now = _negative([hit for hit in seen.hits if hit.at >= middle])
    before = _negative([hit for hit in seen.hits if middle - wants.within <= hit.at < middle])
    if shifted(now, before, wants.least):
        words = f"Tin tiêu cực: {now.words} trong {words_of(wants.within)}, kỳ trước {before.words}."
        recent = [hit.article_id for hit in seen.hits if hit.at >= middle]
        yield replace(_of_watch(watch, seen, Condition.TONE, words, recent), articles=())


def _negative(hits: Sequence[Hit]) -> Share:
    toned = [hit.tone for hit in hits if hit.tone is not None]
    return Share(toned.count(Tone.NEGATIVE), len(toned))


def _spoke_within(seen: Situation, condition: Condition, span: timedelta) -> bool:
    """A condition that counts over a span speaks at most once in it. A clock set back does not silence it for ever."""
    last = seen.last.get(condition)
    return last is not None and timedelta(0) <= seen.now - last < span


def _topics(fresh: Sequence[NewArticle]) -> tuple[Topic, ...]:
    counts = Counter(topic for one in fresh for topic in one.document.topics)
    return tuple(topic for topic, _ in counts.most_common(3))
