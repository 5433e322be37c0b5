"""The letter that asks an outlet to correct what it published: what stood where, what is right, and the evidence. Pure.

Names the work and never who wrote it. What a correction in the press must hold stands in the press law; the basis is
data of the office ("cần xác nhận" until a legal officer confirmed it), so no article of a law is quoted here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from news.claims import VERDICT_VI, Correction
from news.times import local
from news.urls import is_web_link
from reports.sheet import Block, Heading, Letterhead, Paragraph, Role, Sheet, Span


@dataclass(frozen=True, slots=True)
class StatedAt:
    """Where an outlet states the claim: the work, its words, and the proof that they stood there."""

    outlet: str
    title: str
    url: str
    published: datetime | None
    words: str
    snapshot_sha256: str = ""
    snapshot_at: datetime | None = None


def correction_request(letterhead: Letterhead, day: date, one: Correction, stated: StatedAt, address: str) -> Sheet:
    """Return the letter; ``address``: of the public pages, for the link to the correction (empty: none)."""
    when = "không rõ giờ đăng" if stated.published is None else f"{local(stated.published):%H:%M ngày %d/%m/%Y}"
    blocks: list[Block] = [
        _text(
            f"{letterhead.office} trân trọng cảm ơn {stated.outlet} đã quan tâm, phản ánh các vấn đề của địa phương."
        ),
        _text(
            f"Qua kiểm chứng, thông tin dưới đây trong một bài của quý báo được kết luận là {VERDICT_VI[one.verdict]}. "
            "Chúng tôi đề nghị quý báo xem xét cải chính, xin gửi kèm căn cứ công khai."
        ),
        _heading(1, "Nội dung đã đăng"),
        Paragraph(Role.BODY, (Span("Tác phẩm: "), _link(stated.title, stated.url), Span(f" ({when})."))),
        Paragraph(Role.QUOTE, (Span(f"“{stated.words or one.statement}”"),)),
        _heading(2, "Nội dung đúng"),
        *(_text(line) for line in one.explanation.splitlines() if line.strip()),
        _heading(3, "Căn cứ"),
    ]
    for link in one.evidence:
        dated = "" if link.published_on is None else f", ngày {link.published_on:%d/%m/%Y}"
        sign = f", số {link.sign}" if link.sign else ""
        blocks.append(
            Paragraph(Role.BODY, (Span("– "), _link(link.title, link.url), Span(f" ({link.publisher}{sign}{dated})")))
        )
    blocks.append(_heading(4, "Đề nghị"))
    blocks.append(
        _text(
            "Đăng cải chính nêu rõ tên tác phẩm, ngày đăng, nội dung sai và nội dung đúng; sửa hoặc gỡ nội dung sai "
            "trên bản điện tử. Nếu quý báo có căn cứ khác, xin gửi lại để chúng tôi xem xét và sửa kết luận đã công bố."
        )
    )
    if address:
        blocks.append(
            Paragraph(Role.BODY, (Span("Kết luận đã công bố: "), _link(f"{address}{one.path}", f"{address}{one.path}")))
        )
    if stated.snapshot_sha256 and stated.snapshot_at is not None:
        proof = f"Bản chụp lúc {local(stated.snapshot_at):%H:%M %d/%m/%Y}, SHA-256 {stated.snapshot_sha256}."
        blocks.append(Paragraph(Role.NOTE, (Span(proof),)))
    place_and_date = f"{letterhead.place}, ngày {day:%d} tháng {_month(day)} năm {day:%Y}"
    title, to = "ĐỀ NGHỊ CẢI CHÍNH THÔNG TIN", f"Kính gửi: {stated.outlet}"
    return Sheet(letterhead, place_and_date, title, (to,), tuple(blocks))


def page_text(one: Correction, address: str) -> str:
    """A block of text for the office's own Page: plain, short, with the link."""
    lines = [f"[{VERDICT_VI[one.verdict].upper()}] {one.statement}", "", one.explanation, ""]
    lines += [f"Căn cứ: {link.title} ({link.publisher}){f' {link.url}' if link.url else ''}" for link in one.evidence]
    if address:
        lines.append(f"Chi tiết và cách đề nghị xem lại: {address}{one.path}")
    return "\n".join(lines)


def _month(day: date) -> str:
    """Days below 10 and months 1 and 2 have a leading zero."""
    return f"{day.month:02d}" if day.month < 3 else str(day.month)


def _heading(number: int, words: str) -> Heading:
    return Heading(2, str(number), (Span(words),), f"muc-{number}")


def _text(words: str) -> Paragraph:
    return Paragraph(Role.BODY, (Span(words),))


def _link(words: str, url: str) -> Span:
    return Span(words, url=url if is_web_link(url) else None)
