"""A sheet as a letter: HTML that phones and mail programs show well, and the same as plain text. Pure.

Mail programs drop style sheets, so every style stands at its element; one column, nothing from elsewhere, no picture:
in the place of a chart stands the table behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports.sheet import Block, Chart, Heading, Paragraph, Sheet, Span, Table

_FOLDER = Path(__file__).parent / "templates"


def html(sheet: Sheet) -> str:
    """A whole page for the HTML part of a letter."""
    return _environment().get_template("mail.html").render(sheet=sheet).encode("utf-8", "replace").decode()


def text(sheet: Sheet) -> str:
    """The same words for readers of plain text; an address stands behind what it belongs to."""
    head = [sheet.letterhead.office, "", sheet.title, *sheet.subtitle, sheet.place_and_date]
    if sheet.notice:
        head = [sheet.notice, "", *head]
    return "\n".join([*head, "", *(line for block in sheet.blocks for line in _lines(block))]).rstrip() + "\n"


def _lines(block: Block) -> Sequence[str]:
    if isinstance(block, Heading):
        title = _words(block.spans, with_links=block.level > 1)
        return ("", f"{block.number}. {title}", "") if block.level == 1 else ("", f"{block.number}. {title}")
    if isinstance(block, Paragraph):
        return (_words(block.spans, with_links=False),)
    if isinstance(block, Chart):
        return ()
    names = [column.name for column in block.columns]
    return tuple(
        "- " + "; ".join(f"{name}: {cell.text}" for name, cell in zip(names, row, strict=True)) for row in block.rows
    )


def _words(spans: Sequence[Span], *, with_links: bool) -> str:
    return "".join(f"{span.text} <{span.url}>" if with_links and span.url else span.text for span in spans)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["heading"] = lambda block: isinstance(block, Heading)
    environment.tests["paragraph"] = lambda block: isinstance(block, Paragraph)
    environment.tests["table"] = lambda block: isinstance(block, Table)
    return environment
