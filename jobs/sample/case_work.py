"""What the fictional office asked of its units in the week: one answered, one is late, one was asked by a newspaper."""

from __future__ import annotations

from datetime import date, timedelta

from dashboards.services.cases import NewCase
from jobs.desks.cases import CasesDesk
from jobs.desks.desk import DeskDesk
from jobs.sample.colleagues import colleague
from jobs.wiring import Office
from news.case import CaseKind

_UNITS = ("so-xay-dung", "so-y-te", "so-nong-nghiep", "ubnd-phuong-mau")
_QUESTION = "Đề nghị báo cáo diễn biến, nguyên nhân và hướng xử lý của nội dung báo nêu."
_REPLY = "Đã kiểm tra tại chỗ, phân luồng xe và đặt biển cảnh báo; dự kiến khắc phục xong trong tháng."
_RESULT = "Đã thông tin lại cho báo; báo đăng phần trả lời ngày hôm sau."
_REQUEST = NewCase(
    CaseKind.PRESS_REQUEST,
    "Tiến độ sửa cầu tạm và phương án đi lại của người dân",
    "Cầu tạm bao giờ xong, học sinh đi lại bằng đường nào, kinh phí từ đâu?",
    rule="answer_press",
    outlet="Báo Hoa Lau (mẫu)",
)


def ask_a_unit(office: Office, day: date, article: int, *, is_last: bool) -> None:
    """The morning's first story goes to a unit: the first unit answers at once, the second lets its day pass."""
    lan, minh, cases, desk = colleague(office, "lan"), colleague(office, "minh"), CasesDesk(office), DeskDesk(office)
    number = len(cases.list()) + len(cases.list(closed=True))
    due_on = day + timedelta(days=1) if number == 1 else None
    unit = _UNITS[number % len(_UNITS)]
    new = NewCase(CaseKind.ARTICLE, "", _QUESTION, unit, "unit_answer", due_on, article_id=article)
    case = desk.assign(lan, day, new, seen=0)
    if number == 0:
        sent = cases.send(lan, case.id, case.version)
        answered = cases.step(lan, case.id, sent.version, "reply", _REPLY)
        cases.step(minh, case.id, answered.version, "close", _RESULT)
    if is_last:
        cases.open(lan, _REQUEST)
