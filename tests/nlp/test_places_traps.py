"""Every trap of the research on place names, with sentences of our own: what the name is, and what it is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from news.analysis import Mention, MentionKind
from nlp import gazetteer, mentions

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
PLACE, CLUB, STREET, ORIGIN, PRODUCT, ORGANISATION = (
    MentionKind.PLACE,
    MentionKind.CLUB,
    MentionKind.STREET,
    MentionKind.ORIGIN,
    MentionKind.PRODUCT,
    MentionKind.ORGANISATION,
)


def find(text: str, *, at: datetime | None = NOW, home: str | None = None, language: str = "vi") -> tuple[Mention, ...]:
    return mentions.find(text, "", language=language, published_at=at, gazetteer=gazetteer.load(), home=home)


def of(text: str, surface: str, **known: object) -> Mention | None:
    """The mention whose surface holds the name, if there is one."""
    return next((m for m in find(text, **known) if surface in m.surface), None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "surface", "province", "kind"),
    [
        ("CLB Nam Định thắng đội khách ba bàn", "Nam Định", "ninh-binh", CLUB),
        ("Thép Xanh Nam Định chia tay huấn luyện viên", "Nam Định", "ninh-binh", CLUB),
        ("CLB Ninh Bình giữ ngôi đầu", "Ninh Bình", "ninh-binh", CLUB),
        ("Phù Đổng Ninh Bình thăng hạng", "Ninh Bình", "ninh-binh", CLUB),
        ("HLV và tiền đạo nói gì sau khi Nam Định thua trận thứ ba", "Nam Định", "ninh-binh", CLUB),
        ("Cảng Nam Định Vũ đón tàu lớn", "Nam Định Vũ", "hai-phong", PLACE),
        ("Một huyện nhỏ của tỉnh Hà Nam, Trung Quốc, chế tác kim cương", "Hà Nam", None, PLACE),
        ("Thai phụ ở thành phố Trịnh Châu, tỉnh Hà Nam nhập viện", "Hà Nam", None, PLACE),
        ("Người dân đảo Hà Nam mở hội xuống đồng", "đảo Hà Nam", "quang-ninh", PLACE),
        ("Xã Hà Nam đón tết bên sông Chanh, Quảng Ninh", "Hà Nam", "quang-ninh", PLACE),
        ("Sân vận động Hoa Lư mở cửa cho người tập", "Hoa Lư", "ho-chi-minh", PLACE),
        ("Kẹt xe quanh số 2 Hoa Lư giờ tan tầm", "Hoa Lư", None, STREET),
        ("Ngã năm Hoa Lư ở Pleiku được mở rộng", "Hoa Lư", "gia-lai", PLACE),
        ("Cửa khẩu quốc tế Hoa Lư tiếp nhận công dân về nước", "Hoa Lư", "dong-nai", PLACE),
        ("Khu công nghiệp Sơn Mỹ chờ kho khí hóa lỏng", "Sơn Mỹ", "lam-dong", PLACE),
        ("Nhà đầu tư khảo sát xã Sơn Mỹ, tỉnh Lâm Đồng", "Sơn Mỹ", "lam-dong", PLACE),
        ("Lễ tưởng niệm ở khu chứng tích Sơn Mỹ", "Sơn Mỹ", "quang-ngai", PLACE),
        ("Bảo tàng Hội An trưng bày hiện vật văn hóa Sa Huỳnh", "Sa Huỳnh", None, PLACE),
        ("Diêm dân Sa Huỳnh được mùa muối", "Sa Huỳnh", "quang-ngai", PLACE),
        ("Nét thanh lịch của người Tràng An", "Tràng An", None, PLACE),
        ("Hộp bánh kẹo Tràng An lên kệ", "Tràng An", None, PLACE),
        ("Thuyền xuôi dòng vào hang động Tràng An", "Tràng An", "ninh-binh", PLACE),
        ("Cháy lớn trên đường Nam Định lúc nửa đêm", "Nam Định", None, STREET),
        ("Quán cà phê trên phố Tràng An đông khách", "Tràng An", None, STREET),
        ("Khách sạn trong ngõ Bái Đính vắng khách", "Bái Đính", None, STREET),
        ("Bát phở Nam Định giữa phố Tây", "Nam Định", "ninh-binh", PRODUCT),
        ("Giỏ quà có tỏi Lý Sơn", "Lý Sơn", "quang-ngai", PRODUCT),
        ("Nhà hàng mới bán dê núi Ninh Bình", "Ninh Bình", "ninh-binh", PRODUCT),
        ("Cô gái quê Nam Định mở tiệm ở Tokyo", "Nam Định", "ninh-binh", ORIGIN),
        ("Người thầy sinh tại Quảng Ngãi dạy chữ ở vùng cao", "Quảng Ngãi", "quang-ngai", ORIGIN),
        ("Bị cáo ngụ tỉnh Ninh Bình khai nhận", "Ninh Bình", "ninh-binh", ORIGIN),
        ("Mưa lớn ở Quảng Nam và Quảng Ninh", "Quảng Nam", "da-nang", PLACE),
        ("Mưa lớn ở Quảng Nam và Quảng Ninh", "Quảng Ninh", "quang-ninh", PLACE),
        ("Ninh Thuận và Bắc Ninh ký kết hợp tác", "Bắc Ninh", "bac-ninh", PLACE),
        ("Cao tốc Nam Định – Thái Bình lỡ hẹn", "Nam Định", "ninh-binh", STREET),
        ("Tai nạn trên cao tốc Biên Hòa - Vũng Tàu", "Biên Hòa", "dong-nai", STREET),
        ("VSIP Quảng Ngãi cho thuê thêm đất", "Quảng Ngãi", "quang-ngai", ORGANISATION),
        ("Lọc hóa dầu Bình Sơn chia cổ tức", "Bình Sơn", "quang-ngai", ORGANISATION),
        ("Kết quả xổ số Quảng Ngãi hôm nay", "Quảng Ngãi", None, PLACE),
        ("Công an tỉnh Ninh Bình bắt nhóm trộm", "Ninh Bình", "ninh-binh", ORGANISATION),
    ],
)
def test_settles_the_name(text: str, surface: str, province: str | None, kind: MentionKind) -> None:
    mention = of(text, surface)
    assert mention is not None, find(text)
    assert (mention.province, mention.kind) == (province, kind), mention
    assert mention.reason


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Ông Nguyễn Thái Bình nhận giải thưởng", "Thái Bình"),
        ("Bà Lê Thị Ngọc Linh phát biểu", "Ngọc Linh"),
        ("Ca sĩ Cúc Phương ra mắt bài hát", "Cúc Phương"),
        ("Hải Hậu, 38 tuổi, kể chuyện nghề", "Hải Hậu"),
        ("Mong thế giới hòa bình và bình minh rạng rỡ", "bình"),
        ("Cuộc sống ninh bình bên dòng sông", "ninh bình"),
        ("Tàu vượt Thái Bình Dương trong bão", "Bình Dương"),
        ("Việt Nam Định hướng mới", "Nam Định"),
        ("Họa sĩ Chu Nhật Quang mở triển lãm", "Chu"),
    ],
)
def test_sees_no_place_of_a_province(text: str, surface: str) -> None:
    assert all(m.province is None for m in find(text) if surface in m.surface), find(text)


@pytest.mark.parametrize(
    ("text", "surface", "province"),
    [
        ("Lũ cuốn cầu ở xã Bình Minh (Quảng Ngãi)", "Bình Minh", "quang-ngai"),
        ("Lũ cuốn cầu ở xã Bình Minh, tỉnh Ninh Bình", "Bình Minh", "ninh-binh"),
        ("Các xã Trà Bồng, Bình Sơn và Bình Minh của Quảng Ngãi", "Bình Minh", "quang-ngai"),
        ("Huyện Kim Sơn cũ nuôi ngao", "Kim Sơn", "ninh-binh"),
        ("Ninh Bình: xã Gia Lâm làm đường", "Gia Lâm", "ninh-binh"),
        ("Hà Nội: xã Gia Lâm làm đường", "Gia Lâm", "ha-noi"),
        ("Cháy ở phường Hoa Lư", "Hoa Lư", None),
        ("Cháy ở phường Hoa Lư, Ninh Bình", "Hoa Lư", "ninh-binh"),
        ("Xã Sơn Tây (Quảng Ngãi) di dời trường học", "Sơn Tây", "quang-ngai"),
        ("Thành cổ Sơn Tây, Hà Nội mở phố đêm", "Sơn Tây", "ha-noi"),
        ("Xã Trà Linh (Đà Nẵng) trồng sâm", "Trà Linh", "da-nang"),
    ],
)
def test_settles_shared_names_by_the_text(text: str, surface: str, province: str | None) -> None:
    mention = of(text, surface)
    assert mention is not None, find(text)
    if province is not None:
        assert mention.province == province, mention


def test_an_outlet_speaks_of_its_own_commune() -> None:
    text = "Xã Bình Sơn mở hội xuân"
    assert of(text, "Bình Sơn").province is None  # type: ignore[union-attr]
    assert of(text, "Bình Sơn", home="quang-ngai").province == "quang-ngai"  # type: ignore[union-attr]
    assert of(text, "Bình Sơn", home="ninh-binh").province == "ninh-binh"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "surface", "province"),
    [
        ("越南宁平省推进旅游", "宁平", "ninh-binh"),
        ("越南南定发展纺织", "南定", "ninh-binh"),
        ("越南宁平和河南省合作", "河南", "ninh-binh"),
        ("越南广义省欢迎投资", "广义", "quang-ngai"),
        ("昆嵩的教堂", "昆嵩", "quang-ngai"),
        ("ニンビン省の洞窟", "ニンビン", "ninh-binh"),
        ("ベトナム・クアンガイ省", "クアンガイ", "quang-ngai"),
        ("베트남 닌빈성 관광", "닌빈", "ninh-binh"),
        ("베트남 꽝응아이성 지진", "꽝응아이", "quang-ngai"),
        ("Туристы едут в провинцию Ниньбинь", "Ниньбинь", "ninh-binh"),
        ("Туристы в Ниньбине", "Ниньбин", "ninh-binh"),
        ("นักท่องเที่ยวไปนิญบิ่ญ", "นิญบิ่ญ", "ninh-binh"),
        ("ແຂວງນິງບິ່ງ", "ນິງບິ່ງ", "ninh-binh"),
        ("ខេត្តនិញប៊ិញ", "និញប៊ិញ", "ninh-binh"),
        ("Visitors flock to Ninh Binh and Trang An", "Trang An", "ninh-binh"),
        ("Province de Quang-Ngaï", "Quang-Ngaï", "quang-ngai"),
        ("Old churches of Kontum", "Kontum", "quang-ngai"),
    ],
)
def test_reads_foreign_names(text: str, surface: str, province: str) -> None:
    mention = of(text, surface, language="und")
    assert mention is not None, find(text)
    assert mention.province == province


@pytest.mark.parametrize(
    "text",
    [
        "河南省郑州发生洪水",
        "中国河南的小麦",
        "广义相对论一百年",
        "从广义上说这是好事",
        "长安汽车销量上升",
        "三谷さんの新作映画",
        "ハナム市の住宅",
        "서울 근교 하남에 새 도시",
        "サーフィンの大会が開かれた",
        "선미의 새 앨범, 미라이의 꿈",
        "진짜안 된다고 했다",
        "Henan farmers plant wheat; Ha Nam is not meant, China says",
    ],
)
def test_is_not_fooled_by_look_alikes(text: str) -> None:
    assert all(m.province is None for m in find(text, language="und")), find(text)
