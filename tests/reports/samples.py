# ruff: noqa: E501
"""A fictional morning in Ninh Bình: outlets, articles and what the machine says of them. No such paper exists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from news.analysis import Analysis, Mention, MentionKind, Relevance, Tone, Topic
from news.article import Article, Origin, StoredArticle
from news.digest import Coverage, Digest, Period, SourceFailure
from news.source import Health, Source, SourceClass
from news.story import Membership
from news.times import ICT, Precision, Published, Window
from reports.candidates import Candidate
from reports.letterhead import letterhead
from reports.select import Scope, select
from reports.windows import window_of

PROVINCE = "ninh-binh"
DAY = date(2026, 11, 22)
WINDOW = window_of(DAY)
MADE_AT = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
LETTERHEAD = letterhead("Ủy ban nhân dân tỉnh Ninh Bình", "Văn phòng", "Ninh Bình")
SCOPE = Scope(PROVINCE, "tỉnh Ninh Bình", "VĂN PHÒNG", Period.DAY, DAY, WINDOW)


def _source(id: str, name: str, kind: SourceClass, country: str = "VN", home: str | None = None) -> Source:
    language = {"VN": "vi", "JP": "ja", "KR": "ko", "CN": "zh", "TH": "th"}.get(country, "en")
    return Source(id, name, kind, country, (language,), f"https://{id}.example", home=home)


SOURCES = {
    source.id: source
    for source in (
        _source("bao-hoa-lau", "Báo Hoa Lau", SourceClass.LOCAL, home=PROVINCE),
        _source("nhat-trinh", "Nhật trình Phương Đông", SourceClass.CENTRAL),
        _source("thoi-luan", "Thời luận", SourceClass.CENTRAL),
        _source("tin-24", "Tin 24 giờ", SourceClass.CENTRAL),
        _source("bao-nganh", "Báo Đường và Cầu", SourceClass.MINISTRY),
        _source("cong-tinh", "Cổng thông tin tỉnh (mẫu)", SourceClass.OFFICIAL, home=PROVINCE),
        _source("gom-tin", "Gom Tin", SourceClass.DISCOVERY),
        _source("asahi-mau", "東方新報", SourceClass.FOREIGN, "JP"),
        _source("harbour-times", "The Harbour Times", SourceClass.FOREIGN, "SG"),
        _source("siam-mau", "ข่าวตะวันออก", SourceClass.FOREIGN, "TH"),
    )
}


def candidate(
    id: int,
    source: str,
    title: str,
    lead: str = "",
    text: str = "",
    *,
    seen: str = "21 14:00",
    published: str | None = "",
    precision: Precision = Precision.MINUTE,
    names: Iterable[str] = ("Ninh Bình",),
    tone: Tone = Tone.NEUTRAL,
    topics: tuple[Topic, ...] = (Topic.OTHER,),
    relevance: Relevance = Relevance.ABOUT,
    story: str | None = None,
    reprint_of: int | None = None,
    origin: Origin = Origin.PAGE,
    language: str = "vi",
) -> Candidate:
    """``seen`` and ``published`` are "day hour:minute" of November 2026, local; published "" is ten minutes earlier."""
    seen_at = moment(seen)
    if published is None:
        time = Published()
    else:
        time = Published(moment(published) if published else seen_at - timedelta(minutes=10), precision)
    article = Article(
        f"https://{source}.example/{id}.htm", source, title, lead, text, time, language=language, origin=origin
    )
    mentions = tuple(_mentions(f"{title}\n{article.body}", names))
    analysis = Analysis("mau-1", language, tone, 0.8, topics, mentions, {PROVINCE: relevance})
    return Candidate(
        StoredArticle(id, 1, article, seen_at, seen_at),
        SOURCES[source],
        analysis,
        membership=Membership(id, story or f"s{id}", reprint_of),
    )


def moment(text: str) -> datetime:
    day, clock = text.split(" ")
    hour, minute = clock.split(":")
    return datetime(2026, 11, int(day), int(hour), int(minute), tzinfo=ICT).astimezone(UTC)


def _mentions(whole: str, names: Iterable[str]) -> Iterable[Mention]:
    for name in names:
        start = whole.find(name)
        while start >= 0:
            yield Mention(name, PROVINCE, start, start + len(name), MentionKind.PLACE, name)
            start = whole.find(name, start + 1)


_BRIDGE = (
    "Mưa lớn suốt đêm 20/11 làm mố cầu tạm qua sông Vạc bị xói, ba xã phải đi vòng hơn 12 km.",
    "Ủy ban nhân dân tỉnh Ninh Bình yêu cầu Sở Xây dựng báo cáo trước 17 giờ ngày 22/11.\n"
    "Lực lượng chức năng đã dựng rào chắn và bố trí đò ngang miễn phí cho học sinh. "
    "Chi phí gia cố ước tính 3,2 tỷ đồng.",
)

ARTICLES: tuple[Candidate, ...] = (
    candidate(
        1, "bao-hoa-lau", "Cầu tạm qua sông Vạc bị xói lở, ba xã phải đi vòng", *_BRIDGE, seen="21 07:12",
        names=("Ninh Bình", "sông Vạc"), tone=Tone.NEGATIVE, topics=(Topic.TRANSPORT, Topic.SAFETY), story="cau",
    ),
    candidate(
        2, "nhat-trinh", "Ninh Bình: Mố cầu tạm bị xói sau mưa lớn", *_BRIDGE, seen="21 08:40",
        tone=Tone.NEGATIVE, topics=(Topic.TRANSPORT, Topic.SAFETY), story="cau", reprint_of=1,
    ),
    candidate(
        3, "thoi-luan", "Học sinh Ninh Bình đi đò đến trường vì cầu tạm hỏng",
        "Hơn 400 học sinh ở ba xã của Ninh Bình phải qua sông bằng đò từ sáng 21/11.", "Phụ huynh mong sớm có cầu mới.",
        seen="21 16:05", tone=Tone.NEGATIVE, topics=(Topic.EDUCATION, Topic.SAFETY), story="cau",
    ),
    candidate(
        4, "gom-tin", "Cầu tạm qua sông Vạc bị xói lở", "Mố cầu bị xói.", seen="21 07:20", story="cau", origin=Origin.FEED,
    ),
    candidate(
        5, "bao-nganh", "Khởi công đoạn nối cao tốc qua Ninh Bình dài 25 km",
        "Sáng 21/11, đoạn nối cao tốc dài 25,3 km qua tỉnh Ninh Bình được khởi công với tổng mức đầu tư 6.865 tỷ đồng.",
        "Dự án đi qua bảy xã, phường và dự kiến hoàn thành sau 30 tháng. Công tác giải phóng mặt bằng đạt 82%.",
        seen="21 10:15", tone=Tone.POSITIVE, topics=(Topic.TRANSPORT, Topic.ECONOMY), story="cao-toc",
    ),
    candidate(
        6, "nhat-trinh", "Hơn 6.800 tỷ đồng làm đoạn nối cao tốc qua Ninh Bình",
        "Tuyến đường được kỳ vọng rút ngắn thời gian đi từ Hoa Lư ra biển còn 35 phút.", "Nhà thầu cam kết đúng tiến độ.",
        seen="21 11:02", names=("Ninh Bình", "Hoa Lư"), tone=Tone.POSITIVE, topics=(Topic.TRANSPORT,), story="cao-toc",
    ),
    candidate(
        7, "thoi-luan", "Nhiều hộ dân phường Tam Điệp phản ánh bụi từ mỏ đá",
        "Gần 60 hộ dân phường Tam Điệp cho biết bụi và tiếng nổ mìn từ mỏ đá kéo dài nhiều tháng.",
        "Phòng chuyên môn của phường đã ghi nhận và hẹn đo lại nồng độ bụi trong tuần này. "
        "Chủ mỏ nói đã tăng số lượt tưới đường lên bốn lần mỗi ngày.",
        seen="21 17:30", names=("Tam Điệp",), tone=Tone.NEGATIVE, topics=(Topic.ENVIRONMENT,), story="bui",
    ),
    candidate(
        8, "tin-24", "Ninh Bình đón 1,2 triệu lượt khách trong tháng 10",
        "Lượng khách đến Ninh Bình trong tháng 10 đạt 1,2 triệu lượt, tăng 14% so với cùng kỳ.", "Khách quốc tế chiếm 18%.",
        seen="21 09:00", published="21 00:00", precision=Precision.DAY, tone=Tone.POSITIVE, topics=(Topic.TOURISM,),
    ),
    candidate(
        9, "cong-tinh", "Lịch tiếp công dân tháng 12 của lãnh đạo tỉnh",
        "Cổng thông tin công bố lịch tiếp công dân tháng 12/2026 tại Trụ sở tiếp công dân tỉnh Ninh Bình.", "",
        seen="21 15:45", topics=(Topic.GOVERNMENT,),
    ),
    candidate(
        10, "bao-hoa-lau", "Trao 120 suất học bổng cho học sinh vượt khó ở Yên Mô",
        "Chiều 21/11, 120 học sinh vượt khó học giỏi ở Yên Mô được trao học bổng, mỗi suất 2 triệu đồng.",
        "Đây là năm thứ mười chương trình được tổ chức.", seen="21 18:20", names=("Yên Mô",), tone=Tone.POSITIVE,
        topics=(Topic.EDUCATION, Topic.WELFARE),
    ),
    candidate(
        11, "tin-24", "Cá chết bất thường trên một nhánh sông ở Kim Sơn", "Người dân Kim Sơn vớt hơn 2 tấn cá chết.",
        "Mẫu nước đã được lấy để xét nghiệm, kết quả có trong ba ngày.", seen="22 05:10", published=None, names=("Kim Sơn",),
        tone=Tone.NEGATIVE, topics=(Topic.ENVIRONMENT, Topic.AGRICULTURE), origin=Origin.FEED,
    ),
    candidate(
        12, "asahi-mau", "ニンビン省の世界遺産、外国人客が最多に",
        "ベトナム北部ニンビン省の景勝地を訪れた外国人客が10月に過去最多となった。", "宿泊施設の予約は年末まで埋まっている。",
        seen="21 13:00", names=("ニンビン",), tone=Tone.POSITIVE, topics=(Topic.TOURISM,), language="ja",
    ),
    candidate(
        13, "harbour-times", "Temporary bridge closed after night of rain in Ninh Binh",
        "Three communes were cut off on Saturday.",
        "The bridge in Ninh Binh province had been due for replacement since 2024. Ferries carry pupils free of charge.",
        seen="21 20:10", names=("Ninh Binh",), tone=Tone.NEGATIVE, topics=(Topic.TRANSPORT,), story="cau", language="en",
    ),
    candidate(
        14, "tin-24", "CLB Cố đô Ninh Bình thắng 2-1 trên sân nhà", "Hai bàn trong hiệp hai giúp đội chủ nhà ngược dòng.",
        "Trận tới đội gặp đối thủ đầu bảng vào ngày 28/11.", seen="21 21:30", topics=(Topic.SPORT,),
        relevance=Relevance.SPORT,
    ),
    candidate(
        15, "nhat-trinh", "Ninh Bình qua một bài ký năm cũ", "Bài đăng lại nhân kỷ niệm.", "Nội dung cũ.",
        seen="21 12:00", published="10 08:00",
    ),
    candidate(
        16, "thoi-luan", "Thời tiết các tỉnh phía Bắc", "Ninh Bình có mưa.", "Rét đậm.", relevance=Relevance.PASSING,
    ),
    candidate(
        17, "siam-mau", "จังหวัดนิญบิ่ญเปิดเส้นทางท่องเที่ยวใหม่",
        "จังหวัดนิญบิ่ญเปิดเส้นทางล่องเรือใหม่สามเส้นทาง", "", seen="21 19:00", names=("นิญบิ่ญ",), tone=Tone.POSITIVE,
        topics=(Topic.TOURISM,), language="th",
    ),
)  # fmt: skip

COVERAGE = Coverage(
    sources_read=118,
    failures=(
        SourceFailure("bao-bien", "Báo Biển Gọi", Health.UNREACHABLE, moment("20 22:15"), "hết thời gian chờ 30 giây"),
        SourceFailure("tin-moi", "Tin Mới Online", Health.REFUSED, None, "mã trả lời 403"),
    ),
    articles_read=2312,
    articles_about=0,
    older_articles=0,
    gaps=(Window(moment("22 01:10"), moment("22 03:40")),),
)


def digest(is_sample: bool = False) -> Digest:
    return select(replace(SCOPE, is_sample=is_sample), ARTICLES, COVERAGE, made_at=MADE_AT)


def quiet_digest() -> Digest:
    return select(SCOPE, ARTICLES[15:16], COVERAGE, made_at=MADE_AT)


def long_digest(entries: int = 40) -> Digest:
    """A busy morning: as many home stories as asked for, about two thirds with a second outlet, some with reprints."""
    home = [one for one in ARTICLES if not one.source.is_foreign and one.id in (1, 3, 5, 7, 8, 10)]
    many = []
    for place in range(entries):
        model = home[place % len(home)]
        many.append(_copy(model, 100 + 3 * place, model.source, f"t{place}", None))
        if place % 3:
            many.append(_copy(model, 101 + 3 * place, SOURCES["nhat-trinh"], f"t{place}", None))
        if place % 4 == 0:
            many.append(_copy(model, 102 + 3 * place, SOURCES["tin-24"], f"t{place}", 100 + 3 * place))
    return select(SCOPE, many, COVERAGE, made_at=MADE_AT)


def _copy(model: Candidate, id: int, source: Source, story: str, reprint_of: int | None) -> Candidate:
    stored = model.stored
    article = replace(stored.article, url=f"https://{source.id}.example/{id}.htm", source=source.id)
    stored = replace(stored, id=id, article=article)
    return replace(model, stored=stored, source=source, membership=Membership(id, story, reprint_of))
