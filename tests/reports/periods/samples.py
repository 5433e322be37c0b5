"""Reports of a fictional province: a full month, a quiet week, a year before its end. No such paper exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from news.analysis import Tone, Topic
from news.digest import Period
from news.edition import EditionLine
from news.report import (
    ClaimLine,
    EffectBar,
    Figures,
    ForeignLine,
    OutletLine,
    PlaceLine,
    Report,
    Seen,
    TopMatter,
    TroubledSource,
    UnitLine,
    VolumeBar,
)
from news.times import Window, at_local

MONTH = date(2026, 10, 1)
AS_OF = datetime(2026, 11, 2, 0, 30, tzinfo=UTC)
WINDOW = Window(at_local(MONTH), at_local(date(2026, 11, 1)))


def figures(window: Window = WINDOW, days: int = 31, **changes: object) -> Figures:
    plain = Figures(
        window=window,
        days=days,
        days_read=days,
        articles_read=64_210,
        articles=1_842,
        reprints=402,
        stories=611,
        outlets=74,
        foreign=18,
        foreign_outlets=9,
        sport=96,
        older=12,
        tones_machine=((Tone.POSITIVE, 640), (Tone.NEUTRAL, 520), (Tone.NEGATIVE, 280)),
        tones=((Tone.POSITIVE, 622), (Tone.NEUTRAL, 560), (Tone.NEGATIVE, 258)),
        tones_by_people=61,
        topics_machine=((Topic.ECONOMY, 300), (Topic.TRANSPORT, 280), (Topic.TOURISM, 190), (Topic.ENVIRONMENT, 120)),
        topics=((Topic.ECONOMY, 310), (Topic.TRANSPORT, 266), (Topic.TOURISM, 201), (Topic.ENVIRONMENT, 118)),
        topics_by_people=33,
        claims=5,
        corrections=2,
        cases=14,
        cases_late=3,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


BEFORE = figures(
    Window(at_local(date(2026, 9, 1)), at_local(MONTH)),
    30,
    articles=1_650,
    reprints=350,
    tones=((Tone.POSITIVE, 610), (Tone.NEUTRAL, 520), (Tone.NEGATIVE, 170)),
)
PARTLY = figures(Window(at_local(date(2025, 10, 1)), at_local(date(2025, 11, 1))), 31, days_read=12, articles=402)


def _matter(number: int, title: str, **changes: object) -> TopMatter:
    plain = TopMatter(
        article_id=number,
        title=title,
        url=f"https://bao-hoa-lau.example/{number}.htm",
        outlet="Báo Hoa Lau",
        outlets=12 - number,
        articles=30 - 2 * number,
        reprints=number,
        first_day=date(2026, 10, 3 + number),
        last_day=date(2026, 10, 6 + 2 * number),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def month(**changes: object) -> Report:
    plain = Report(
        province="ninh-binh",
        province_name="tỉnh Ninh Bình",
        office="VĂN PHÒNG",
        period=Period.MONTH,
        day=MONTH,
        as_of=AS_OF,
        is_whole=True,
        now=figures(),
        previous=BEFORE,
        last_year=PARTLY,
        volume=tuple(VolumeBar(MONTH + timedelta(days=n), 30 + 17 * n % 29, 5 + 7 * n % 11) for n in range(31)),
        outlets=(
            OutletLine("Báo Hoa Lau", 260, 12, 241),
            OutletLine("Nhật trình Phương Đông", 121, 40, 133),
            OutletLine("Thời luận", 96, 22, 0),
            OutletLine("Báo Đường và Cầu của Bộ Giao thông (mẫu)", 61, 9, 61),
        ),
        places=(
            PlaceLine("phường Hoa Lư", 212, True),
            PlaceLine("phường Tam Điệp", 98, True),
            PlaceLine("xã Gia Viễn", 61, True),
            PlaceLine("huyện Nho Quan", 40, False),
            PlaceLine("Tràng An", 33, False),
        ),
        foreign=(
            ForeignLine(
                "Ninh Binh draws record crowds",
                "https://harbour-times.example/1",
                "The Harbour Times",
                "en",
                date(2026, 10, 8),
            ),
            ForeignLine("ニンビン省の世界遺産", "https://asahi-mau.example/2", "東方新報", "ja", date(2026, 10, 19)),
        ),
        matters=(
            _matter(
                1,
                "Cầu tạm qua sông Vạc bị xói lở, ba xã phải đi vòng",
                is_important=True,
                outcome="đã xong: thông xe 28/10",
            ),
            _matter(2, "Khởi công đoạn nối cao tốc dài 25 km"),
            _matter(3, "Nhiều hộ dân phường Tam Điệp phản ánh bụi từ mỏ đá", outcome="chờ trả lời, hạn 05/11"),
            _matter(4, "Lượng khách tháng 10 đạt 1,2 triệu lượt"),
        ),
        claims=(
            ClaimLine(
                statement="Nước máy ở phường Hoa Lư nhiễm độc, phải dừng dùng từ ngày 12/10",
                verdict="sai sự thật",
                url="https://cong-tinh.example/nuoc",
                publisher="Sở Y tế (mẫu)",
                published_on=date(2026, 10, 14),
                hours=31.4,
                before=9,
                after=2,
                corrected=("Thời luận",),
                still=("Nhật trình Phương Đông",),
                days=(
                    EffectBar(date(2026, 10, 12), 3, 5, 20),
                    EffectBar(date(2026, 10, 13), 6, 0, 60),
                    EffectBar(date(2026, 10, 14), 1, None, 10),
                    EffectBar(date(2026, 10, 15), 1, None, 0),
                ),
            ),
        ),
        units=(
            UnitLine("Sở Xây dựng (mẫu)", on_time=4, late=1, waiting=1, overdue=1),
            UnitLine("Sở Nông nghiệp và Môi trường (mẫu)", on_time=6, late=1, waiting=0, overdue=0),
        ),
        seen=Seen(
            118,
            (TroubledSource("Báo Biển Gọi", 744, 310),),
            2,
            9,
            (Window(at_local(date(2026, 10, 7), 1), at_local(date(2026, 10, 7), 8)),),
        ),
        lead="Báo chí tập trung vào hạ tầng giao thông và du lịch cuối năm.",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def quiet_week() -> Report:
    window = Window(at_local(date(2026, 11, 16)), at_local(date(2026, 11, 23)))
    none = ((Tone.POSITIVE, 0), (Tone.NEUTRAL, 0), (Tone.NEGATIVE, 0))
    now = figures(
        window, 7, articles=0, reprints=0, stories=0, outlets=0, foreign=0, foreign_outlets=0, sport=0, older=0,
        tones=none, tones_machine=none, tones_by_people=0, topics=(), topics_machine=(), topics_by_people=0,
        claims=0, corrections=0, cases=0, cases_late=0,
    )  # fmt: skip
    return month(
        period=Period.WEEK, day=date(2026, 11, 16), as_of=window.end, now=now, previous=None, last_year=None,
        volume=(), outlets=(), places=(), foreign=(), matters=(), claims=(), units=(), seen=Seen(118), lead="",
    )  # fmt: skip


def early_year() -> Report:
    window = Window(at_local(date(2026, 1, 1)), at_local(date(2026, 12, 10), 7))
    months = tuple(VolumeBar(date(2026, number, 1), 1_200 + 37 * number, 300 + number) for number in range(1, 13))
    return month(
        period=Period.YEAR, day=date(2026, 1, 1), as_of=window.end, is_whole=False, now=figures(window, 344),
        previous=figures(articles=20_000, days=344), last_year=None, volume=months, edition=EditionLine(0),
    )  # fmt: skip
