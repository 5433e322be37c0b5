"""The fictional office's report of the week: its opening words, its signature. Done once."""

from __future__ import annotations

from datetime import date, timedelta

from jobs.desks.reports import ReportsDesk
from jobs.desks.tasks import TasksDesk
from jobs.sample.colleagues import colleague
from jobs.wiring import Office
from news.digest import Period
from news.draft import Act
from news.rhythm import Rhythm
from reports.periods.calendar import named

#: The week in which most of the sample's days lie: it is five days long and ends on any weekday.
_MIDDLE = timedelta(days=3)
_LEAD = "Tuần này báo chí quan tâm nhiều đến giao thông, thiên tai và du lịch; các việc cần trả lời đã giao đơn vị."


def sign_the_week(office: Office, day: date, is_last: bool) -> None:
    week = named(Period.WEEK, day - _MIDDLE, Rhythm())
    desk = ReportsDesk(office, TasksDesk())
    if not is_last or desk.editions(Period.WEEK, week):
        return
    lan, minh = colleague(office, "lan"), colleague(office, "minh")
    desk.count(Period.WEEK, week)
    desk.edit(lan, Period.WEEK, week, Act.LEAD, None, _LEAD)
    draft = desk.draft(minh, Period.WEEK, week)
    if draft is not None:
        desk.sign(minh, Period.WEEK, week, draft.token)
