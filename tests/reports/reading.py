"""Read a made document back as its words in order, whatever its format."""

from __future__ import annotations

import io
from html.parser import HTMLParser
from typing import Any

import docx
from docx.table import Table as WordTable
from pypdf import PdfReader

from reports.sheet import Chart, Heading, Paragraph, Sheet, Table

#: A4 in points, and the margins in which page numbers and notices stand.
_HEIGHT, _MARGIN = 842, 57


class _Words(HTMLParser):
    """The text of ``body`` without what is drawn in charts, and every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._in_body = False
        self._in_chart = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        self._in_body = self._in_body or tag == "main"
        self._in_chart = self._in_chart or tag == "svg"

    def handle_endtag(self, tag: str) -> None:
        self._in_chart = self._in_chart and tag != "svg"

    def handle_data(self, text: str) -> None:
        if self._in_body and not self._in_chart:
            self.words.append(text)


def html_tags(content: bytes) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Words()
    parser.feed(content.decode())
    return parser.tags


def html_words(content: bytes) -> str:
    parser = _Words()
    parser.feed(content.decode())
    return squeezed("".join(parser.words))


def docx_words(content: bytes) -> str:
    """Without the numbers of headings, which Word counts itself."""
    words: list[str] = []
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, WordTable):
            words += [p.text for row in block.rows for cell in row.cells for p in cell.paragraphs]
        else:
            words.append(block.text)
    return squeezed("".join(words))


def pdf_words(content: bytes) -> str:
    """Without what stands in the upper and lower margin of a page."""
    words: list[str] = []

    def keep(text: str, cm: list[float], tm: list[float], font: Any, size: Any) -> None:
        height = cm[3] * tm[5] + cm[5]
        if _MARGIN <= height <= _HEIGHT - _MARGIN:
            words.append(text)

    for page in PdfReader(io.BytesIO(content)).pages:
        page.extract_text(visitor_text=keep)
    return squeezed("".join(words))


def without_repeats(text: str, sheet: Sheet) -> str:
    """The words of a PDF without the heads of tables that go on over a page."""
    for head in {
        squeezed("".join(c.name for c in block.columns)) for block in sheet.blocks if isinstance(block, Table)
    }:
        first, found, rest = text.partition(head)
        text = first + found + rest.replace(head, "")
    return text


def sheet_words(sheet: Sheet, *, numbered: bool) -> str:
    """What every format has to say, from the arranged sheet itself."""
    head = sheet.letterhead
    words = [
        "".join(head.parent_lines),
        head.office,
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    words += ["Số:", sheet.place_and_date, sheet.title, *sheet.subtitle]
    for block in sheet.blocks:
        if isinstance(block, Heading):
            words.append(f"{block.number}." if numbered else "")
        if isinstance(block, Heading | Paragraph):
            words += [span.text for span in block.spans]
        elif not isinstance(block, Chart):
            words += [column.name for column in block.columns]
            words += [span.text for row in block.rows for span in row]
    words += ["Nơi nhận:", *(f"- {name}" for name in head.recipients), head.signer_title]
    return squeezed("".join(words))


def squeezed(text: str) -> str:
    """Without white space, which formats break lines with as they need."""
    return "".join(text.split())
