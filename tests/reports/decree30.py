"""Measure a DOCX against Decree 30/2020/NĐ-CP, annex I, and say every fault in words.

Formatting is resolved as Word does: run, character style, paragraph style with those it is based on, defaults.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

#: Twentieths of a point to the millimetre.
MM = 56.6929
STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_DATE = re.compile(r"^.+, ngày (0[1-9]|[12]\d|3[01]) tháng (01|02|[3-9]|1[0-2]) năm \d{4}$")
_BODY = {"Body Text", "Thông tin bài", "Trích bài", "Cùng đưa tin", "Ghi chú", "Kết luận kỳ", "Dẫn vào bảng"}


def faults(content: bytes) -> list[str]:
    """Every way in which the document departs from the decree; an empty list is a document that may be signed."""
    return list(_Document(content).faults())


class _Document:
    def __init__(self, content: bytes) -> None:
        self.docx = docx.Document(io.BytesIO(content))
        self.styles = {style.get(qn("w:styleId")): style for style in self.docx.styles.element.findall(qn("w:style"))}
        self.defaults = self.docx.styles.element.find(qn("w:docDefaults"))
        self.blocks = list(self.docx.iter_inner_content())

    def faults(self) -> Iterator[str]:
        yield from self._paper()
        yield from self._page_numbers()
        yield from self._heading_block()
        yield from self._title()
        yield from self._body()
        yield from self._letters()
        yield from self._tables()
        yield from self._foot()
        yield from self._habits()

    def _paper(self) -> Iterator[str]:
        section = self.docx.sections[0]
        if abs(section.page_width.mm - 210) > 0.5 or abs(section.page_height.mm - 297) > 0.5:
            yield f"paper: {section.page_width.mm:.1f} × {section.page_height.mm:.1f} mm is not A4 upright"
        for name, low, high in (("top", 20, 25), ("bottom", 20, 25), ("left", 30, 35), ("right", 15, 20)):
            margin = getattr(section, f"{name}_margin").mm
            if not low - 0.1 <= margin <= high + 0.1:
                yield f"margin {name}: {margin:.1f} mm, not {low}–{high}"

    def _page_numbers(self) -> Iterator[str]:
        section = self.docx.sections[0]
        if not section.different_first_page_header_footer:
            yield "page number: page 1 has no header of its own"
        if "PAGE" in _fields(section.first_page_header._element):
            yield "page number: shown on page 1"
        numbers = [p for p in section.header.paragraphs if "PAGE" in _fields(p._p)]
        if len(numbers) != 1:
            yield "page number: no PAGE field in the header"
            return
        if self.paragraph(numbers[0], "jc", "val") != "center":
            yield "page number: not centred"
        if not 13 <= self.size(numbers[0]) <= 14:
            yield f"page number: size {self.size(numbers[0])}"
        if section.header_distance >= section.top_margin:
            yield "page number: not in the top margin"
        if any("PAGE" in _fields(footer._element) for footer in (section.footer, section.first_page_footer)):
            yield "page number: at the foot"

    def _heading_block(self) -> Iterator[str]:
        table = self.blocks[0]
        if not isinstance(table, Table) or len(table.columns) != 2:
            yield "heading block: the document does not begin with a table of two columns"
            return
        if self._borders(table):
            yield "heading block: the table has borders"
        left, right = (_filled(cell) for cell in table.rows[0].cells)
        if [p.text for p in right] != [STATE, MOTTO]:
            yield "heading block: Quốc hiệu and Tiêu ngữ are not as prescribed"
        else:
            yield from self._looks("Quốc hiệu", right[0], (12, 13), bold=True, italic=False, centred=True)
            yield from self._looks("Tiêu ngữ", right[1], (13, 14), bold=True, italic=False, centred=True)
        if not any(self.paragraph(p, "pBdr", None) is not None for p in table.rows[0].cells[1].paragraphs):
            yield "heading block: no line under the Tiêu ngữ"
        if len(left) < 2:
            yield "heading block: no parent body above the issuing body"
        else:
            yield from self._looks("issuing body", left[-1], (12, 13), bold=True, italic=False, centred=True)
            for parent in left[:-1]:
                yield from self._looks("parent body", parent, (12, 13), bold=False, italic=False, centred=True)
            if any(p.text != p.text.upper() for p in left):
                yield "heading block: bodies not in capitals"
        number, date = (_filled(cell)[0] for cell in table.rows[1].cells)
        if number.text.strip() != "Số:":
            yield f"number: the registry's place is not empty: {number.text!r}"
        if not _DATE.match(date.text):
            yield f"place and date: {date.text!r}"
        yield from self._looks("place and date", date, (13, 14), bold=False, italic=True, centred=True)

    def _title(self) -> Iterator[str]:
        titles = [p for p in self._paragraphs() if p.style.name == "Title"]
        if len(titles) != 1:
            yield f"title: {len(titles)} of them"
        for title in titles:
            yield from self._looks("title", title, (13, 14), bold=True, italic=False, centred=True)
            if title.text != title.text.upper():
                yield "title: not in capitals"

    def _body(self) -> Iterator[str]:
        body = [p for p in self._paragraphs() if p.text.strip() and p.style.name in _BODY]
        if not body:
            yield "body: none"
        for paragraph in body:
            where = f"body {paragraph.text[:30]!r}"
            if not 13 <= self.size(paragraph) <= 14:
                yield f"{where}: size {self.size(paragraph)}"
            if self.paragraph(paragraph, "jc", "val") != "both":
                yield f"{where}: not justified"
            indent = float(self.paragraph(paragraph, "ind", "firstLine") or 0) / MM
            if not 9.9 <= indent <= 12.8:
                yield f"{where}: first line indented {indent:.1f} mm"
            if float(self.paragraph(paragraph, "spacing", "after") or 0) / 20 < 6:
                yield f"{where}: less than 6 pt to the next paragraph"
            if not 240 <= float(self.paragraph(paragraph, "spacing", "line") or 240) <= 360:
                yield f"{where}: line spacing not between single and 1.5"
        for heading in (p for p in self._paragraphs() if p.style.name.startswith("Heading")):
            if not 13 <= self.size(heading) <= 14 or not self.has(heading, "b"):
                yield f"heading {heading.text[:30]!r}: not bold 13–14"

    def _letters(self) -> Iterator[str]:
        """Every run anywhere: Times New Roman and black."""
        for paragraph in self._all_paragraphs():
            for run in paragraph._p.iter(qn("w:r")):
                fonts = self.run_value(paragraph, run, "rFonts")
                named = (
                    {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "cs")} if fonts is not None else {None}
                )
                if named != {"Times New Roman"} or any("Theme" in key for key in fonts.attrib):
                    yield f"font of {paragraph.text[:30]!r}: {named}"
                colour = self.run_value(paragraph, run, "color")
                if colour is not None and colour.get(qn("w:val")) not in ("000000", "auto"):
                    yield f"colour of {paragraph.text[:30]!r}"

    def _tables(self) -> Iterator[str]:
        for table in (block for block in self.blocks[1:-1] if isinstance(block, Table)):
            for place, row in enumerate(table._tbl.tr_lst):
                marks = row.trPr if row.trPr is not None else []
                found = {mark.tag for mark in marks}
                if qn("w:cantSplit") not in found:
                    yield f"table row {place}: may be split over two pages"
                if place == 0 and qn("w:tblHeader") not in found:
                    yield "table: head not repeated on the next page"

    def _foot(self) -> Iterator[str]:
        table = self.blocks[-1]
        if not isinstance(table, Table):
            yield "foot: no table with Nơi nhận and signature"
            return
        left, right = (_filled(cell) for cell in table.rows[0].cells)
        if not left or left[0].text != "Nơi nhận:":
            yield "foot: no Nơi nhận"
        else:
            yield from self._looks("Nơi nhận", left[0], (12, 12), bold=True, italic=True, centred=False)
            for line in left[1:]:
                yield from self._looks("list of recipients", line, (11, 11), bold=False, italic=False, centred=False)
            if len(left) < 2 or not all(line.text.startswith("- ") and line.text[-1] in ";." for line in left[1:]):
                yield "foot: recipients not listed as “- … ;”"
        if not right or right[0].text != right[0].text.upper():
            yield "foot: no authority and title in capitals"
        else:
            yield from self._looks("signature", right[0], (13, 14), bold=True, italic=False, centred=True)

    def _habits(self) -> Iterator[str]:
        """What makes the document pleasant to go on with: styles, not paint; Vietnamese; a real outline."""
        for paragraph in self._all_paragraphs():
            named = paragraph._p.pPr.pStyle if paragraph._p.pPr is not None else None
            if named is None or named.val not in self.styles:
                yield f"style: {paragraph.text[:30]!r} has none"
            for run in paragraph._p.iter(qn("w:r")):
                painted = run.rPr is not None and any(
                    run.rPr.find(qn(f"w:{name}")) is not None for name in ("sz", "rFonts")
                )
                if painted:
                    yield f"style: {paragraph.text[:30]!r} is painted by hand"
        for name in ("Heading1", "Heading2", "Heading3"):
            style = self.styles.get(name)
            if style is None or style.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is None:
                yield f"style: {name} does not number itself"
            elif style.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is None:
                yield f"style: {name} may stand alone at the foot of a page"
        language = self.defaults.find(f".//{qn('w:lang')}")
        if language is None or language.get(qn("w:val")) != "vi-VN":
            yield "language: not vi-VN"
        if not self.docx.core_properties.title or not self.docx.core_properties.author:
            yield "properties: no title or author"

    def _looks(
        self, what: str, paragraph: Paragraph, sizes: tuple[int, int], *, bold: bool, italic: bool, centred: bool
    ) -> Iterator[str]:
        if not sizes[0] <= self.size(paragraph) <= sizes[1]:
            yield f"{what}: size {self.size(paragraph)}"
        if self.has(paragraph, "b") is not bold:
            yield f"{what}: {'not ' if bold else ''}bold"
        if self.has(paragraph, "i") is not italic:
            yield f"{what}: {'not ' if italic else ''}italic"
        if centred and self.paragraph(paragraph, "jc", "val") != "center":
            yield f"{what}: not centred"

    def size(self, paragraph: Paragraph) -> float:
        run = next(paragraph._p.iter(qn("w:r")), None)
        value = self.run_value(paragraph, run, "sz")
        return int(value.get(qn("w:val"))) / 2

    def has(self, paragraph: Paragraph, mark: str) -> bool:
        run = next(paragraph._p.iter(qn("w:r")), None)
        value = self.run_value(paragraph, run, mark)
        return value is not None and value.get(qn("w:val")) not in ("0", "false")

    def run_value(self, paragraph: Paragraph, run: Any, name: str) -> Any:
        """The element that decides a property of a run, or None."""
        if run is not None and run.rPr is not None:
            if (own := run.rPr.find(qn(f"w:{name}"))) is not None:
                return own
            if (named := run.rPr.find(qn("w:rStyle"))) is not None:
                for style in self._chain(named.get(qn("w:val"))):
                    if (found := style.find(f"{qn('w:rPr')}/{qn(f'w:{name}')}")) is not None:
                        return found
        for style in self._chain(paragraph._p.pPr.pStyle.val):
            if (found := style.find(f"{qn('w:rPr')}/{qn(f'w:{name}')}")) is not None:
                return found
        return self.defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn(f'w:{name}')}")

    def paragraph(self, paragraph: Paragraph, name: str, attribute: str | None) -> Any:
        """A property of a paragraph: the attribute's value, or the element where no attribute is asked for."""
        places = [paragraph._p.pPr, *(style.find(qn("w:pPr")) for style in self._chain(paragraph._p.pPr.pStyle.val))]
        places.append(self.defaults.find(f"{qn('w:pPrDefault')}/{qn('w:pPr')}"))
        for place in places:
            element = place.find(qn(f"w:{name}")) if place is not None else None
            if element is not None and attribute is None:
                return element
            if element is not None and element.get(qn(f"w:{attribute}")) is not None:
                return element.get(qn(f"w:{attribute}"))
        return None

    def _chain(self, style_id: str) -> Iterator[Any]:
        style = self.styles.get(style_id)
        while style is not None:
            yield style
            based = style.find(qn("w:basedOn"))
            style = self.styles.get(based.get(qn("w:val"))) if based is not None else None

    def _borders(self, table: Table) -> bool:
        style = table._tbl.tblPr.find(qn("w:tblStyle"))
        own = table._tbl.tblPr.find(qn("w:tblBorders"))
        named = any(one.find(f".//{qn('w:tblBorders')}") is not None for one in self._chain(style.get(qn("w:val"))))
        return own is not None or named

    def _paragraphs(self) -> Iterator[Paragraph]:
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def _all_paragraphs(self) -> Iterator[Paragraph]:
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block
            else:
                yield from (p for row in block.rows for cell in row.cells for p in cell.paragraphs)


def _filled(cell: Any) -> list[Paragraph]:
    return [p for p in cell.paragraphs if p.text.strip()]


def _fields(element: Any) -> str:
    return " ".join(
        [str(node.text) for node in element.iter(qn("w:instrText"))]
        + [str(node.get(qn("w:instr"))) for node in element.iter(qn("w:fldSimple"))]
    )
