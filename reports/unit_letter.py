"""The letter that asks a unit for an answer: what the press reported, what is asked, by when. Pure.

Names the work and never who wrote it. The number stays empty for the registry; a deadline nobody vouched for says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from news.urls import is_web_link
from reports.sheet import Block, Heading, Letterhead, Paragraph, Role, Sheet, Span
from reports.words import day_of_document


@dataclass(frozen=True, slots=True)
class Asked:
    """What the letter says. ``due``: the deadline in words, with its doubt; ``basis``: the source of the rule."""

    unit: str
    outlet: str
    title: str
    url: str
    question: str
    due: str
    basis: str = ""
    is_press_request: bool = False


def unit_letter(letterhead: Letterhead, day: date, asked: Asked) -> Sheet:
    """Return the letter of a day."""
    begin = (
        f"{asked.outlet} đề nghị cung cấp thông tin về nội dung sau:"
        if asked.is_press_request
        else f"{asked.outlet} có bài phản ánh nội dung liên quan đến lĩnh vực, địa bàn của quý cơ quan:"
    )
    link = Span(asked.title, url=asked.url if is_web_link(asked.url) else None)
    blocks: list[Block] = [
        _text(begin),
        Paragraph(Role.QUOTE, (link,)),
        _heading(1, "Nội dung đề nghị trả lời"),
        *(_text(line) for line in asked.question.splitlines() if line.strip()),
        _heading(2, "Thời hạn"),
        _text(f"Đề nghị quý cơ quan trả lời trước {asked.due}."),
    ]
    if asked.basis:
        blocks.append(Paragraph(Role.NOTE, (Span(f"Căn cứ tính thời hạn: {asked.basis}."),)))
    blocks.append(_text("Nếu nội dung không thuộc thẩm quyền, xin báo lại ngay để chuyển đúng cơ quan."))
    to, title = f"Kính gửi: {asked.unit}", "ĐỀ NGHỊ TRẢ LỜI NỘI DUNG BÁO CHÍ NÊU"
    return Sheet(letterhead, f"{letterhead.place}, {day_of_document(day)}", title, (to,), tuple(blocks))


def _heading(number: int, words: str) -> Heading:
    return Heading(2, str(number), (Span(words),), f"muc-{number}")


def _text(words: str) -> Paragraph:
    return Paragraph(Role.BODY, (Span(words),))
