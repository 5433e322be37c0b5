"""The parts of a report that are a chart with the table behind it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from news.analysis import TONE_VI, TOPIC_VI
from news.digest import Period
from news.report import Report
from news.shares import share
from reports.periods import compare, drawn
from reports.periods.drawn import TONES
from reports.periods.words import articles
from reports.plain import name
from reports.sheet import Block, Column, Paragraph, Role, Span, Table
from reports.words import number

#: Days stand in so many groups of columns: a month is a third of a page, not a whole one.
_GROUPS = 3
_NOTE = Role.NOTE


def volume(report: Report) -> list[Block]:
    rows = [(_day(report.period, one.day), number(one.originals), number(one.reprints)) for one in report.volume]
    head = ("Tháng" if report.period is Period.YEAR else "Ngày", "Bài gốc", "Đăng lại")
    groups = _GROUPS if len(rows) > 12 else 1
    length = -(-len(rows) // groups)
    columns = tuple(Column(one, 1 / (3 * groups), is_centred=True) for _ in range(groups) for one in head)
    rows += [("", "", "")] * (groups * length - len(rows))
    lines = [[cell for row in rows[place::length] for cell in row] for place in range(length)]
    return [drawn.volume(report), _table(columns, lines)]


def tones(report: Report) -> list[Block]:
    now, before = report.now, compare.fit(report.previous)
    label, _ = compare.labels(report.period)
    columns = (
        Column("Sắc thái", 0.16),
        Column("Máy phân loại", 0.2, is_centred=True),
        Column("Sau khi cán bộ sửa", 0.2, is_centred=True),
        Column("Khoảng tin cậy 95 %", 0.2, is_centred=True),
        Column(f"So với {label.lower()}", 0.24, is_centred=True),
    )
    rows = []
    for tone in TONES:
        machine, ours = compare.tone_share(now, tone, by_machine=True), compare.tone_share(now, tone)
        rows.append(
            (
                TONE_VI[tone],
                f"{number(machine.count)} ({compare.percent(machine)})",
                f"{number(ours.count)} ({compare.percent(ours)})",
                compare.interval(ours),
                compare.change_of_share(ours, compare.tone_share(before, tone) if before else None),
            )
        )
    said = (
        f"Tỷ lệ trên {articles(now.originals)} gốc của báo chí trong nước; "
        f"cán bộ đã sửa {articles(now.tones_by_people)}. "
        "Sắc thái nói về sự việc được phản ánh, không đánh giá bài báo hay người viết."
    )
    return [drawn.tones(report), _table(columns, rows), Paragraph(_NOTE, (Span(said),))]


def topics(report: Report) -> list[Block]:
    now, before = report.now, compare.fit(report.previous)
    machine = dict(now.topics_machine)
    last = dict(before.topics) if before else None
    rows = [
        (
            TOPIC_VI[topic],
            number(machine.get(topic, 0)),
            number(count),
            compare.percent(share(min(count, now.originals), now.originals)),
            compare.change(count, None if last is None else last.get(topic, 0)),
        )
        for topic, count in now.topics
    ]
    columns = (
        Column("Lĩnh vực", 0.28),
        Column("Máy phân loại", 0.15, is_centred=True),
        Column("Sau khi sửa", 0.15, is_centred=True),
        Column(f"Tỷ lệ trên {number(now.originals)} bài", 0.18, is_centred=True),
        Column(f"So với {compare.labels(report.period)[0].lower()}", 0.24, is_centred=True),
    )
    said = f"Một bài có thể thuộc hai lĩnh vực; cán bộ đã sửa {articles(now.topics_by_people)}."
    return [drawn.topics(report), _table(columns, rows), Paragraph(_NOTE, (Span(said),))]


def outlets(report: Report) -> list[Block]:
    columns = (
        Column("Cơ quan báo chí", 0.4),
        Column("Bài gốc", 0.14, is_centred=True),
        Column("Đăng lại", 0.14, is_centred=True),
        Column(f"So với {compare.labels(report.period)[0].lower()}", 0.32, is_centred=True),
    )
    rows = [
        (name(one.name), number(one.originals), number(one.reprints), compare.change(one.originals, one.before))
        for one in report.outlets
    ]
    blocks: list[Block] = [drawn.outlets(report), _table(columns, rows)]
    if (left := report.now.outlets - len(report.outlets)) > 0:
        blocks.append(Paragraph(_NOTE, (Span(f"Ngoài ra còn {number(left)} cơ quan báo chí có ít bài hơn."),)))
    return blocks


def places(report: Report) -> list[Block]:
    communes = [one for one in report.places if one.is_commune]
    others = [one for one in report.places if not one.is_commune]
    columns = (Column("Xã, phường", 0.7), Column("Số bài nêu tên", 0.3, is_centred=True))
    blocks: list[Block] = []
    if communes:
        rows = [(name(one.name), number(one.articles)) for one in communes]
        blocks += [drawn.places(report), _table(columns, rows)]
    if others:
        listed = "; ".join(f"{name(one.name)} ({number(one.articles)})" for one in others)
        blocks.append(Paragraph(Role.BODY, (Span(f"Đơn vị hành chính cũ, địa danh khác: {listed}."),)))
    said = (
        "Xếp theo số bài gốc có nêu tên; mỗi bài tính một lần cho mỗi nơi. Không vẽ thành bản đồ: chưa có dữ liệu ranh "
        "giới xã, phường sau ngày 01/7/2025 được phép dùng tự do."
    )
    return [*blocks, Paragraph(_NOTE, (Span(said),))]


def units(report: Report) -> list[Block]:
    columns = (
        Column("Đơn vị", 0.36),
        Column("Tổng", 0.12, is_centred=True),
        *(Column(one.capitalize(), 0.13, is_centred=True) for one in drawn.UNIT_PARTS),
    )
    rows = [
        (name(one.unit), *(number(count) for count in (one.total, one.on_time, one.late, one.waiting, one.overdue)))
        for one in report.units
    ]
    said = "Vụ việc còn trên bàn đơn vị trong kỳ, theo tình trạng khi hết kỳ; “muộn” là đã trả lời sau hạn."
    return [drawn.units(report), _table(columns, rows), Paragraph(_NOTE, (Span(said),))]


def _table(columns: tuple[Column, ...], rows: Sequence[Sequence[str]]) -> Table:
    return Table(columns, tuple(tuple(Span(cell) for cell in row) for row in rows))


def _day(period: Period, day: object) -> str:
    return f"{day:%m/%Y}" if period is Period.YEAR else f"{day:%d/%m}"
