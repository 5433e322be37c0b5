"""Which edition this is: its number, what it changes, who signed it, and what proves it. Pure."""

from __future__ import annotations

from news.digest import Digest
from news.edition import EditionLine, Seal
from reports import words
from reports.plain import name
from reports.sheet import Block, Paragraph, Role, Span

UNSIGNED_NOTICE = "BẢN CHƯA ĐƯỢC KÝ DUYỆT – do máy chọn và xếp, chưa có người chịu trách nhiệm nội dung"


def notice(digest: Digest) -> str | None:
    """The words that stand on every page."""
    return notice_of(digest.edition, is_sample=digest.is_sample)


def notice_of(edition: EditionLine | None, *, is_sample: bool) -> str | None:
    said = [words.SAMPLE_NOTICE] if is_sample else []
    if edition is not None and not edition.is_signed:
        said.append(UNSIGNED_NOTICE)
    return ". ".join(said) or None


def edition_line(edition: EditionLine | None) -> tuple[str, ...]:
    """A line under the title: nothing for the first signed edition, which is what readers expect."""
    if edition is None or edition.number == 1:
        return ()
    if not edition.is_signed:
        return ("Bản chưa ký duyệt",)
    since = f", thay bản ký lúc {words.moment(edition.replaces)}" if edition.replaces else ""
    return (f"Bản thứ {edition.number}{since}",)


def change_blocks(edition: EditionLine) -> list[Block]:
    return [Paragraph(Role.BODY, (Span(f"– {change}"),)) for change in edition.changes]


def seal_blocks(edition: EditionLine | None, seal: Seal | None) -> list[Block]:
    """Who signed and when, the hash of the content, the head of the log (SCOPE §7)."""
    if edition is None or seal is None:
        return []
    signed = f"{name(edition.signer)} ký duyệt trên hệ thống lúc {words.moment(seal.signed_at)}."
    proof = f"Mã băm nội dung (SHA-256): {_grouped(seal.sha256)}. Đầu nhật ký: {_grouped(seal.audit_head)}."
    return [Paragraph(Role.NOTE, (Span(signed),)), Paragraph(Role.NOTE, (Span(proof),))]


def _grouped(digits: str) -> str:
    """In groups of eight: a line can break between them, an eye can compare them."""
    return " ".join(digits[place : place + 8] for place in range(0, len(digits), 8))
