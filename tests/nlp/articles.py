"""Fictional events of a province that does not exist, each told by several outlets; for tests of stories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """One article: which event it tells, hours after the start, title and body."""

    event: str
    hours: float
    title: str
    body: str

    @property
    def at(self) -> datetime:
        return START + timedelta(hours=self.hours)

    @property
    def url(self) -> str:
        return f"https://bao-{abs(hash_of(self.title)) % 97}.example.vn/{abs(hash_of(self.title + self.body))}"


def hash_of(text: str) -> int:
    """A hash that is the same in every run."""
    return sum((place + 1) * ord(letter) for place, letter in enumerate(text))


TOLD = (
    Told(
        "ferry",
        0,
        "Phà Sông Vọng mắc cạn, 42 hành khách được đưa vào bờ",
        "Sáng 2/3, chiếc phà chở 42 hành khách qua bến Sông Vọng mắc cạn trên bãi bồi Cồn Dứa. Lực lượng cứu hộ "
        "Vọng Giang dùng xuồng đưa toàn bộ hành khách vào bờ an toàn sau hai giờ.",
    ),
    Told(
        "ferry",
        3,
        "Cứu 42 người trên chiếc phà mắc cạn ở bến Sông Vọng",
        "Chiếc phà qua bến Sông Vọng bị mắc cạn tại bãi bồi Cồn Dứa sáng nay. Lực lượng cứu hộ Vọng Giang cho biết cả "
        "42 hành khách đã vào bờ an toàn.",
    ),
    Told(
        "ferry",
        5,
        "Vì sao phà Sông Vọng mắc cạn ở Cồn Dứa?",
        "Bến phà Sông Vọng tạm dừng hoạt động sau khi chiếc phà chở 42 hành khách mắc cạn. Bãi bồi Cồn Dứa lan nhanh "
        "sau lũ, lực lượng cứu hộ Vọng Giang nhận định.",
    ),
    Told(
        "prize",
        2,
        "Nữ sinh Vọng Giang giành giải nhất cuộc thi robot Đom Đóm",
        "Em Trần Thị Lụa, học sinh trường THPT Đồng Sậy, giành giải nhất cuộc thi robot Đom Đóm với cánh tay máy "
        "gặt lúa.",
    ),
    Told(
        "prize",
        9,
        "Cánh tay máy gặt lúa thắng lớn ở sân chơi robot Đom Đóm",
        "Ban tổ chức cuộc thi robot Đom Đóm vinh danh mười đội. Dẫn đầu là Trần Thị Lụa, "
        "nữ sinh lớp 11 trường Đồng Sậy.",
    ),
    Told(
        "market",
        4,
        "Chợ Bến Me mở lại sau sáu tháng sửa chữa",
        "Hơn 300 tiểu thương trở về chợ Bến Me trong ngày mở cửa lại, sau sáu tháng thay mái và hệ thống điện.",
    ),
    Told(
        "school",
        30,
        "Khởi công trường mầm non xã Đồng Sậy",
        "Trường mầm non mới của xã Đồng Sậy có mười hai lớp, dự kiến đón trẻ vào năm học tới.",
    ),
)

#: The ferry's first report as another outlet printed it: a word changed here and there.
REPRINT = Told(
    "ferry",
    1,
    "Phà Sông Vọng mắc cạn, 42 hành khách được đưa vào bờ",
    "Sáng 2/3, chiếc phà chở 42 hành khách qua bến Sông Vọng bị mắc cạn trên bãi bồi Cồn Dứa. Lực lượng cứu hộ "
    "Vọng Giang dùng xuồng đưa toàn bộ hành khách vào bờ an toàn sau hai giờ đồng hồ.",
)
