"""Arrange a digest as a sheet: every word that any format shows is chosen here, once. Pure.

The layout is a proposal (documents.md §7: no official sample is known): what a new edition changes, overview with a
table, matters that need an answer, the stories, the foreign press, sport, claims checked, and what could and could not
be seen. A signed edition ends with its seal.
"""

from __future__ import annotations

from collections.abc import Iterator

from news.digest import Digest
from news.edition import Seal
from reports import words
from reports.parts.answers import claim_blocks, matter_blocks
from reports.parts.coverage import coverage_blocks
from reports.parts.edition import change_blocks, edition_line, notice, seal_blocks
from reports.parts.entry import HOME, entry_blocks
from reports.parts.overview import overview_blocks
from reports.plain import name
from reports.sheet import Block, Heading, Letterhead, Paragraph, Role, Sheet, Span

_UNTRANSLATED = "Tiêu đề và đoạn trích giữ nguyên văn tiếng nước ngoài, chưa dịch; đoạn trích là chỗ bài nêu tên tỉnh."
_TRANSLATED = (
    "Tiêu đề và đoạn trích giữ nguyên văn tiếng nước ngoài; dòng “Dịch máy” do máy dịch, chưa có người kiểm tra; "
    "đoạn trích là chỗ bài nêu tên tỉnh."
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


def arrange(digest: Digest, letterhead: Letterhead, seal: Seal | None = None) -> Sheet:
    """``seal``: of a signed edition; without it the same content is a draft of it.

    It is dated its day, also when it is made again later.
    """
    return Sheet(
        letterhead=letterhead,
        place_and_date=f"{letterhead.place}, {words.day_of_document(digest.day)}",
        title="ĐIỂM BÁO",
        subtitle=(
            f"Tin, bài của báo chí về {name(digest.province_name)}",
            f"Ghi nhận {words.span(digest.window)}",
            *edition_line(digest.edition),
        ),
        blocks=(*_numbered(_parts(digest)), *seal_blocks(digest.edition, seal)),
        notice=notice(digest),
    )


def _parts(digest: Digest) -> Iterator[tuple[str, str, list[Block]]]:
    """Title, anchor and content of each part; an empty part is not shown, a quiet day says so."""
    if digest.edition is not None and digest.edition.changes:
        yield "Nội dung thay đổi", "thay-doi", change_blocks(digest.edition)
    yield "Tổng hợp", "tong-hop", overview_blocks(digest)
    if digest.matters:
        yield "Vấn đề cần trả lời", "can-tra-loi", matter_blocks(digest.matters)
    totals = digest.totals
    if digest.stories:
        yield "Tin, bài trong nước", HOME, entry_blocks(digest.stories, totals.stories, HOME)
    if digest.foreign:
        is_translated = any(entry.translation for entry in digest.foreign)
        note = Paragraph(Role.NOTE, (Span(_TRANSLATED if is_translated else _UNTRANSLATED),))
        yield "Báo chí nước ngoài", "nuoc-ngoai", [note, *entry_blocks(digest.foreign, totals.foreign, "nuoc-ngoai")]
    if digest.sport:
        yield "Thể thao", "the-thao", entry_blocks(digest.sport, totals.sport, "the-thao")
    if digest.claims:
        yield "Thông tin đã kiểm chứng", "kiem-chung", claim_blocks(digest.claims)
    yield "Phạm vi theo dõi", "pham-vi", coverage_blocks(digest)


def _numbered(parts: Iterator[tuple[str, str, list[Block]]]) -> Iterator[Block]:
    for numeral, (title, anchor, blocks) in zip(_ROMAN, parts, strict=False):
        yield Heading(1, numeral, (Span(title.upper()),), anchor)
        yield from blocks
