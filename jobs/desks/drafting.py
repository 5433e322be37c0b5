"""The draft of a day: looked at, edited by several persons at once, undone. Nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from dashboards.services.cases import CaseLine, NewCase, OpeningForm
from dashboards.services.desk import DeskRefusal, DeskView, Overwrites
from jobs.casework import Register
from jobs.desks import corrections
from jobs.desks.making import Making
from jobs.desks.opening import Opening
from jobs.desks.signed import signed_line
from jobs.wiring import Office
from news.case import Case, CaseState
from news.digest import Period
from news.draft import ACT_VI, Act, Edit
from news.people import Person
from news.times import at_local, local
from reports.changes import changes
from reports.draft import MOST_CHARS, Draft, Line, overwritten, undoable
from reports.frozen import fingerprint
from reports.windows import due_day
from storage import Work

#: A day that nobody signed stays on the desk for so long after its hour; then the next day's takes its place.
STAYS = timedelta(hours=12)
_CORRECTIONS = frozenset({Act.TONE, Act.TOPIC, Act.RELEVANCE, Act.MERGE, Act.SPLIT})
_MARKS = frozenset({Act.KEEP, Act.DROP, Act.IMPORTANT})
_MOST_SHOWN = 120
_GONE = "Bài này không còn trong bản nháp: có thể vừa được gộp, tách hoặc loại. Hãy tải lại."


class Drafting:
    def __init__(self, office: Office, making: Making) -> None:
        self._office, self._making = office, making
        self._opening, self._register = Opening(office), Register(office)

    def day(self) -> date:
        """The day whose digest is being made: the due one until it is signed or long past, else the coming one."""
        now, schedule = self._office.clock(), self._office.configuration.schedule
        due = due_day(now, schedule.digest_at)
        hour = at_local(due, schedule.digest_at.hour, schedule.digest_at.minute)
        with self._office.storage.read() as work:
            is_signed = bool(work.editions.of_day(self._office.province, Period.DAY, due))
        if not is_signed and now < hour + STAYS and self._office.has_digest(due):
            return due
        coming = due + timedelta(days=1)
        while not self._office.has_digest(coming):
            coming += timedelta(days=1)
        return coming

    def look(self, day: date, person: Person) -> DeskView:
        with self._office.storage.read() as work:
            draft = self._making.draft(work, day)
            last = self._making.last(work, day)
            names = self._names(work)
            cases = self._cases(work, draft)
        return DeskView(
            draft=draft,
            token=fingerprint(draft.digest),
            names=names,
            cases=cases,
            signed=signed_line(*last, names) if last else None,
            changes=changes(last[1], draft.digest) if last else None,
            undo=undoable(draft.edits, person.id),
        )

    def edit(self, person: Person, day: date, act: Act, article_id: int | None, value: str, *, seen: int) -> Edit:
        """See ``dashboards.services.desk.Desk.edit``: the check and the edit are one transaction."""
        province = self._office.province
        with self._office.storage.begin() as work:
            draft = self._making.draft(work, day)
            line = draft.line_of(article_id) if article_id is not None else None
            if line is None and act is not Act.LEAD:
                raise DeskRefusal(_GONE)
            value = self._checked(act, value.strip(), line, draft)
            articles = line.articles if line else frozenset[int]()
            if theirs := overwritten(draft.edits, act, articles, person.id, seen):
                raise Overwrites(self._conflict(work, theirs), theirs)
            edit = work.drafts.add(province, Period.DAY, day, act, article_id, value, person.id)
            corrections.leave(work, province, edit, line, draft)
            work.audit.add(province, person.id, act.value, "draft", f"{day}/{article_id or 'lead'}")
        return edit

    def assign(self, person: Person, day: date, new: NewCase, *, seen: int) -> Case:
        """See ``dashboards.services.desk.Desk.assign``: the case and the word in the draft are one transaction."""
        province = self._office.province
        with self._office.storage.begin() as work:
            draft = self._making.draft(work, day)
            line = draft.line_of(new.article_id) if new.article_id is not None else None
            if line is None:
                raise DeskRefusal(_GONE)
            if theirs := overwritten(draft.edits, Act.UNIT, line.articles, person.id, seen):
                raise Overwrites(self._conflict(work, theirs), theirs)
            case = self._opening.open(work, person, new)
            work.drafts.add(province, Period.DAY, day, Act.UNIT, new.article_id, str(case.id), person.id)
            work.audit.add(province, person.id, Act.UNIT.value, "draft", f"{day}/{new.article_id}")
        return case

    def opening(self, article_id: int) -> OpeningForm:
        with self._office.storage.read() as work:
            return self._opening.form(work, article_id)

    def undo(self, person: Person, day: date) -> Edit | None:
        province = self._office.province
        with self._office.storage.begin() as work:
            draft = self._making.draft(work, day)
            edit = undoable(draft.edits, person.id)
            if edit is None:
                return None
            line = draft.line_of(edit.article_id) if edit.article_id is not None else None
            articles = line.articles if line else frozenset[int]()
            if theirs := overwritten(draft.edits, edit.act, articles, person.id, edit.place):
                raise Overwrites(self._conflict(work, theirs), theirs)
            work.drafts.add(province, Period.DAY, day, Act.UNDO, edit.article_id, str(edit.place), person.id)
            corrections.take_back(work, province, edit)
            if edit.act is Act.UNIT:
                self._opening.withdraw(work, person, int(edit.value))
            work.audit.add(province, person.id, "undo", "draft", f"{day}/{edit.place}")
        return edit

    def _checked(self, act: Act, value: str, line: Line | None, draft: Draft) -> str:
        """The value as it is kept. Raises ``DeskRefusal`` with the reason in words."""
        if len(value) > MOST_CHARS.get(act, 2_000):
            raise DeskRefusal(f"Dài quá {MOST_CHARS.get(act, 2_000)} ký tự; hãy rút ngắn. Nội dung chưa được lưu.")
        if act in _MARKS:
            return "yes" if value else ""
        if act is Act.AFTER and value:
            if not value.isdecimal() or draft.line_of(int(value)) is None:
                raise DeskRefusal("Vị trí này không còn; hãy tải lại trang.")
            return value
        return corrections.checked(act, value, line, draft) if act in _CORRECTIONS else value

    def _cases(self, work: Work, draft: Draft) -> Mapping[int, tuple[CaseLine, ...]]:
        """Of each line, by its leading article, the cases that its articles led to."""
        leading = {key: line.entry.leading.article_id for line in draft.lines for key in line.articles}
        found: dict[int, tuple[CaseLine, ...]] = {}
        for case in work.cases.of_articles(self._office.province, leading):
            if case.article_id is not None and case.state is not CaseState.WITHDRAWN:
                key = leading[case.article_id]
                found[key] = (*found.get(key, ()), self._register.line(case))
        return found

    def _names(self, work: Work) -> Mapping[str, str]:
        return {one.person.id: one.person.name for one in work.people.list(self._office.province)}

    def _conflict(self, work: Work, theirs: Edit) -> str:
        who = self._names(work).get(theirs.person, theirs.person)
        at = local(theirs.at).strftime("%H:%M")
        said = f": “{theirs.value[:_MOST_SHOWN]}”" if theirs.act in MOST_CHARS and theirs.value else ""
        return f"{who} vừa {ACT_VI[theirs.act]} lúc {at}{said}. Sửa đổi của bạn chưa được lưu."
