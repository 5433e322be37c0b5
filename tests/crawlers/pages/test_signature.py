"""The writer's name is cut from the ends of a text; the text is not."""

import pytest

from crawlers.pages.signature import cut, is_signature

LAST = "Dự án sẽ hoàn thành trong năm tới."


@pytest.mark.parametrize(
    "signature",
    ["Bình An", "Theo Nguyễn Văn A", "PV", "TTXVN", "NGUYỄN THỊ HOA", "H.GIANG", "P.Ngọc", "T.M (TTXVN)",
     "Lê Mỹ - Trần Lưu",
     "Kiệt Linh - (tổng hợp)", "Hoàng Ngọc (theo Dân trí)", "(Vietnam+)",
     "Tin, ảnh: Mai Vọng", "Thanh Vân(tổng hợp)", "Theo VnExpress", "Anh Tuấn/VOV-Trung tâm Tin",
     "Reporting by John Smith", "An Bình Tổng hợp", "Bài và ảnh: Trần A"],
)  # fmt: skip
def test_cuts_a_signature(signature: str) -> None:
    assert cut(f"Mở đầu.\n{LAST}\n{signature}") == f"Mở đầu.\n{LAST}"
    assert cut(f"{LAST * 4} {signature}") == LAST * 4


@pytest.mark.parametrize(
    "line",
    ["Công trình dự kiến xong vào tháng 12", "Giá vàng tăng", "Không có thương vong.", "Ông A nói gì?", "Kết quả: 3-1",
     "Chi phí tăng nhưng vẫn lo chất lượng", "ỦY BAN NHÂN DÂN TỈNH, SỞ XÂY DỰNG, SỞ TÀI CHÍNH VÀ CÁC ĐƠN VỊ LIÊN QUAN"],
)  # fmt: skip
def test_keeps_what_is_no_signature(line: str) -> None:
    assert not is_signature(line)
    assert cut(f"Mở đầu.\n{line}") == f"Mở đầu.\n{line}"


@pytest.mark.parametrize("end", ["tại TP. Hồ Chí Minh", "của GS. Nguyễn Văn A", "đến ngày 15. 12"])
def test_an_abbreviation_ends_no_sentence(end: str) -> None:
    text = f"Lễ trao giải được tổ chức trang trọng trong tuần này {end}"
    assert cut(text) == text


def test_a_signature_at_the_beginning_is_cut_too() -> None:
    assert cut(f"NHẬT XUÂN\n{LAST}") == LAST


def test_a_text_of_one_line_is_never_emptied() -> None:
    assert cut("Bình An") == "Bình An"
    assert cut("") == ""
