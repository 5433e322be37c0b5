"""What a tip probably is: plain cases of each category, and never a category for speech that is protected."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.safety import SafetyCategory
from nlp.masking import mask
from nlp.safety import judge

DATA = Path("../shared/data/labelled")
FRAUD = (
    "Chúc mừng bác trúng thưởng xe máy 45 triệu! Bác nộp trước 2 triệu phí hồ sơ vào stk 1903 2846 5517 28 trước 17h "
    "hôm nay, giữ bí mật với người nhà, đọc mã OTP cho cháu là xong."
)
ALARM = (
    "KHẨN!!! Đập Suối Me nứt toác, 2 giờ sáng vỡ, nước cao 10 mét tràn xuống. Đài chưa dám đưa tin. "
    "Bà con chạy lên núi ngay, chia sẻ cho mọi người biết!"
)
HAZARD = (
    "Ung thư không cần mổ! Bỏ hết thuốc của bệnh viện, uống nước lá rừng gia truyền pha thủy ngân, nôn ra là đang thải "
    "độc, khối u tự tiêu sau 7 ngày."
)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        (FRAUD, SafetyCategory.FRAUD_IMPERSONATION),
        (ALARM, SafetyCategory.FALSE_EMERGENCY),
        (HAZARD, SafetyCategory.HEALTH_HAZARD),
    ],
)
def test_names_the_category_and_the_words_that_led_to_it(text: str, category: SafetyCategory) -> None:
    found = judge(text)
    assert found.category is category
    assert 0.5 < found.score <= 1
    assert found.words
    for span in found.words:
        assert 0 <= span.start < span.end <= len(text)
        assert span.words == text[span.start : span.end] or "[" in span.words


@pytest.mark.parametrize(
    "text",
    [
        "Lãnh đạo tỉnh làm ăn quá tệ, dân đóng thuế mà đường nát ba năm không ai chịu trách nhiệm. Tôi phản đối!",
        "Công an xã cảnh báo: kẻ gian giả danh điện lực đòi chuyển tiền, bà con tắt máy, gọi 113.",
        "Trạm y tế nhắc: bỏ thuốc huyết áp theo tin trên mạng rất nguy hiểm, bà con đến bệnh viện khám.",
        "TIN KHẨN: nồi canh của vợ cạn nước, cả nhà sơ tán xuống bếp ngay, ai chậm hết phần 😂",
        "Xả lũ điều tiết từ 14h chiều nay theo lịch, bà con ven sông kê đồ lên cao. Đập an toàn.",
        "Viện phí tăng gấp đôi mà ghế chờ không có, bác sĩ cáu gắt. Bệnh viện nên xem lại cách làm.",
        "Cho em hỏi chuyển khoản nhầm 2 triệu cho người lạ thì ra ngân hàng cần giấy tờ gì ạ?",
        "Bán lại tủ lạnh 1,9 triệu, ai ở gần ghé xem hàng rồi trả tiền, gọi 0912 345 678.",
    ],
)
def test_protected_speech_never_gets_a_category(text: str) -> None:
    assert judge(text).category is None


@given(st.text(max_size=300))
@settings(max_examples=40, deadline=None)
def test_any_text_can_be_judged_and_noise_is_nothing(text: str) -> None:
    assert 0 <= judge(text).score <= 1


def test_the_masked_message_is_judged_as_the_message_itself() -> None:
    assert judge(mask(FRAUD).text).category is judge(FRAUD).category
    assert judge(mask(FRAUD).text).score == judge(FRAUD).score


def test_private_details_are_not_among_the_words_told() -> None:
    assert not any("1903" in span.words for span in judge(FRAUD).words)


@pytest.mark.shared_data
@pytest.mark.skipif(not DATA.is_dir(), reason="no ../shared/data here")
def test_no_protected_message_of_the_samples_is_flagged() -> None:
    flagged: Counter[bool] = Counter()
    for name in ("train_tips.jsonl", "tips.jsonl"):
        for line in (DATA / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["label"] == "none":
                flagged[judge(row["text"]).category is not None] += 1
    assert flagged[True] == 0
