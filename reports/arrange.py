"""Arrange a digest as a sheet: every word that any format shows is chosen here, once. Pure.

The layout is a proposal (documents.md §7: no official sample is known): overview with a table, the stories, the
foreign press, sport, and what could and could not be seen.
"""

from __future__ import annotations

from collections.abc import Iterator

from news.digest import Digest, Period
from news.times import local
from reports import words
from reports.parts.coverage import coverage_blocks
from reports.parts.entry import HOME, entry_blocks
from reports.parts.overview import overview_blocks
from reports.plain import name
from reports.sheet import Block, Heading, Letterhead, Paragraph, Role, Sheet, Span

_UNTRANSLATED = "Tiêu đề và đoạn trích giữ nguyên văn tiếng nước ngoài, chưa dịch; đoạn trích là chỗ bài nêu tên tỉnh."
_ROMAN = ("I", "II", "III", "IV", "V")


def arrange(digest: Digest, letterhead: Letterhead) -> Sheet:
    made = local(digest.made_at).date()
    # The digest of a day is dated that day even when it is made again later.
    day = digest.day if digest.period is Period.DAY else made
    return Sheet(
        letterhead=letterhead,
        place_and_date=f"{letterhead.place}, {words.day_of_document(day)}",
        title=_title(digest),
        subtitle=(
            f"Tin, bài của báo chí về {name(digest.province_name)}",
            f"Ghi nhận {words.span(digest.window)}",
        ),
        blocks=tuple(_numbered(_parts(digest))),
        notice=words.SAMPLE_NOTICE if digest.is_sample else None,
    )


def _title(digest: Digest) -> str:
    if digest.period is Period.MONTH:
        return f"{words.TITLE[digest.period]} {digest.day.month} NĂM {digest.day.year}"
    if digest.period is Period.YEAR:
        return f"{words.TITLE[digest.period]} {digest.day.year}"
    return words.TITLE[digest.period]


def _parts(digest: Digest) -> Iterator[tuple[str, str, list[Block]]]:
    """Title, anchor and content of each part; an empty part is not shown, a quiet day says so."""
    yield "Tổng hợp", "tong-hop", overview_blocks(digest)
    totals = digest.totals
    if digest.stories:
        yield "Tin, bài trong nước", HOME, entry_blocks(digest.stories, totals.stories, HOME)
    if digest.foreign:
        note = Paragraph(Role.NOTE, (Span(_UNTRANSLATED),))
        yield "Báo chí nước ngoài", "nuoc-ngoai", [note, *entry_blocks(digest.foreign, totals.foreign, "nuoc-ngoai")]
    if digest.sport:
        yield "Thể thao", "the-thao", entry_blocks(digest.sport, totals.sport, "the-thao")
    yield "Phạm vi theo dõi", "pham-vi", coverage_blocks(digest)


def _numbered(parts: Iterator[tuple[str, str, list[Block]]]) -> Iterator[Block]:
    for numeral, (title, anchor, blocks) in zip(_ROMAN, parts, strict=False):
        yield Heading(1, numeral, (Span(title.upper()),), anchor)
        yield from blocks
