"""What the fictional office did in its week: drafts edited, digests signed, a search kept, so that no page is empty.

Each act goes through the desks that the pages use. ``MORNINGS`` is what is played after the round of each morning;
other parts of the office add their own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from jobs.desks.desk import DeskDesk
from jobs.desks.search import SearchDesk
from jobs.sample.alert_work import watch_and_answer
from jobs.sample.case_work import ask_a_unit
from jobs.sample.colleagues import colleague
from jobs.sample.fact_checks import check_facts
from jobs.sample.report_work import sign_the_week
from jobs.wiring import Office
from news.digest import Period
from news.draft import Act

#: ``is_last``: the morning on which the visitor comes; its digest is left for the visitor to sign.
Morning = Callable[[Office, date, bool], None]
_NOTE = "Văn phòng đã đề nghị đơn vị báo cáo; cập nhật ở bản sau."
_LEAD = "Báo chí tập trung phản ánh các sự việc cần phản hồi trong ngày; các tin còn lại để theo dõi."


def edit_and_sign(office: Office, day: date, is_last: bool) -> None:
    """An officer marks, notes and assigns; the editor signs. Done once a day, however often the week is played."""
    lan, minh = colleague(office, "lan"), colleague(office, "minh")
    with office.storage.begin() as work:
        for one in (lan, minh):
            work.people.add(one)
        if work.drafts.list(office.province, Period.DAY, day):
            return
    desk = DeskDesk(office)
    lines = [line for line in desk.look(day, lan).draft.lines if line.part == "stories"]
    if lines:
        first = lines[0].entry.leading.article_id
        desk.edit(lan, day, Act.IMPORTANT, first, "yes", seen=0)
        desk.edit(lan, day, Act.NOTE, first, _NOTE, seen=0)
        ask_a_unit(office, day, first, is_last=is_last)
        for line in lines[1:3]:
            desk.edit(lan, day, Act.KEEP, line.entry.leading.article_id, "", seen=0)
        desk.edit(lan, day, Act.LEAD, None, _LEAD, seen=0)
    if not is_last:
        desk.sign(minh, day, desk.look(day, minh).token)


def keep_a_search(office: Office, _day: date, is_last: bool) -> None:
    if is_last:
        SearchDesk(office).save(
            colleague(office, "lan"), "Giao thông của tỉnh", f"province:{office.province} topic:transport"
        )


MORNINGS: tuple[Morning, ...] = (edit_and_sign, keep_a_search, check_facts, watch_and_answer, sign_the_week)
