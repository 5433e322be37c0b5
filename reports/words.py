"""The Vietnamese words of documents: times, periods, languages, sections. Pure."""

from __future__ import annotations

from datetime import date, datetime

from news.times import Precision, Published, Window, local

QUIET = "Không có vấn đề nổi bật."
BLIND = "Chưa thể kết luận: trong kỳ không đọc được nguồn nào."
SAMPLE_NOTICE = "BÁO CHÍ HƯ CẤU – bản mẫu để xem phần mềm; mọi tên báo, tên người và sự việc đều không có thật"

LANGUAGE_VI: dict[str, str] = {
    "vi": "tiếng Việt",
    "en": "tiếng Anh",
    "fr": "tiếng Pháp",
    "zh": "tiếng Trung",
    "ja": "tiếng Nhật",
    "ko": "tiếng Hàn",
    "ru": "tiếng Nga",
    "th": "tiếng Thái",
    "lo": "tiếng Lào",
    "km": "tiếng Khmer",
    "es": "tiếng Tây Ban Nha",
    "de": "tiếng Đức",
}


def language_name(code: str | None) -> str:
    return LANGUAGE_VI.get((code or "").partition("-")[0], "không rõ ngôn ngữ")


def moment(at: datetime) -> str:
    return local(at).strftime("%H:%M ngày %d/%m/%Y")


def short_moment(at: datetime) -> str:
    return local(at).strftime("%H:%M, %d/%m")


def day_of_document(day: date) -> str:
    """Days below 10 and the months 1 and 2 have a leading zero, against forgery (documents.md §1)."""
    return f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}" if day.month < 3 else _plain_month(day)


def _plain_month(day: date) -> str:
    return f"ngày {day.day:02d} tháng {day.month} năm {day.year}"


def published(time: Published, first_seen_at: datetime) -> str:
    """When an article appeared, no more precisely than its publisher said; unknown stays unknown."""
    if time.at is None or not time.is_credible(first_seen_at):
        return f"không rõ giờ đăng (thấy lúc {moment(first_seen_at)})"
    if time.precision is Precision.DAY:
        return local(time.at).strftime("ngày %d/%m/%Y")
    if time.precision is Precision.HOUR:
        return local(time.at).strftime("khoảng %H giờ ngày %d/%m/%Y")
    return moment(time.at)


def short_published(time: Published, first_seen_at: datetime) -> str:
    """The same for lists of outlets, without the year."""
    if time.at is None or not time.is_credible(first_seen_at):
        return f"không rõ giờ đăng, thấy lúc {short_moment(first_seen_at)}"
    if time.precision is Precision.DAY:
        return local(time.at).strftime("%d/%m")
    if time.precision is Precision.HOUR:
        return local(time.at).strftime("khoảng %H giờ, %d/%m")
    return short_moment(time.at)


def span(window: Window) -> str:
    return f"từ {moment(window.begin)} đến {moment(window.end)}"


def number(value: int) -> str:
    """Vietnamese thousands: 12.345."""
    return f"{value:,}".replace(",", ".")
