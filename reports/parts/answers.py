"""What needs an answer, by whom and until when; what was checked, with what result. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from news.edition import CheckedClaim, Matter
from news.times import local
from news.urls import is_web_link
from reports.plain import headline, name, shortened
from reports.sheet import Block, Column, Paragraph, Role, Span, Table

_MATTERS = (
    Column("TT", 0.07, True),
    Column("Vấn đề", 0.45),
    Column("Đơn vị trả lời", 0.26),
    Column("Thời hạn", 0.22, True),
)
_CLAIMS = (Column("Thông tin được kiểm chứng", 0.5), Column("Kết luận", 0.18, True), Column("Căn cứ", 0.32))
_MAX_CLAIM = 400
_UNCONFIRMED = "Thời hạn ghi “cần xác nhận” chưa có người đối chiếu với quy định hiện hành."


def matter_blocks(matters: Iterable[Matter]) -> list[Block]:
    listed = tuple(matters)
    blocks: list[Block] = [Table(_MATTERS, tuple(_matter(place, one) for place, one in enumerate(listed, 1)))]
    if any(one.due and not one.is_confirmed for one in listed):
        blocks.append(Paragraph(Role.NOTE, (Span(_UNCONFIRMED),)))
    return blocks


def claim_blocks(claims: Iterable[CheckedClaim]) -> list[Block]:
    return [Table(_CLAIMS, tuple(_claim(one) for one in claims))]


def _matter(place: int, one: Matter) -> tuple[Span, ...]:
    due = f"{one.due:%d/%m/%Y}" if one.due else "chưa đặt"
    said = "" if one.is_confirmed or not one.due else " (cần xác nhận)"
    state = f"; {name(one.state)}" if one.state else ""
    return (
        Span(str(place)),
        Span(headline(one.title), one.url if is_web_link(one.url) else None),
        Span(name(one.unit)),
        Span(f"{due}{said}{state}"),
    )


def _claim(one: CheckedClaim) -> tuple[Span, ...]:
    link = one.url if is_web_link(one.url) else None
    basis = f"{name(one.publisher)}, {local(one.published_at):%d/%m/%Y}"
    return Span(shortened(one.claim, _MAX_CLAIM)), Span(one.verdict), Span(basis, link)
