"""How an office's reports are made: counted as of a moment, officers' words laid over, what was signed read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from factcheck.effect import Effect, effect_of
from factcheck.sameness import Known
from jobs.casework import Register
from jobs.desks.making import Making
from jobs.wiring import Office
from news.article import StoredArticle
from news.claims import VERDICT_VI, Correction, CorrectionState
from news.digest import Period
from news.edition import EditionLine
from news.report import ClaimLine, EffectBar, Report
from news.times import Window, local_date
from reports.frozen import thaw_report
from reports.periods import calendar, draft
from reports.periods.changes import changes
from reports.periods.gather import Asked, Others, make_report
from storage import Edition, Work

#: The periods that have a report; a day has a digest.
PERIODS = (Period.WEEK, Period.MONTH, Period.YEAR)


class Reporting:
    """Reads only; every call takes the transaction it reads in."""

    def __init__(self, office: Office) -> None:
        self._office, self._making = office, Making(office)
        self.letterhead = self._making.letterhead
        self.rhythm = office.configuration.schedule.reports

    def count(self, work: Work, period: Period, name: date, as_of: datetime) -> Report:
        """The figures as storage knew them at the moment, without the office's own words."""
        asked = Asked(period, name, self.rhythm, as_of)
        others = Others(Register(self._office).unit_name, self._claims)
        return make_report(work, self._making.for_whom, self._office.sources, asked, others)

    def draft(self, work: Work, counted: Report) -> Report:
        """With what officers have said of it by now."""
        return draft.apply(counted, work.drafts.list(self._office.province, counted.period, counted.day))

    def last(self, work: Work, period: Period, name: date) -> tuple[Edition, Report] | None:
        """The newest signed edition, and what it says."""
        editions = work.editions.of_day(self._office.province, period, name)
        return (editions[-1], thaw_report(editions[-1].content)) if editions else None

    def to_sign(self, work: Work, report: Report, person: str) -> Report:
        """The draft as the next edition of its period."""
        before = self.last(work, report.period, report.day)
        if before is None:
            return replace(report, edition=EditionLine(1, person))
        edition, former = before
        line = EditionLine(edition.number + 1, person, edition.signed_at, changes(former, report))
        return replace(report, edition=line)

    def newest_due(self, period: Period) -> date:
        return calendar.newest_due(period, self._office.clock(), self.rhythm)

    def named(self, period: Period, day: date) -> date:
        return calendar.named(period, day, self.rhythm)

    def whole(self, period: Period, name: date) -> Window:
        return calendar.whole(period, name, self.rhythm)

    def _claims(self, work: Work, window: Window, as_of: datetime) -> Sequence[ClaimLine]:
        return [
            _line(one, self._effect(work, one, as_of))
            for one in work.standing.corrections(self._office.province, as_of)
            if one.first_published_at in window
        ]

    def _effect(self, work: Work, one: Correction, as_of: datetime) -> Effect:
        sightings = [seen for seen in work.sightings.list(one.claim_id) if seen.at <= as_of]
        sightings = [replace(seen, source=self._office.source_name(seen.source)) for seen in sightings]
        known = Known((one.claim_id, text) for text in work.claims.wordings(one.claim_id))
        still = [
            seen.article_id
            for seen in sightings
            if (then := _version(work, seen.article_id, as_of)) is not None
            and known.find(f"{then.article.title}\n{then.article.body}") is not None
        ]
        asked = work.sightings.tip_counts(one.claim_id)
        tips = {day: count for day, count in asked.items() if day <= local_date(as_of)}
        counts = [count for count in work.sightings.counts(one.claim_id) if count.hour <= as_of]
        return effect_of(one, sightings, tips, counts, still, local_date(as_of))


def _version(work: Work, article_id: int, as_of: datetime) -> StoredArticle | None:
    """The article as it was at the moment; ``None`` when it was not there, or is not any more."""
    read = [one for one in work.articles.versions(article_id) if one.recorded_at <= as_of]
    return read[-1] if read else None


def _line(one: Correction, effect: Effect) -> ClaimLine:
    evidence = one.evidence[0] if one.evidence else None
    return ClaimLine(
        statement=one.statement,
        verdict="đã rút kết luận" if one.state is CorrectionState.WITHDRAWN else VERDICT_VI[one.verdict],
        url=evidence.url if evidence else "",
        publisher=evidence.publisher if evidence else "",
        published_on=local_date(one.first_published_at),
        hours=None if effect.hours is None else round(effect.hours, 1),
        before=effect.before,
        after=effect.after,
        corrected=effect.corrected,
        still=effect.still,
        days=tuple(
            EffectBar(day.day, day.articles, day.tips, sum(day.platforms.values()) if day.platforms else None)
            for day in effect.days
        ),
    )
