"""What the digest could see and what it could not, said in full. Pure."""

from __future__ import annotations

from news.digest import Digest, SourceFailure
from news.source import HEALTH_VI
from reports import words
from reports.plain import name, shortened
from reports.sheet import Block, Column, Paragraph, Role, Span, Table

_FAILURES = (Column("Nguồn", 0.3), Column("Trở ngại", 0.45), Column("Đọc được lần cuối", 0.25, True))
_MAX_DETAIL = 200
_METHOD = (
    "Câu trích là nguyên văn của bài đứng đầu mỗi mục. Sắc thái, lĩnh vực do máy phân loại, trừ mục ghi “cán bộ sửa”; "
    "sắc thái nói về sự việc, không đánh giá bài báo. Nguồn cùng một cơ quan được tính là một; “2 + 1” là 2 nguồn "
    "độc lập và 1 bài đăng lại."
)


def coverage_blocks(digest: Digest) -> list[Block]:
    coverage = digest.coverage
    province = name(digest.province_name)
    lines = [
        f"Gồm tin, bài được ghi nhận lần đầu {words.span(digest.window)}. Đã đọc {words.number(coverage.sources_read)} "
        f"nguồn, {words.number(coverage.articles_read)} bài; {words.number(coverage.articles_about)} bài về {province}."
    ]
    if digest.made_at < digest.window.end:
        lines.append(
            f"Lập lúc {words.moment(digest.made_at)}, khi kỳ này chưa kết thúc: còn thiếu tin, bài sau giờ đó."
        )
    if coverage.older_articles:
        older = words.number(coverage.older_articles)
        lines.append(f"{older} bài đăng từ lâu trước kỳ này, nay mới gặp, chỉ được đếm và không xếp vào tin mới.")
    for gap in coverage.gaps:
        lines.append(f"Không có lượt thu thập nào {words.span(gap)}: tin, bài trong khoảng này có thể thiếu.")
    blocks: list[Block] = [Paragraph(Role.BODY, (Span(line),)) for line in lines]
    if coverage.failures:
        blocks.append(Paragraph(Role.INTRO, (Span(f"{len(coverage.failures)} nguồn có trở ngại trong kỳ:"),)))
        blocks.append(Table(_FAILURES, tuple(_row(failure) for failure in coverage.failures)))
    elif coverage.sources_read:
        blocks.append(Paragraph(Role.BODY, (Span("Không nguồn nào có trở ngại trong kỳ."),)))
    if not digest.is_quiet or digest.sport:
        blocks.append(Paragraph(Role.NOTE, (Span(_METHOD),)))
    return blocks


def _row(failure: SourceFailure) -> tuple[Span, ...]:
    detail = shortened(failure.detail, _MAX_DETAIL)
    why = HEALTH_VI[failure.health] + (f" – {detail}" if detail else "")
    since = words.moment(failure.since) if failure.since else "chưa lần nào"
    return Span(name(failure.name)), Span(why), Span(since)
