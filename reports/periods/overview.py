"""The first part of a report: the office's own words, the period in a few sentences, the figures at a glance. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from news.analysis import Tone
from news.report import Figures, Report
from reports import words
from reports.periods import compare
from reports.periods.words import articles
from reports.plain import lines_of, name
from reports.sheet import Block, Column, Paragraph, Role, Span, Table
from reports.words import number

#: The figures at a glance: their name and the field of `news.report.Figures`.
FIELDS = (
    ("Bài về tỉnh (báo trong nước)", "articles"),
    ("trong đó bài đăng lại", "reprints"),
    ("Sự kiện", "stories"),
    ("Cơ quan báo chí có bài gốc", "outlets"),
    ("Bài của báo chí nước ngoài", "foreign"),
    ("Đính chính đã công bố", "corrections"),
    ("Vụ việc mới giao đơn vị", "cases"),
    ("Vụ việc muộn, quá hạn", "cases_late"),
)


def overview(report: Report) -> list[Block]:
    blocks: list[Block] = [Paragraph(Role.BODY, (Span(line),)) for line in lines_of(report.lead)]
    if report.is_blind:
        return [*blocks, Paragraph(Role.QUIET, (Span(words.BLIND),))]
    blocks.append(Paragraph(Role.BODY, (Span(" ".join(sentences(report))),)))
    blocks.append(_figures(report))
    label, year_label = compare.labels(report.period)
    why = [compare.why_not(report.previous, label)]
    why += [compare.why_not(report.last_year, year_label)] if year_label else []
    if said := " ".join(filter(None, why)):
        blocks.append(Paragraph(Role.NOTE, (Span(said),)))
    return blocks


def sentences(report: Report) -> Iterator[str]:
    """The period in a few sentences, the same on the page and on paper."""
    now, before = report.now, compare.fit(report.previous)
    if not now.articles:
        yield f"Trong kỳ không ghi nhận bài nào về {name(report.province_name)}. {words.QUIET}"
        return
    label = compare.labels(report.period)[0].lower()
    than = f" ({compare.change(now.articles, before.articles)} so với {label})" if before else ""
    yield (
        f"Ghi nhận {articles(now.articles)}{than} của {number(now.outlets)} cơ quan báo chí trong nước, "
        f"gồm {number(now.originals)} bài gốc và {number(now.reprints)} bài đăng lại, về {number(now.stories)} sự kiện."
    )
    negative = compare.tone_share(now, Tone.NEGATIVE)
    moved = compare.change_of_share(negative, compare.tone_share(before, Tone.NEGATIVE)) if before else ""
    yield (
        f"Sự việc tiêu cực chiếm {compare.percent(negative)} số bài gốc"
        f"{f' ({moved} so với {label})' if moved and moved != compare.NONE else ''}."
    )
    if now.foreign:
        yield f"Báo chí nước ngoài có {articles(now.foreign)} của {number(now.foreign_outlets)} cơ quan báo chí."
    if now.corrections:
        yield f"Đã công bố {number(now.corrections)} đính chính."
    if now.cases_late:
        yield f"Có {number(now.cases_late)} vụ việc muộn hoặc quá hạn trả lời."


def rows(report: Report) -> list[tuple[str, str, str, str, str, str]]:
    """The figures at a glance: name, now, before, change, a year ago, change; the last two empty for a year."""
    before, year = compare.fit(report.previous), compare.fit(report.last_year)
    found = []
    for label, field in FIELDS:
        now = getattr(report.now, field)
        last, former = _number(report.previous, field), _number(report.last_year, field)
        found.append(
            (
                label,
                number(now),
                last,
                compare.change(now, getattr(before, field) if before else None),
                former,
                compare.change(now, getattr(year, field) if year else None),
            )
        )
    return found


def _figures(report: Report) -> Table:
    """Columns for the periods before only where there is something in them."""
    label, year_label = compare.labels(report.period)
    columns = [Column("Chỉ tiêu", 0.3), Column("Kỳ này", 0.1, is_centred=True)]
    shown = [0, 1]
    for at, (figures, called) in enumerate(((report.previous, label), (report.last_year, year_label))):
        if figures is not None:
            columns += [Column(called, 0.12, is_centred=True), Column("Tăng, giảm", 0.2, is_centred=True)]
            shown += [2 + 2 * at, 3 + 2 * at]
    total = sum(column.share for column in columns)
    fitting = tuple(replace(column, share=column.share / total) for column in columns)
    return Table(fitting, tuple(tuple(Span(row[at]) for at in shown) for row in rows(report)))


def _number(figures: Figures | None, field: str) -> str:
    return compare.NONE if figures is None else number(getattr(figures, field))
