"""The step of a round in which watches look: what changed in storage since they last did becomes findings.

Each batch is one transaction: the hits, the findings and the place in the change log up to which watches have read.
Killed anywhere, the step goes on where the last batch ended and finds nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from alerts.baseline import FRESH, Baseline
from alerts.counting import same_hours
from alerts.judging import Hit, NewArticle, Situation, judge
from alerts.others import Due, SourceLife, contradicted, due, silent
from alerts.watches import Watch, hits
from jobs.watch_lists import HISTORY, all_watches, contradictions, history
from jobs.wiring import Office
from news.alert import Condition, Finding
from news.source import Health
from news.times import Window
from nlp.document import Document
from search.documents import documents_of
from storage import Work
from storage.watching import Mark

BATCH = 500


#: What ``cases`` says is to be answered.
DueCases = Callable[[Work], Sequence[Due]]


def _no_cases(_work: Work) -> Sequence[Due]:
    return ()


class Watcher:
    """The watches of one office at work."""

    def __init__(self, office: Office, due_cases: DueCases = _no_cases) -> None:
        self._office, self._due_cases = office, due_cases
        self._province = office.province
        self._follower = f"watches:{office.province}"

    def look(self) -> int:
        """Hold everything that changed against the watches; returns how many findings are new."""
        now = self._office.clock()
        with self._office.storage.read() as work:
            watches = all_watches(self._office, work)
            marks = work.watching.marks(self._province, "watch")
        if any(watch.name not in marks or marks[watch.name].sign != watch.sign for watch in watches):
            self._begin(watches, now)
        found = 0
        while (step := self._step(watches, now)) is not None:
            found += step
        with self._office.storage.begin() as work:
            fresh = [*self._others(work, watches, now)]
            work.watching.mark(self._province, "run", {"last": Mark("", now)})
            return found + len(work.findings.add_many(fresh))

    def _begin(self, watches: Sequence[Watch], now: datetime) -> None:
        """New and changed watches begin here: they count what was before and speak of nothing that was."""
        with self._office.storage.read() as work:
            marks = work.watching.marks(self._province, "watch")
            new = [one for one in watches if one.name not in marks or marks[one.name].sign != one.sign]
            counting = [one for one in new if one.conditions.counts]
            begin = now - max((history(one) for one in counting), default=HISTORY)
            ids = list(work.articles.first_seen_in(Window(begin, now + timedelta(days=1)))) if counting else []
            matched: dict[str, list[tuple[int, datetime]]] = {one.name: [] for one in counting}
            for place in range(0, len(ids), BATCH):
                documents = documents_of(work, ids[place : place + BATCH], self._province)
                for name, found in hits(counting, documents).items():
                    matched[name] += [(one.id, one.first_seen_at) for one in found]
        with self._office.storage.begin() as work:
            if work.changes.position(self._follower) == 0:
                work.changes.advance(self._follower, work.changes.head())
                known = {state.source: Mark("", now) for state in work.sources.list() if state.last_success_at}
                work.watching.mark(self._province, "source", known)
            work.hits.drop(self._province, [one.name for one in new])
            rows = [(name, key, at) for name, found in matched.items() for key, at in found]
            work.hits.put(self._province, [], [], rows)
            work.watching.mark(self._province, "watch", {one.name: Mark(one.sign, now) for one in new})

    def _step(self, watches: Sequence[Watch], now: datetime) -> int | None:
        """One batch of changes; ``None`` when there are none left."""
        with self._office.storage.begin() as work:
            changes = work.changes.since(work.changes.position(self._follower), BATCH)
            if not changes:
                return None
            ids = [change.article_id for change in changes]
            documents = documents_of(work, ids, self._province)
            matched = hits(watches, documents)
            work.hits.put(
                self._province,
                list(matched),
                ids,
                [(name, one.id, one.first_seen_at) for name, found in matched.items() for one in found],
            )
            baseline = self._baseline(work, documents, now)
            since = {name: mark.since for name, mark in work.watching.marks(self._province, "watch").items()}
            last = work.findings.last_at(self._province, list(matched))
            found: list[Finding] = []
            for watch in watches:
                fresh = [
                    one for one in matched.get(watch.name, []) if baseline.is_news(one, since.get(watch.name, now))
                ]
                if fresh:
                    spoken = {condition: at for (name, condition), at in last.items() if name == watch.name}
                    found += judge(watch, self._situation(work, watch, fresh, spoken, now))
            work.changes.advance(self._follower, changes[-1].seq)
            return len(work.findings.add_many(found))

    def _baseline(self, work: Work, documents: Sequence[Document], now: datetime) -> Baseline:
        known = work.watching.marks(self._province, "source")
        new = {one.source: Mark("", now) for one in documents if one.source not in known}
        work.watching.mark(self._province, "source", new)
        runs = work.watching.marks(self._province, "run")
        last_run = runs["last"].since if "last" in runs else None
        return Baseline(now, last_run, {name: mark.since for name, mark in (known | new).items()})

    def _situation(
        self, work: Work, watch: Watch, fresh: Sequence[Document], last: Mapping[Condition, datetime], now: datetime
    ) -> Situation:
        wants = watch.conditions
        weeks, days = same_hours(now, wants.spike.within) if wants.spike else ([], [])
        window = Window(now - history(watch), now + timedelta(days=1))
        rows = work.hits.list(self._province, watch.name, window) if wants.counts else []
        return Situation(
            now=now,
            province=self._province,
            fresh=tuple(self._new_articles(work, fresh)),
            hits=tuple(Hit(one.article_id, one.source, one.at, one.tone, one.story, one.is_reprint) for one in rows),
            weeks=tuple(one for one in weeks if work.hits.first_seen_between(one)),
            days=tuple(one for one in days if work.hits.first_seen_between(one)),
            last=last,
            known_since=work.hits.known_since() if wants.new_outlet else None,
            outlets={source.id: source.name for source in self._office.sources.values()},
        )

    def _new_articles(self, work: Work, documents: Sequence[Document]) -> Iterator[NewArticle]:
        titles = {one.id: one.article.title for one in work.articles.list([one.id for one in documents])}
        for one in documents:
            source = self._office.sources.get(one.source)
            is_foreign = source is not None and source.is_foreign
            yield NewArticle(one, titles.get(one.id, ""), self._office.source_name(one.source), is_foreign)

    def _others(self, work: Work, watches: Sequence[Watch], now: datetime) -> Iterator[Finding]:
        """Sources, claims and cases."""
        if any(watch.conditions.silence for watch in watches):
            lives = list(self._lives(work))
            for watch in watches:
                yield from silent(watch, lives, now, self._province)
        for watch in watches:
            if watch.conditions.claim:
                yield from self._contradicted(work, watch, now)
            if watch.conditions.deadline is not None:
                yield from due(watch, self._due_cases(work), now, self._province)

    def _lives(self, work: Work) -> Iterator[SourceLife]:
        enabled = {source.id: source.name for source in self._office.enabled_sources}
        states = [one for one in work.sources.list() if one.source in enabled and one.last_success_at]
        for name in dict.fromkeys(one.source for one in states):
            feeds = [one for one in states if one.source == name]
            newest = [one.newest_entry_at for one in feeds if one.newest_entry_at is not None]
            gaps = [one.typical_gap.total_seconds() for one in feeds if one.typical_gap is not None]
            worst = next((one.health for one in feeds if one.health is not Health.OK), Health.OK)
            if newest:
                yield SourceLife(name, enabled[name], max(newest), worst, min(gaps, default=0.0))

    def _contradicted(self, work: Work, watch: Watch, now: datetime) -> Iterator[Finding]:
        """Articles of the last day whose sentences the evidence library contradicts, by the machine's word."""
        mark = work.watching.marks(self._province, "watch")[watch.name]
        window = Window(max(mark.since, now - FRESH), now + timedelta(days=1))
        ids = [one.article_id for one in work.hits.list(self._province, watch.name, window)]
        found = contradictions(work, ids)
        fresh = list(self._new_articles(work, documents_of(work, list(found), self._province)))
        yield from contradicted(watch, fresh, found, now, self._province)
