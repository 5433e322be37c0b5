"""A case is opened, or taken back, within the transaction of whatever else was decided with it."""

from __future__ import annotations

from cases import steps
from cases.deadlines import due_at, end_of, rule_on, rule_words, rules_on
from cases.steps import CaseRefused
from dashboards.services.cases import NewCase, OpeningForm
from jobs.casework import WAITING, Register
from jobs.wiring import Office
from news.case import Case
from news.people import Person
from news.times import local_date
from storage import Work


class Opening:
    def __init__(self, office: Office) -> None:
        self._office, self._register = office, Register(office)

    def form(self, work: Work, article_id: int | None) -> OpeningForm:
        """What may be chosen now; of an article what is known of it."""
        configuration, now = self._office.configuration, self._office.clock()
        calendar, rules = configuration.schedule.calendar, rules_on(configuration.deadlines, local_date(now))
        ends = [local_date(due_at(rule, now, calendar)) for rule in rules]
        form = OpeningForm(
            configuration.units,
            tuple((rule.id, rule_words(rule)) for rule in rules),
            calendar.unknown_tet(local_date(now), max(ends)) if ends else None,
        )
        if article_id is None:
            return form
        article = work.articles.get(article_id).article
        known = work.cases.of_articles(self._office.province, [article_id])
        return OpeningForm(
            units=form.units,
            rules=form.rules,
            unknown_tet=form.unknown_tet,
            article_id=article_id,
            title=article.title,
            outlet=self._office.source_name(article.source),
            known=tuple(self._register.line(one) for one in known),
        )

    def open(self, work: Work, person: Person, new: NewCase) -> Case:
        """Raises ``CaseRefused`` with words, ``UnknownId`` of the article."""
        office, now = self._office, self._office.clock()
        configuration, calendar = office.configuration, office.configuration.schedule.calendar
        unit = self._register.unit(new.unit)
        if new.unit and unit is None:
            raise CaseRefused(0, f"no unit {new.unit}", "Đơn vị này không có trong units.csv.")
        rule = None if new.due_on else rule_on(configuration.deadlines, new.rule, local_date(now))
        if new.due_on is not None:
            due = end_of(new.due_on, calendar)
        elif rule is not None:
            due = due_at(rule, now, calendar)
        else:
            raise CaseRefused(0, "no deadline", "Hãy chọn thời hạn, hoặc đặt ngày.")
        title, outlet, url = new.title, new.outlet, ""
        if new.article_id is not None:
            article = work.articles.get(new.article_id).article
            title, outlet, url = article.title, office.source_name(article.source), article.url
            self._refuse_twice(work, new.article_id, new.unit)
        opened = steps.open_(
            person, now, due,
            kind=new.kind, title=title, outlet=outlet, question=new.question, unit=unit,
            rule="" if rule is None else rule.id, url=url, article_id=new.article_id,
        )  # fmt: skip
        case = work.cases.add(opened)
        for kept in work.snapshots.list(new.article_id) if new.article_id is not None else ():
            work.snapshots.cite(kept.id)
        work.audit.add(office.province, person.id, "open", "case", case.id)
        return case

    def withdraw(self, work: Work, person: Person, case_id: int) -> Case:
        """Take back what was opened by mistake. Raises ``CaseRefused`` when something happened to it since."""
        case = work.cases.get(self._office.province, case_id)
        step = steps.withdraw(case, case.version, person, self._office.clock())
        work.cases.change(step)
        work.audit.add(self._office.province, person.id, "withdraw", "case", case_id)
        return step.case

    def _refuse_twice(self, work: Work, article_id: int, unit: str) -> None:
        """The same form sent twice is one case."""
        for one in work.cases.of_articles(self._office.province, [article_id]):
            if one.unit == unit and one.state in WAITING:
                raise CaseRefused(one.id, "open already", f"Bài này đã giao đơn vị này: vụ việc số {one.id}.")
