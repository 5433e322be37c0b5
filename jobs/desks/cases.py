"""Cases on a real store: each act is one transaction with its entry in the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from cases import steps
from cases.ical import Deadline, calendar_of
from cases.standing import standings
from cases.steps import STEPS, CaseRefused
from dashboards.services.cases import CaseLine, CaseView, NewCase, OpeningForm, UnitLine
from jobs.casework import WAITING, Register
from jobs.desks.opening import Opening
from jobs.desks.unit_post import UnitPost
from jobs.wiring import Office
from news.case import Case, CaseState
from news.errors import UnknownId
from news.people import Person

#: Units are judged by their last year.
_YEAR = timedelta(days=365)


class CasesDesk:
    def __init__(self, office: Office) -> None:
        self._office, self._register = office, Register(office)
        self._opening, self._post = Opening(office), UnitPost(office)

    def list(self, *, closed: bool = False) -> Sequence[CaseLine]:
        with self._office.storage.read() as work:
            cases = work.cases.list(self._office.province, (CaseState.CLOSED,) if closed else WAITING)
        lines = [self._register.line(one) for one in cases]
        if closed:
            return sorted(lines, key=lambda one: one.case.changed_at, reverse=True)
        return sorted(lines, key=lambda one: (not one.is_late, one.case.due_at, one.case.id))

    def units(self) -> Sequence[UnitLine]:
        now = self._office.clock()
        with self._office.storage.read() as work:
            cases = work.cases.opened_since(self._office.province, now - _YEAR)
        return [
            UnitLine(
                one.unit,
                self._register.name_of(one.unit),
                one.waiting,
                one.late,
                one.answered,
                one.answered_late,
                one.usual,
            )
            for one in standings(cases, now)
        ]

    def get(self, person: Person, case_id: int) -> CaseView:
        with self._office.storage.read() as work:
            case = work.cases.get(self._office.province, case_id)
            history = tuple(work.cases.history(case_id))
            people = {one.id: one.name for one in (entry.person for entry in work.people.list(case.province))}
            letters = tuple(self._post.letters(work, case))
        unit = self._register.unit(case.unit)
        return CaseView(
            line=self._register.line(case),
            rule=self._register.rule(case),
            history=history,
            steps=frozenset(verb for verb in STEPS if steps.may(verb, case, person)),
            names={one.person: people.get(one.person, one.person) or "đơn vị" for one in history},
            email=unit.email if unit else "",
            letters=letters,
        )

    def form(self, article_id: int | None) -> OpeningForm:
        with self._office.storage.read() as work:
            return self._opening.form(work, article_id)

    def open(self, person: Person, new: NewCase) -> Case:
        with self._office.storage.begin() as work:
            return self._opening.open(work, person, new)

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
                case "withdraw":
                    step = steps.withdraw(case, seen, person, now)
                case _:
                    raise ValueError(f"no such step: {verb}")
            work.cases.change(step)
            work.audit.add(self._office.province, person.id, verb, "case", case_id)
        return step.case

    def send(self, person: Person, case_id: int, seen: int) -> Case:
        with self._office.storage.begin() as work:
            case = work.cases.get(self._office.province, case_id)
            unit = self._register.unit(case.unit)
            step = steps.send(case, seen, person, self._office.clock())
            if unit is None or not unit.email:
                raise CaseRefused(case_id, "no address", "Đơn vị chưa có thư điện tử trong units.csv.")
            times = sum(one.verb == "send" for one in work.cases.history(case_id))
            work.cases.change(step)
            self._post.post(work, step.case, unit.email, times)
            work.audit.add(self._office.province, person.id, "send", "case", case_id)
        return step.case

    def link(self, person: Person, case_id: int) -> str:
        with self._office.storage.begin() as work:
            case = work.cases.get(self._office.province, case_id)
            if not case.unit or not steps.may("reply", case, person):
                raise CaseRefused(case_id, "no answer to ask for", "Vụ việc này không chờ đơn vị trả lời.")
            secret = self._post.link(work, case)
            work.audit.add(self._office.province, person.id, "make_link", "case", case_id)
        return secret

    def of_link(self, secret: str) -> CaseLine | None:
        with self._office.storage.read() as work:
            case = work.cases.of_link(self._office.province, secret, self._office.clock())
        return None if case is None else self._register.line(case)

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

    def calendar(self, person: Person) -> bytes:  # noqa: ARG002 -- all who see cases see all of them
        configuration = self._office.configuration
        with self._office.storage.read() as work:
            cases = work.cases.list(self._office.province, (CaseState.OPEN,))
        lines = [self._register.line(one) for one in cases]
        deadlines = [
            Deadline(
                id=f"case-{line.case.id}@{self._office.province}.diembao",
                title=f"{'QUÁ HẠN: ' if line.is_late else 'Hạn trả lời: '}{line.unit}: {line.case.title}",
                words=f"{line.unit} trả lời trước {line.due}. {line.case.outlet}: {line.case.title}",
                due_at=line.case.due_at,
                changed_at=line.case.changed_at,
                version=line.case.version,
                url=f"{configuration.web.address}/cases/{line.case.id}" if configuration.web.address else "",
            )
            for line in lines
        ]
        return calendar_of(f"Hạn trả lời – {configuration.province.name}", deadlines)

    def letter(self, person: Person, case_id: int) -> bytes:
        with self._office.storage.begin() as work:
            case = work.cases.get(self._office.province, case_id)
            if not case.unit:
                raise UnknownId("letter", case_id)
            work.audit.add(self._office.province, person.id, "make_letter", "case", case_id)
        return self._post.document(case)
