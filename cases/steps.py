"""The life of a case, as pure steps: a case, a person and a moment in; the next case and its history entry out.

    open ─reply→ answered ─close→ closed ─reopen→ open
      ├─close→ closed       └─ask_again→ open        (reopen: back to answered, if it was)
      ├─send→ open          the unit was written to, once more each time
      └─withdraw→ withdrawn ─reopen→ open            only before anybody was asked

Each step names the version of the case that the person saw; whoever saw an older one is asked to look again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from news.case import Case, CaseChange, CaseKind, CaseState, Unit
from news.errors import NewsError
from news.people import Person, Role
from news.police import is_police

S = CaseState

#: From which states each step may be taken; pages offer what stands here and nothing else.
STEPS: dict[str, frozenset[CaseState]] = {
    "send": frozenset({S.OPEN}),
    "reply": frozenset({S.OPEN}),
    "ask_again": frozenset({S.ANSWERED}),
    "close": frozenset({S.OPEN, S.ANSWERED}),
    "withdraw": frozenset({S.OPEN}),
    "reopen": frozenset({S.CLOSED, S.WITHDRAWN}),
}
OFFICERS = (Role.PRESS_OFFICER, Role.EDITOR)
MOST_CHARS = 10_000


class CaseRefused(NewsError):
    """A step that the rules do not allow; ``reason`` for the log, ``words`` for the person."""

    def __init__(self, case_id: int, reason: str, words: str) -> None:
        super().__init__(case_id, reason, words)
        self.case_id, self.reason, self.words = case_id, reason, words

    def __str__(self) -> str:
        return f"case {self.case_id}: {self.reason}"

    @property
    def vi(self) -> str:
        return self.words


def may(verb: str, case: Case, person: Person) -> bool:
    """Whether the rules let this person take this step now; what a page offers."""
    if (verb == "withdraw" and case.version > 1) or (verb == "send" and not case.unit):
        return False
    return person.province == case.province and person.may(*OFFICERS) and case.state in STEPS[verb]


def open_(
    person: Person,
    at: datetime,
    due_at: datetime,
    *,
    kind: CaseKind,
    title: str,
    outlet: str,
    question: str,
    unit: Unit | None,
    rule: str = "",
    url: str = "",
    article_id: int | None = None,
) -> CaseChange:
    """A new case, not numbered yet (id 0). ``unit`` ``None``: the office itself answers, for requests of the press."""
    if not person.may(*OFFICERS):
        raise _not_allowed(0)
    if unit is not None and is_police(unit.name, unit.email):
        raise CaseRefused(0, "a police body as a unit", "Cơ quan công an không nhận vụ việc ở đây.")
    if kind is CaseKind.ARTICLE and (unit is None or article_id is None):
        raise CaseRefused(0, "no unit or no article", "Hãy chọn đơn vị trả lời.")
    if kind is CaseKind.PRESS_REQUEST and not outlet.strip():
        raise CaseRefused(0, "no outlet", "Hãy ghi tên cơ quan báo chí đề nghị.")
    if due_at <= at:
        raise CaseRefused(0, "due before it begins", "Hạn trả lời phải sau lúc này.")
    case = Case(
        id=0,
        province=person.province,
        kind=kind,
        title=_words(0, title, "Hãy ghi tên vụ việc."),
        url=url,
        article_id=article_id,
        outlet=" ".join(outlet.split()),
        unit="" if unit is None else unit.id,
        question=_words(0, question, "Hãy ghi nội dung cần trả lời."),
        state=S.OPEN,
        version=1,
        opened_at=at,
        changed_at=at,
        due_at=due_at,
        rule=rule,
    )
    return CaseChange(case, "open", person.id, at)


def send(case: Case, seen: int, person: Person, at: datetime) -> CaseChange:
    """The unit is written to; the letter itself lies in the outbox."""
    if not case.unit:
        raise CaseRefused(case.id, "no unit to write to", "Vụ việc này do văn phòng tự trả lời.")
    return _step(case, seen, "send", person, at)


def withdraw(case: Case, seen: int, person: Person, at: datetime) -> CaseChange:
    """A slip of the hand taken back: only a case that nothing happened to since it was opened."""
    if case.version > 1 and seen == case.version:
        words = "Vụ việc đã được gửi đi hoặc đã có trả lời nên không rút được; hãy đóng với kết quả."
        raise CaseRefused(case.id, f"withdraw at version {case.version}", words)
    return _step(case, seen, "withdraw", person, at, state=S.WITHDRAWN)


def reply(case: Case, seen: int, person: Person, at: datetime, words: str) -> CaseChange:
    """The unit's answer, written down by an officer."""
    text = _words(case.id, words, "Hãy ghi nội dung trả lời.")
    return _step(case, seen, "reply", person, at, state=S.ANSWERED, reply=text, answered_at=at)


def reply_of_unit(case: Case, at: datetime, words: str) -> CaseChange:
    """The unit's answer by its one-time form: whoever holds the form speaks for the unit."""
    text = _words(case.id, words, "Hãy ghi nội dung trả lời.")
    if case.state not in STEPS["reply"]:
        raise CaseRefused(case.id, f"reply in state {case.state}", "Vụ việc này đã có trả lời.")
    following = replace(case, version=case.version + 1, changed_at=at, state=S.ANSWERED, reply=text, answered_at=at)
    return CaseChange(following, "reply", "", at)


def ask_again(case: Case, seen: int, person: Person, at: datetime) -> CaseChange:
    """The answer does not answer; the deadline stays. The answer stands in the history."""
    return _step(case, seen, "ask_again", person, at, state=S.OPEN, reply="", answered_at=None)


def close(case: Case, seen: int, person: Person, at: datetime, result: str) -> CaseChange:
    """Done, with what came of it; without an answer the result says why."""
    return _step(case, seen, "close", person, at, state=S.CLOSED, result=_words(case.id, result, "Hãy ghi kết quả."))


def reopen(case: Case, seen: int, person: Person, at: datetime) -> CaseChange:
    """Undo a closing."""
    state = S.OPEN if case.answered_at is None else S.ANSWERED
    return _step(case, seen, "reopen", person, at, state=state, result="")


def _step(case: Case, seen: int, verb: str, person: Person, at: datetime, **changes: Any) -> CaseChange:
    if person.province != case.province or not person.may(*OFFICERS):
        raise _not_allowed(case.id)
    if seen != case.version:
        words = "Người khác vừa thay đổi vụ việc này. Hãy xem lại trước khi quyết định."
        raise CaseRefused(case.id, f"version {seen} was seen, {case.version} stands", words)
    if case.state not in STEPS[verb]:
        raise CaseRefused(case.id, f"{verb} in state {case.state}", "Việc này không làm được ở trạng thái hiện tại.")
    return CaseChange(replace(case, version=case.version + 1, changed_at=at, **changes), verb, person.id, at)


def _words(case_id: int, text: str, missing: str) -> str:
    clean = text.strip()
    if not clean:
        raise CaseRefused(case_id, "no words", missing)
    if len(clean) > MOST_CHARS:
        raise CaseRefused(case_id, "too long", f"Dài quá {MOST_CHARS} ký tự; hãy rút ngắn.")
    return clean


def _not_allowed(case_id: int) -> CaseRefused:
    return CaseRefused(case_id, "not an officer of this office", "Việc này của cán bộ điểm báo và người ký duyệt.")
