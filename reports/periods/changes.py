"""What a new edition of a report changes of the one before, in words for its readers. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from news.report import Report
from reports.periods.overview import FIELDS
from reports.plain import headline
from reports.words import number

_PARTS = (
    ("volume", "Cập nhật số lượng tin, bài theo ngày."),
    ("outlets", "Cập nhật số bài theo cơ quan báo chí."),
    ("places", "Cập nhật số bài theo địa bàn."),
    ("foreign", "Cập nhật báo chí nước ngoài."),
    ("claims", "Cập nhật kiểm chứng, đính chính."),
    ("units", "Cập nhật vụ việc theo đơn vị."),
)


def changes(before: Report, after: Report) -> tuple[str, ...]:
    """One sentence a change, in the order of the page; empty when the readers would see the same."""
    return tuple(_changes(before, after))


def _changes(before: Report, after: Report) -> Iterator[str]:
    if before.lead != after.lead:
        yield "Sửa lời nhận định." if after.lead else "Bỏ lời nhận định."
    for label, field in FIELDS:
        was, now = getattr(before.now, field), getattr(after.now, field)
        if was != now:
            yield f"{label[0].upper() + label[1:]}: {number(was)} sửa thành {number(now)}."
    former = {one.article_id for one in before.matters}
    current = {one.article_id for one in after.matters}
    for one in after.matters:
        if one.article_id not in former:
            yield f"Thêm sự việc “{headline(one.title)}”."
    for one in before.matters:
        if one.article_id not in current:
            yield f"Bỏ sự việc “{headline(one.title)}”."
    if former == current and before.matters != after.matters:
        yield "Cập nhật các sự việc nổi bật."
    if (before.now.tones, before.now.tones_machine) != (after.now.tones, after.now.tones_machine):
        yield "Cập nhật sắc thái."
    if (before.now.topics, before.now.topics_machine) != (after.now.topics, after.now.topics_machine):
        yield "Cập nhật lĩnh vực."
    for field, words in _PARTS:
        if getattr(before, field) != getattr(after, field):
            yield words
    if (before.previous, before.last_year) != (after.previous, after.last_year):
        yield "Cập nhật số so sánh của các kỳ trước."
    if before.seen != after.seen:
        yield "Cập nhật phạm vi theo dõi."
