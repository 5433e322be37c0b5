"""What the fictional office watched, and how it answered its alerts: one acknowledged, one silenced with a reason."""

from __future__ import annotations

from datetime import date, timedelta

from dashboards.services.watches import WatchForm
from jobs.desks.alerts import AlertsDesk
from jobs.desks.tasks import TasksDesk
from jobs.desks.watches import WatchesDesk
from jobs.sample.colleagues import colleague
from jobs.wiring import Office
from news.alert import Severity

_SWINDLE = WatchForm(
    "Lừa đảo, giả danh tại tỉnh", '"giả danh" OR "lừa đảo"', Severity.WARNING, any=True, story_outlets=3
)
_BRIDGES = WatchForm("Cầu, đường mới", '"thông xe" OR "khởi công"', any=True)
_REASON = "Đã giao đơn vị theo dõi; báo lại khi có diễn biến mới."
_BRIDGE_REASON = "Tin khánh thành đã đủ trong điểm báo."


def watch_and_answer(office: Office, _day: date, is_last: bool) -> None:
    """Watches are made on the first morning; on the last one the alerts of the night are answered, but for one."""
    lan, minh = colleague(office, "lan"), colleague(office, "minh")
    watches, alerts = WatchesDesk(office, TasksDesk()), AlertsDesk(office)
    made = {one.name: one.id for one in watches.list()}
    if _SWINDLE.name not in made:
        for form in (_SWINDLE, _BRIDGES):
            watches.add(lan, form)
    if not is_last or alerts.board().silences:
        return
    off = next(one.id for one in watches.list() if one.name == _BRIDGES.name)
    alerts.add_silence(lan, _BRIDGE_REASON, timedelta(days=2), watch=_BRIDGES.name)
    if off is not None:
        watches.enable(lan, off, is_enabled=False)
    waiting = alerts.board().new
    if len(waiting) > 1:
        alerts.acknowledge(minh, waiting[0].alert.id)
        alerts.silence(lan, waiting[-1].alert.id, _REASON, 24)
