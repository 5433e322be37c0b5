"""Cases on a real store: each act is one transaction with its entry in the audit log."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from cases import steps
from cases.deadlines import due_at, due_words, end_of, rule_on, rule_words, rules_on
from cases.steps import STEPS, CaseRefused
from dashboards.services.cases import CaseLine, CaseView, NewCase, OpeningForm
from jobs.casework import WAITING, Register
from jobs.desks.making import Making
from jobs.wiring import Office
from news.case import Case, CaseKind, CaseState
from news.errors import UnknownId
from news.people import Person
from news.times import local_date
from reports.docx import render
from reports.unit_letter import Asked, unit_letter
from storage import Work

#: A late answer by the one-time form is better than none.
_LINK_STAYS = timedelta(days=30)


class CasesDesk:
    def __init__(self, office: Office) -> None:
        self._office, self._register = office, Register(office)

    def list(self, *, closed: bool = False) -> Sequence[CaseLine]:
        with self._office.storage.read() as work:
            cases = work.cases.list(self._office.province, (CaseState.CLOSED,) if closed else WAITING)
        lines = [self._line(one) for one in cases]
        if closed:
            return sorted(lines, key=lambda one: one.case.changed_at, reverse=True)
        return sorted(lines, key=lambda one: (not one.is_late, one.case.due_at, one.case.id))

    def get(self, person: Person, case_id: int) -> CaseView:
        with self._office.storage.read() as work:
            case = work.cases.get(self._office.province, case_id)
            history = tuple(work.cases.history(case_id))
            people = {one.id: one.name for one in (entry.person for entry in work.people.list(case.province))}
        return CaseView(
            line=self._line(case),
            rule=self._register.rule(case),
            history=history,
            steps=frozenset(verb for verb in STEPS if steps.may(verb, case, person)),
            names={one.person: people.get(one.person, one.person) or "đơn vị" for one in history},
        )

    def form(self, article_id: int | None) -> OpeningForm:
        configuration = self._office.configuration
        rules = rules_on(configuration.deadlines, local_date(self._office.clock()))
        offered = tuple((rule.id, rule_words(rule)) for rule in rules)
        if article_id is None:
            return OpeningForm(configuration.units, offered)
        with self._office.storage.read() as work:
            article = work.articles.get(article_id).article
            known = work.cases.of_article(self._office.province, article_id)
        return OpeningForm(
            units=configuration.units,
            rules=offered,
            article_id=article_id,
            title=article.title,
            outlet=self._office.source_name(article.source),
            known=tuple(self._line(one) for one in known),
        )

    def open(self, person: Person, new: NewCase) -> Case:
        office, now = self._office, self._office.clock()
        configuration, calendar = office.configuration, office.configuration.schedule.calendar
        unit = self._register.unit(new.unit)
        if new.unit and unit is None:
            raise CaseRefused(0, f"no unit {new.unit}", "Đơn vị này không có trong units.csv.")
        rule = rule_on(configuration.deadlines, new.rule, local_date(now))
        if new.due_on is None and rule is None:
            raise CaseRefused(0, "no deadline", "Hãy chọn thời hạn, hoặc đặt ngày.")
        due = (
            due_at(rule, now, calendar) if rule and not new.due_on else end_of(new.due_on or local_date(now), calendar)
        )
        with office.storage.begin() as work:
            title, outlet, url = new.title, new.outlet, ""
            if new.article_id is not None:
                article = work.articles.get(new.article_id).article
                title, outlet, url = article.title, office.source_name(article.source), article.url
                self._refuse_twice(work, new)
            opened = steps.open_(
                person, now, due,
                kind=new.kind, title=title, outlet=outlet, question=new.question, unit=unit,
                rule="" if new.due_on or rule is None else rule.id, url=url, article_id=new.article_id,
            )  # fmt: skip
            case = work.cases.add(opened)
            for kept in work.snapshots.list(new.article_id) if new.article_id is not None else ():
                work.snapshots.cite(kept.id)
            work.audit.add(office.province, person.id, "open", "case", case.id)
        return case

    def step(self, person: Person, case_id: int, seen: int, verb: str, words: str) -> Case:
        now = self._office.clock()
        with self._office.storage.begin() as work:
            case = work.cases.get(self._office.province, case_id)
            match verb:
                case "reply":
                    step = steps.reply(case, seen, person, now, words)
                case "ask_again":
                    step = steps.ask_again(case, seen, person, now)
                case "close":
                    step = steps.close(case, seen, person, now, words)
                case "reopen":
                    step = steps.reopen(case, seen, person, now)
                case _:
                    raise ValueError(f"no such step: {verb}")
            work.cases.change(step)
            work.audit.add(self._office.province, person.id, verb, "case", case_id)
        return step.case

    def link(self, person: Person, case_id: int) -> str:
        secret = secrets.token_urlsafe(32)
        with self._office.storage.begin() as work:
            case = work.cases.get(self._office.province, case_id)
            if not case.unit or not steps.may("reply", case, person):
                raise CaseRefused(case_id, "no answer to ask for", "Vụ việc này không chờ đơn vị trả lời.")
            work.cases.put_link(secret, case, max(case.due_at, self._office.clock()) + _LINK_STAYS)
            work.audit.add(self._office.province, person.id, "make_link", "case", case_id)
        return secret

    def of_link(self, secret: str) -> CaseLine | None:
        with self._office.storage.read() as work:
            case = work.cases.of_link(self._office.province, secret, self._office.clock())
        return None if case is None else self._line(case)

    def reply_by_link(self, secret: str, words: str) -> bool:
        now = self._office.clock()
        with self._office.storage.begin() as work:
            case = work.cases.of_link(self._office.province, secret, now)
            if case is None:
                return False
            work.cases.change(steps.reply_of_unit(case, now, words))
            work.cases.drop_links(case.id)
            work.audit.add(self._office.province, f"unit:{case.unit}", "reply_by_link", "case", case.id)
        return True

    def letter(self, person: Person, case_id: int) -> bytes:
        now = self._office.clock()
        with self._office.storage.begin() as work:
            case = work.cases.get(self._office.province, case_id)
            if not case.unit:
                raise UnknownId("letter", case_id)
            work.audit.add(self._office.province, person.id, "make_letter", "case", case_id)
        line, rule = self._line(case), self._register.rule(case)
        asked = Asked(
            unit=line.unit,
            outlet=case.outlet,
            title=case.title,
            url=case.url,
            question=case.question,
            due=line.due,
            basis=rule.source if rule else "",
            is_press_request=case.kind is CaseKind.PRESS_REQUEST,
        )
        return render(unit_letter(Making(self._office).letterhead, local_date(now), asked), made_at=now)

    def _line(self, case: Case) -> CaseLine:
        due = due_words(case, is_confirmed=self._register.is_confirmed(case))
        return CaseLine(case, self._register.unit_name(case), due, case.is_late(self._office.clock()))

    def _refuse_twice(self, work: Work, new: NewCase) -> None:
        """The same form sent twice is one case."""
        for one in work.cases.of_article(self._office.province, new.article_id or 0):
            if one.unit == new.unit and one.state is not CaseState.CLOSED:
                raise CaseRefused(one.id, "open already", f"Bài này đã giao đơn vị này: vụ việc số {one.id}.")
