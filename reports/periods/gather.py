"""Make the report of a period from storage, as it was known at a moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from news.case import Case
from news.digest import Period
from news.draft import Act, Edit
from news.report import ClaimLine, ForeignLine, PlaceLine, Report, Seen, TopMatter, TroubledSource
from news.rhythm import Rhythm
from news.source import Source
from news.times import Window
from nlp.gazetteer import provinces
from reports.coverage import gaps
from reports.draft import in_effect
from reports.gather import Office
from reports.periods import calendar, figures
from reports.periods.cases import outcome_of, unit_lines
from reports.periods.figures import Press, Tallied
from reports.periods.stories import Stories, matter_of, stories_in
from reports.plain import headline, name
from storage.as_of import View
from storage.work import Work

MOST_MATTERS, MOST_OUTLETS, MOST_PLACES, MOST_FOREIGN, MOST_GAPS = 10, 12, 15, 10, 3
#: A source that answered less often than this is named.
_OFTEN = 0.9
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Others:
    """What the rest of the office knows: names of units, and the corrections of a window with their effect."""

    unit_name: Callable[[Case], str]
    claims: Callable[[Work, Window, datetime], Sequence[ClaimLine]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report: the named period, in which rhythm, as known when."""

    period: Period
    name: date
    rhythm: Rhythm
    as_of: datetime


def make_report(work: Work, office: Office, sources: Mapping[str, Source], asked: Asked, others: Others) -> Report:
    """Equal storage, list of sources and moment give equal reports, whatever was said and read after that moment."""
    press, as_of = Press(sources), asked.as_of
    window = calendar.held(asked.period, asked.name, asked.rhythm, as_of)
    last, year = calendar.compared(asked.period, asked.name, asked.rhythm, window)
    view = _view(office, press, window, as_of)
    home = replace(view, without=press.aggregators | press.foreign)
    important = _important(work, office.province, window, as_of)
    stories = stories_in(work, home, important, MOST_MATTERS)
    now = _tally(work, view, press, stories.total, others)
    previous = _earlier(work, _view(office, press, last, as_of), press, others)
    last_year = None if year is None else _earlier(work, _view(office, press, year, as_of), press, others)
    earlier = previous if previous and figures.figures_of(previous, press).is_enough else None
    cases = work.standing.cases(office.province, min(window.end, as_of))
    return Report(
        province=office.province,
        province_name=office.province_name,
        office=office.name,
        period=asked.period,
        day=asked.name,
        as_of=as_of,
        is_whole=window.end >= calendar.whole(asked.period, asked.name, asked.rhythm).end,
        now=figures.figures_of(now, press),
        previous=figures.figures_of(previous, press) if previous else None,
        last_year=figures.figures_of(last_year, press) if last_year else None,
        volume=figures.volume(now, press, asked.period),
        outlets=figures.outlets(now, earlier, press, MOST_OUTLETS),
        places=_places(work, home),
        foreign=_foreign(work, view, press),
        matters=_matters(work, as_of, press, stories, important, cases),
        claims=tuple(others.claims(work, window, as_of)),
        units=unit_lines(cases, window, others.unit_name),
        seen=_seen(work, office, press, window),
        is_sample=office.is_sample,
    )


def _view(office: Office, press: Press, window: Window, as_of: datetime) -> View:
    return View(office.province, window, as_of, window.begin - office.old_after, press.aggregators)


def _earlier(work: Work, view: View, press: Press, others: Others) -> Tallied | None:
    """``None`` where nothing was read at that time: then there is nothing to compare with."""
    if not work.counts.days(view):
        return None
    home = replace(view, without=press.aggregators | press.foreign)
    return _tally(work, view, press, stories_in(work, home, (), 0).total, others)


def _tally(work: Work, view: View, press: Press, stories: int, others: Others) -> Tallied:
    window, end = view.window, min(view.window.end, view.as_of)
    cases = work.standing.cases(view.province, end)
    units = unit_lines(cases, window, others.unit_name)
    published = work.standing.corrections(view.province, view.as_of)
    return Tallied(
        window=window,
        days=work.counts.days(view),
        cells=work.counts.cells(view),
        topics=work.counts.topics(replace(view, without=press.aggregators | press.foreign)),
        stories=stories,
        older=work.counts.older(view),
        work={
            "claims": work.standing.claims(view.province, Window(window.begin, max(window.begin, end))),
            "corrections": sum(one.first_published_at in window for one in published),
            "cases": sum(one.opened_at in window for one in cases),
            "cases_late": sum(one.late + one.overdue for one in units),
        },
    )


def _important(work: Work, province: str, window: Window, as_of: datetime) -> set[int]:
    """Articles that officers marked as important in the daily digests, by the moment."""
    marks: dict[int, bool] = {}
    for day in figures.days_of(window):
        edits: list[Edit] = [one for one in work.drafts.list(province, Period.DAY, day) if one.at <= as_of]
        for edit in in_effect(edits):
            if edit.act is Act.IMPORTANT and edit.article_id is not None:
                marks[edit.article_id] = bool(edit.value)
    return {key for key, is_marked in marks.items() if is_marked}


def _matters(
    work: Work, as_of: datetime, press: Press, stories: Stories, important: set[int], cases: Sequence[Case]
) -> tuple[TopMatter, ...]:
    ids = [one.article_id for members in stories.foremost.values() for one in members]
    titles = work.counts.titles(ids, as_of)
    found = []
    for members in stories.foremost.values():
        matter = matter_of(members, press, titles, important)
        found.append(replace(matter, outcome=outcome_of(cases, {one.article_id for one in members})))
    return tuple(found)


def _places(work: Work, view: View) -> tuple[PlaceLine, ...]:
    """Communes of today first in their own order, then other places; the province itself says nothing."""
    facts = next((one for one in provinces() if one.id == view.province), None)
    communes = {f"{unit.kind} {unit.name}" for unit in facts.units} if facts else set()
    own = {facts.name, *facts.former_names} if facts else set()
    named = [PlaceLine(name(one), count, one in communes) for one, count in work.counts.places(view) if one not in own]
    kinds = ([one for one in named if one.is_commune is is_commune][:MOST_PLACES] for is_commune in (True, False))
    return tuple(one for kind in kinds for one in kind)


def _foreign(work: Work, view: View, press: Press) -> tuple[ForeignLine, ...]:
    newest = work.counts.newest_of(view, press.foreign, MOST_FOREIGN)
    titles = work.counts.titles([one.article_id for one in newest], view.as_of)
    return tuple(
        ForeignLine(headline(title), url, name(press.name(one.source)), language, one.day)
        for one in newest
        for title, url, language in [titles[one.article_id]]
    )


def _seen(work: Work, office: Office, press: Press, window: Window) -> Seen:
    readings = work.standing.readings(window)
    troubled = [
        TroubledSource(name(press.name(one.source)), one.readings, one.answered)
        for one in readings
        if one.answered < _OFTEN * one.readings
    ]
    rounds = work.rounds.list(window)
    silent = gaps(rounds, window, office.longest_pause)
    longest = sorted(silent, key=lambda gap: (gap.begin - gap.end, gap.begin))[:MOST_GAPS]
    return Seen(
        sources_read=sum(one.answered > 0 for one in readings),
        troubled=tuple(sorted(troubled, key=lambda one: (one.answered / one.readings, one.name))),
        gap_count=len(silent),
        gap_hours=round(sum((gap.end - gap.begin for gap in silent), timedelta()) / _HOUR),
        gaps=tuple(sorted(longest, key=lambda gap: gap.begin)),
    )
