"""Arrange a report as a sheet: every word that any format shows is chosen here and in the parts. Pure.

No official sample of such a report is known (documents.md §7): the order is a proposal, the figures are those that
reports of provinces were seen to have.
"""

from __future__ import annotations

from collections.abc import Iterator

from news.edition import Seal
from news.report import Report
from news.times import local
from reports import words
from reports.parts.edition import edition_line, notice_of, seal_blocks
from reports.periods import overview, parts, tables
from reports.periods.words import called, state_of
from reports.plain import name
from reports.sheet import Block, Heading, Letterhead, Sheet, Span

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI")


def arrange(report: Report, letterhead: Letterhead, seal: Seal | None = None) -> Sheet:
    """``seal``: of a signed edition; without it the same content is a draft of it."""
    return Sheet(
        letterhead=letterhead,
        place_and_date=f"{letterhead.place}, {words.day_of_document(local(report.as_of).date())}",
        title="BÁO CÁO",
        subtitle=(
            f"Thông tin báo chí về {name(report.province_name)} {called(report.period, report.day)}",
            state_of(report),
            *edition_line(report.edition),
        ),
        blocks=(*blocks(report), *seal_blocks(report.edition, seal)),
        notice=notice_of(report.edition, is_sample=report.is_sample),
    )


def blocks(report: Report) -> Iterator[Block]:
    """The parts without heading, foot and seal."""
    return _numbered(_parts(report))


def _parts(report: Report) -> Iterator[tuple[str, str, list[Block]]]:
    """Title, anchor and content of each part; a part with nothing to say is left out, but for the first and last."""
    if report.edition is not None and report.edition.changes:
        yield "Nội dung thay đổi", "thay-doi", parts.changes(report.edition)
    yield "Tình hình chung", "chung", overview.overview(report)
    if report.matters:
        yield "Vấn đề nổi bật", "noi-bat", parts.matters(report)
    if report.now.articles:
        yield "Số lượng tin, bài", "so-luong", tables.volume(report)
        yield "Sắc thái", "sac-thai", tables.tones(report)
        yield "Lĩnh vực", "linh-vuc", tables.topics(report)
        yield "Cơ quan báo chí", "bao-chi", tables.outlets(report)
    if report.foreign:
        yield "Báo chí nước ngoài", "nuoc-ngoai", parts.foreign(report)
    if report.places:
        yield "Địa bàn được nhắc đến", "dia-ban", tables.places(report)
    if report.claims or report.now.claims:
        yield "Kiểm chứng, đính chính", "kiem-chung", parts.claims(report)
    if report.units:
        yield "Vụ việc giao đơn vị", "vu-viec", tables.units(report)
    yield "Phạm vi theo dõi và cách tính", "pham-vi", parts.seen(report)


def _numbered(listed: Iterator[tuple[str, str, list[Block]]]) -> Iterator[Block]:
    for numeral, (title, anchor, blocks) in zip(_ROMAN, listed, strict=False):
        yield Heading(1, numeral, (Span(title.upper()),), anchor)
        yield from blocks
