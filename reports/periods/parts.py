"""The parts of a report that are words and lists: what mattered, what was checked, what could be seen. Pure."""

from __future__ import annotations

from news.coarse import coarse_vi
from news.edition import EditionLine
from news.report import ClaimLine, Report
from news.urls import is_web_link
from reports import words
from reports.periods import compare, drawn
from reports.periods.words import articles
from reports.plain import headline, name, shortened
from reports.sheet import Block, Column, Paragraph, Role, Span, Table
from reports.words import number

_MOST_CLAIM = 400
_METHOD = (
    "Tin, bài tính theo lúc hệ thống ghi nhận lần đầu. “Bài gốc” là bài không chép lại bài khác; các báo của một cơ "
    "quan được tính là một. Số so sánh của kỳ trước được đếm lại theo cùng một cách, cùng một thời điểm. Sắc thái, "
    "lĩnh vực do máy phân loại và cán bộ sửa; khoảng tin cậy tính theo Wilson; thay đổi “trong sai số” là chưa đủ căn "
    "cứ để nói tăng hay giảm."
)


def changes(edition: EditionLine) -> list[Block]:
    return [Paragraph(Role.BODY, (Span(f"– {change}"),)) for change in edition.changes]


def matters(report: Report) -> list[Block]:
    columns = (
        Column("TT", 0.07, is_centred=True),
        Column("Sự việc", 0.43),
        Column("Số báo", 0.11, is_centred=True),
        Column("Số bài", 0.11, is_centred=True),
        Column("Thời gian", 0.12, is_centred=True),
        Column("Kết quả xử lý", 0.16),
    )
    listed = []
    for place, one in enumerate(report.matters, 1):
        days = (
            f"{one.first_day:%d/%m}" if one.first_day == one.last_day else f"{one.first_day:%d/%m}–{one.last_day:%d/%m}"
        )
        link = one.url if is_web_link(one.url) else None
        listed.append(
            (
                Span(str(place)),
                Span(headline(one.title), link, bold=one.is_important),
                Span(number(one.outlets)),
                Span(number(one.articles)),
                Span(days),
                Span(one.outcome or "–"),
            )
        )
    said = "Xếp theo số cơ quan báo chí đưa tin; chữ đậm là việc cán bộ đánh dấu quan trọng. Tiêu đề theo bài đầu tiên."
    return [Table(columns, tuple(listed)), Paragraph(Role.NOTE, (Span(said),))]


def foreign(report: Report) -> list[Block]:
    columns = (
        Column("Tiêu đề (nguyên văn, chưa dịch)", 0.56),
        Column("Cơ quan báo chí", 0.28),
        Column("Ngày", 0.16, True),
    )
    listed = tuple(
        (
            Span(headline(one.title), one.url if is_web_link(one.url) else None, language=_code(one.language)),
            Span(f"{name(one.outlet)}, {words.language_name(one.language)}"),
            Span(f"{one.day:%d/%m}"),
        )
        for one in report.foreign
    )
    blocks: list[Block] = [Table(columns, listed)]
    if report.now.foreign > len(report.foreign):
        left = f"Trong kỳ có {articles(report.now.foreign)}; bảng ghi {len(report.foreign)} bài mới nhất."
        blocks.append(Paragraph(Role.NOTE, (Span(left),)))
    return blocks


def claims(report: Report) -> list[Block]:
    said = (
        f"Có {number(report.now.claims)} nhận định mới được đưa vào kiểm chứng; "
        f"đã công bố {number(report.now.corrections)} kết luận trong kỳ."
    )
    blocks: list[Block] = [Paragraph(Role.BODY, (Span(said),))]
    for place, one in enumerate(report.claims, 1):
        blocks += _claim(place, one)
    return blocks


def seen(report: Report) -> list[Block]:
    now, found = report.now, report.seen
    lines = [
        f"Số liệu {words.span(now.window)}, theo hiện trạng lúc {words.moment(report.as_of)}. Đã đọc "
        f"{number(found.sources_read)} nguồn, {articles(now.articles_read)}; "
        f"có số liệu {now.days_read} trong {now.days} ngày."
    ]
    if now.sport:
        lines.append(f"Tin thể thao ({articles(now.sport)}) được tính riêng, không nằm trong các số trên.")
    if now.older:
        lines.append(f"{articles(now.older)} đăng từ lâu trước kỳ này, nay mới gặp, không được tính.")
    if found.gap_count:
        longest = "; ".join(words.span(gap) for gap in found.gaps)
        lines.append(
            f"Có {found.gap_count} khoảng không thu thập được, tổng cộng {found.gap_hours} giờ; dài nhất: {longest}. "
            "Tin, bài trong các khoảng này có thể thiếu."
        )
    blocks: list[Block] = [Paragraph(Role.BODY, (Span(line),)) for line in lines]
    if found.troubled:
        columns = (Column("Nguồn hay gặp trở ngại", 0.6), Column("Số lần đọc được", 0.4, is_centred=True))
        listed = tuple(
            (Span(name(one.name)), Span(f"{number(one.answered)} trên {number(one.readings)}"))
            for one in found.troubled
        )
        blocks.append(Table(columns, listed))
    return [*blocks, Paragraph(Role.NOTE, (Span(_METHOD),))]


def _claim(place: int, one: ClaimLine) -> list[Block]:
    facts = [f"Kết luận: {one.verdict}, công bố {one.published_on:%d/%m/%Y}"]
    if one.hours is not None:
        after = f"{number(round(one.hours))} giờ" if one.hours >= 1 else "chưa đầy một giờ"
        facts.append(f"{after} sau bài đầu tiên nêu nhận định")
    facts.append(f"bài nêu nhận định: {number(one.before)} trước khi công bố, {number(one.after)} sau đó")
    if one.corrected:
        facts.append(f"đã sửa hoặc gỡ: {', '.join(map(name, one.corrected))}")
    if one.still:
        facts.append(f"còn nêu: {', '.join(map(name, one.still))}")
    basis = Span(name(one.publisher), one.url if is_web_link(one.url) else None)
    title = (Span(f"{place}. {shortened(one.statement, _MOST_CLAIM)}", bold=True),)
    said = (Span("; ".join(facts) + ". Căn cứ: "), basis, Span("."))
    blocks: list[Block] = [Paragraph(Role.INTRO, title), Paragraph(Role.BODY, said)]
    if one.days:
        columns = (
            Column("Ngày", 0.25, is_centred=True),
            Column("Bài báo", 0.25, is_centred=True),
            Column("Người hỏi", 0.25, is_centred=True),
            Column("Trên nền tảng", 0.25, is_centred=True),
        )
        days = tuple(
            (
                Span(f"{day.day:%d/%m}"),
                Span(number(day.articles)),
                Span(_coarse(day.tips)),
                Span(_coarse(day.platforms)),
            )
            for day in one.days
        )
        chart = drawn.effect(one)
        blocks += [*([chart] if chart else []), Table(columns, days)]
    return blocks


def _coarse(count: int | None) -> str:
    """As it is kept: fewer than five is not told apart."""
    return compare.NONE if count is None else coarse_vi(count)


def _code(language: str | None) -> str | None:
    code = (language or "vi").partition("-")[0]
    return code if code != "vi" and code.isalpha() and len(code) <= 3 else None
