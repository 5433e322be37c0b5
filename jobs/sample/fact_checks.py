"""What the fictional office checked in its week: from a rumour and from articles to corrections, and what still waits.

One step a morning, each done once; on the last morning whatever is left, so that a single round shows it all too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from factcheck.contests import ContestLine
from factcheck.library import Card
from factcheck.tips import TipLine
from jobs.desks.claims import ClaimsDesk
from jobs.desks.evidence import EvidenceDesk
from jobs.desks.tips import TipsDesk
from jobs.factchecking import FactCheck
from jobs.sample.colleagues import colleague
from jobs.wiring import Office
from news.claims import Claim, Closing, Correction, Decision, Verdict
from news.evidence import EvidenceKind
from news.people import Person
from news.safety import SafetyCategory

_POWER_CALL = (
    "Công ty điện lực báo nhà tôi nợ tiền điện, 30 phút nữa cắt điện, phải cài ứng dụng theo đường dẫn để thanh toán, "
    "gọi lại số 0912 345 678. Có phải thật không?"
)
_POWER = "Ngành điện gọi điện yêu cầu khách hàng cài ứng dụng qua đường dẫn để khỏi bị cắt điện"
_POWER_RULE = (
    "Ngành điện không gọi điện, nhắn tin yêu cầu khách hàng cài ứng dụng qua đường dẫn, không thu tiền qua tài khoản "
    "cá nhân. Lịch ngừng cấp điện được báo trước ít nhất năm ngày trên trang của công ty."
)
_DIKE = "Đê sông Hoàng Long đoạn qua xã Gia Viễn đã vỡ trong đêm {night}"
_DIKE_RUMOURS = (
    "Khẩn!!! {claim}, mọi người gọi người nhà chạy ngay",
    "Nghe nói {claim} phải không ạ? Nhà cháu ở gần đấy",
    "{claim}, chia sẻ giúp để bà con biết",
)
_DIKE_NOTICE = (
    "Đến 6 giờ ngày {day}, toàn tuyến đê sông Hoàng Long an toàn, không xảy ra sự cố vỡ đê. "
    "Các hộ ngoài đê bối ở Gia Viễn, Gia Tường được đưa đến nơi an toàn để phòng ngừa."
)
_PUPILS = "32 học sinh một trường tiểu học ở xã Ý Yên phải theo dõi tại bệnh viện sau bữa trưa bán trú"
_PUPILS_REPORT = (
    "Số học sinh ở xã Ý Yên phải theo dõi tại bệnh viện sau bữa trưa bán trú là 23 em, không có ca nặng.\n"
    "Chín em khác được đưa đi khám dự phòng và về nhà ngay."
)
_WATER_REPORT = "Sự cố vỡ ống chính làm khoảng 1.900 hộ dân ở phường Nam Định thiếu nước sạch trong ba ngày."
_BRIDGE = "Cầu Bến Gỗ ở phường Kim Bảng thông xe, tổng mức đầu tư 310 tỷ đồng"
_BRIDGE_REPORT = (
    "Cầu Bến Gỗ bắc qua sông Đáy ở phường Kim Bảng dài 286 m, rộng 12 m, tổng mức đầu tư 310 tỷ đồng, "
    "được nghiệm thu và thông xe sau 20 tháng thi công."
)
_FOOD_RULE = "Mức hỗ trợ tiền ăn trưa cho trẻ mầm non vùng khó khăn là {sum} đồng một trẻ một tháng."
_WAITING = (
    "Nghe nói mai cắt nước toàn phường Nam Định ba ngày nữa, có đúng không?",
    "Uống nước lá đu đủ sống thay thuốc tiểu đường là khỏi hẳn, có nên cho bố cháu uống không?",
)
_OPINION = "Thủ tục ở xã Lý Nhân chậm quá, dân đi lại mệt lắm"


@dataclass(frozen=True, slots=True)
class _Desks:
    """Who works on claims, and the day."""

    office: Office
    day: date
    lan: Person
    minh: Person
    claims: ClaimsDesk
    evidence: EvidenceDesk
    tips: TipsDesk
    line: TipLine

    def add(self, kind: EvidenceKind, publisher: str, title: str, text: str, on: date, old: int | None = None) -> int:
        host = f"https://so-{len(self.evidence.list()) + 1}.co-quan-mau.example"
        card = Card(kind, f"{publisher} (mẫu)", title, f"{host}/{on:%Y/%m/%d}", published_on=on, supersedes=old)
        return self.evidence.add_text(self.lan, card, text)

    def knows(self, words: str) -> bool:
        with self.office.storage.read() as work:
            return any(words in one.statement for one in work.claims.list(self.office.province, limit=1_000))

    def decide(self, claim: Claim, evidence: int, verdict: Verdict, why: str, about: SafetyCategory | None) -> Claim:
        taken = self.claims.step(self.lan, claim.id, claim.version, "take")
        words = (claim.statement,) if about is not None and verdict is Verdict.REFUTED else ()
        until = self.day + timedelta(days=30) if words else None
        decision = Decision(verdict, claim.statement, why, (evidence,), self.lan.id, about, words, until)
        return self.claims.decide(self.lan, claim.id, taken.version, decision)

    def publish(self, claim: Claim) -> Correction:
        return self.claims.approve(self.minh, claim.id, claim.version)


def check_facts(office: Office, day: date, is_last: bool) -> None:
    """The morning's step, or all that are left."""
    factcheck = FactCheck(office)
    claims = ClaimsDesk(office, factcheck)
    desks = _Desks(
        office,
        day,
        colleague(office, "lan"),
        colleague(office, "minh"),
        claims,
        EvidenceDesk(office, factcheck),
        TipsDesk(office, factcheck, claims),
        TipLine(office.public, office.province, office.clock),
    )
    for step in (_library, _dike, _pupils):
        if step(desks) and not is_last:
            return
    if is_last:
        _today(desks)
        factcheck.forget()


