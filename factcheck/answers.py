"""What the tip line answers. Advice is fixed text; a verdict is only ever a published one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from news.claims import CLOSING_VI, VERDICT_VI, Closing, Correction
from news.safety import SafetyCategory


class AnswerKind(StrEnum):
    CORRECTION = "correction"
    ADVICE = "advice"
    CHECKING = "checking"
    CLOSED = "closed"
    UNKNOWN = "unknown"


ADVICE_VI: dict[SafetyCategory, str] = {
    SafetyCategory.FRAUD_IMPERSONATION: (
        "Tin này có nhiều dấu hiệu lừa đảo. Đừng chuyển tiền, đừng bấm đường dẫn, đừng đọc mã OTP hay mật khẩu cho ai. "
        "Hãy gọi lại cơ quan hoặc ngân hàng bằng số công bố trên trang chính thức. Nếu đã chuyển tiền, gọi ngay cho "
        "ngân hàng và công an nơi gần nhất."
    ),
    SafetyCategory.FALSE_EMERGENCY: (
        "Tin này có dấu hiệu của báo động giả. Đừng chuyển tiếp. Cảnh báo thiên tai và sự cố thật được đăng trên cổng "
        "thông tin điện tử của tỉnh và đài khí tượng. Nếu thấy nguy hiểm ngay trước mắt, hãy tới nơi an toàn, gọi 112."
    ),
    SafetyCategory.HEALTH_HAZARD: (
        "Tin này khuyên điều có thể hại sức khỏe. Đừng bỏ thuốc, đừng làm theo khi chưa hỏi bác sĩ. Nếu đã làm theo và "
        "thấy không khỏe, gọi 115 hoặc đến cơ sở y tế gần nhất."
    ),
}
CHECKING_VI = (
    "Chúng tôi đang kiểm tra. Chưa có kết luận nào được công bố về tin này; trong lúc chờ, xin đừng chuyển tiếp. "
    "Trả lời sẽ được ghi dưới mã bên dưới trong 30 ngày."
)
UNKNOWN_VI = "Không có câu hỏi nào dưới mã này. Câu hỏi được xóa sau 30 ngày; hãy kiểm tra mã hoặc gửi lại."


@dataclass(frozen=True, slots=True)
class Answer:
    """``because``: why the message is this correction's claim. ``category``: what the advice is about."""

    kind: AnswerKind
    correction: Correction | None = None
    because: str = ""
    category: SafetyCategory | None = None
    closing: Closing | None = None

    @property
    def words(self) -> str:
        """The answer as plain text, for a page or a bot."""
        if self.correction is not None:
            one = self.correction
            return f"{self.because}\n\nKết luận đã công bố: {VERDICT_VI[one.verdict]}. {one.explanation}".strip()
        if self.kind is AnswerKind.ADVICE and self.category is not None:
            return f"{ADVICE_VI[self.category]} Chúng tôi sẽ xem tin này; trả lời sẽ được ghi dưới mã bên dưới."
        if self.kind is AnswerKind.CLOSED:
            reason = "không thuộc phạm vi kiểm chứng" if self.closing is None else CLOSING_VI[self.closing]
            return f"Tin này không được kiểm chứng: {reason}. Văn phòng không kết luận về ý kiến hay bình luận."
        return UNKNOWN_VI if self.kind is AnswerKind.UNKNOWN else CHECKING_VI


@dataclass(frozen=True, slots=True)
class Receipt:
    """The first answer to a message, and the ticket for later ones (empty when the message was not kept)."""

    answer: Answer
    ticket: str