Step = Callable[[_Desks], bool]


def _library(desks: _Desks) -> bool:
    """Standing documents, one of them superseded; the first question, answered with advice."""
    if desks.evidence.list():
        return False
    long_ago, lately = desks.day - timedelta(days=400), desks.day - timedelta(days=40)
    title = "Nghị quyết về hỗ trợ tiền ăn trưa"
    old = desks.add(EvidenceKind.DOCUMENT, "Hội đồng nhân dân tỉnh", title, _FOOD_RULE.format(sum="160.000"), long_ago)
    desks.add(EvidenceKind.DOCUMENT, "Hội đồng nhân dân tỉnh", title, _FOOD_RULE.format(sum="200.000"), lately, old)
    desks.add(EvidenceKind.ANNOUNCEMENT, "Công ty điện lực", "Cảnh báo mạo danh", _POWER_RULE, lately)
    desks.line.submit(_POWER_CALL)
    return True


def _dike(desks: _Desks) -> bool:
    """A rumour from the tip line, refuted in public the same morning; whoever asks afterwards is answered at once."""
    before = desks.day - timedelta(days=1)
    night = f"{before.day} tháng {before.month}"
    statement = _DIKE.format(night=night)
    if desks.knows("đã vỡ trong đêm"):
        return False
    for words in _DIKE_RUMOURS:
        desks.line.submit(words.format(claim=statement))
    notice = _DIKE_NOTICE.format(day=f"{desks.day:%d/%m/%Y}")
    evidence = desks.add(
        EvidenceKind.ANNOUNCEMENT, "Ban Chỉ huy phòng thủ dân sự tỉnh", "Tình hình đê", notice, desks.day
    )
    card = next(one for one in desks.tips.cards() if "Hoàng Long" in one.text)
    claim = desks.tips.claim(desks.lan, card.id, statement)
    why = (
        f"Ban Chỉ huy phòng thủ dân sự tỉnh kiểm tra và thông báo: toàn tuyến đê sông Hoàng Long an toàn, không có sự "
        f"cố vỡ đê trong đêm {night}. Việc di dời các hộ ngoài đê bối là để phòng ngừa."
    )
    desks.publish(desks.decide(claim, evidence, Verdict.REFUTED, why, SafetyCategory.FALSE_EMERGENCY))
    desks.line.submit(_DIKE_RUMOURS[0].format(claim=statement))
    return True


def _pupils(desks: _Desks) -> bool:
    """A figure of the press that the health service corrected; the outlet mends its article later that day.

    What the water company says stands in the library before the press writes of it: the machine will propose.
    """
    if desks.knows(_PUPILS):
        return False
    desks.add(EvidenceKind.STATEMENT, "Công ty cấp nước", "Thông tin sự cố cấp nước", _WATER_REPORT, desks.day)
    evidence = desks.add(EvidenceKind.STATISTICS, "Sở Y tế", "Báo cáo vụ việc ở Ý Yên", _PUPILS_REPORT, desks.day)
    claim = desks.claims.add(desks.lan, _PUPILS)
    why = (
        "Số liệu Sở Y tế đã đối chiếu: 23 học sinh phải theo dõi tại bệnh viện, chín em khác chỉ khám dự phòng rồi về. "
        "Con số 32 gộp cả hai nhóm nên gây hiểu lầm."
    )
    desks.publish(desks.decide(claim, evidence, Verdict.MISLEADING, why, None))
    return True


def _today(desks: _Desks) -> None:
    """A supported claim, one that waits for the second person, an opinion closed, an objection, open questions."""
    if desks.knows(_BRIDGE):
        return
    yesterday = desks.day - timedelta(days=1)
    report = desks.add(EvidenceKind.ANNOUNCEMENT, "Ban quản lý dự án", "Thông xe cầu Bến Gỗ", _BRIDGE_REPORT, yesterday)
    bridge = desks.claims.add(desks.lan, _BRIDGE)
    why = "Ban quản lý dự án công bố đúng các số liệu này: cầu đã thông xe, tổng mức đầu tư 310 tỷ đồng."
    desks.publish(desks.decide(bridge, report, Verdict.SUPPORTED, why, None))
    rule = next(one.id for one in desks.evidence.list() if "điện lực" in one.evidence.publisher)
    power = desks.claims.add(desks.lan, _POWER)
    why = "Công ty điện lực khẳng định không yêu cầu cài ứng dụng qua đường dẫn; cuộc gọi như vậy là mạo danh."
    desks.decide(power, rule, Verdict.REFUTED, why, SafetyCategory.FRAUD_IMPERSONATION)
    for words in (*_WAITING, _OPINION, _POWER_CALL):
        desks.line.submit(words)
    card = next(one for one in desks.tips.cards() if "Lý Nhân" in one.text)
    desks.tips.discard(desks.lan, card.id, Closing.NOT_CHECKABLE)
    opinion = desks.claims.add(desks.lan, "Tràng An nay đông quá, đi không còn vui")
    desks.claims.close(desks.lan, opinion.id, opinion.version, Closing.NOT_CHECKABLE)
    with desks.office.storage.read() as work:
        pupils = next(one for one in work.corrections.list(desks.office.province) if one.statement == _PUPILS)
    objection = "Con số 32 là số học sinh đã đưa đi khám, nên ghi rõ bài báo dùng từ nào để khỏi oan cho phóng viên."
    ContestLine(desks.office.public, desks.office.province, desks.office.clock).submit(pupils, objection, "")
