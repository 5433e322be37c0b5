"""A sheet as WordprocessingML: strings only, every text escaped; packing them is ``reports.docx``'s job. Pure.

Style ids are those of ``templates/docx/styles.xml``. Widths are in twentieths of a point (567 to the centimetre).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from reports.sheet import Chart, Heading, Letterhead, Paragraph, Role, Sheet, Span, Table

#: A4 less margins of 30 mm left and 20 mm right.
TEXT_WIDTH = 9071
_LEFT_HEAD = 3515
STYLE = {
    Role.BODY: "BodyText",
    Role.INTRO: "DanVaoBang",
    Role.QUIET: "KetLuanKy",
    Role.FACTS: "ThongTinBai",
    Role.QUOTE: "TrichBai",
    Role.OUTLETS: "CungDuaTin",
    Role.NOTE: "GhiChu",
}
_CELL_STYLE = {False: "BangNoiDung", True: "BangGiua"}
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Far-Eastern languages are announced in an attribute of their own.
_FAR_EAST = frozenset({"zh", "ja", "ko"})

#: Gives the relationship id of an outside address.
LinkId = Callable[[str], str]
#: Gives the relationship id of a chart's picture.
PictureId = Callable[[Chart], str]
#: 13 cm in the unit of drawings, 360,000 to the centimetre.
_PICTURE_WIDTH = 4_680_000
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def body(sheet: Sheet, link_id: LinkId, picture_id: PictureId) -> str:
    """Everything of ``w:body`` but the section's own settings."""
    pieces = [
        _heading_table(sheet.letterhead, sheet.place_and_date),
        _paragraph("Title", _text(sheet.title)),
        *(_paragraph("KyDiemBao" if place else "Subtitle", _text(line)) for place, line in enumerate(sheet.subtitle)),
        _rule(TEXT_WIDTH, 2000),
    ]
    pieces += [
        _picture(block, picture_id(block), place) if isinstance(block, Chart) else _block(block, link_id, place)
        for place, block in enumerate(sheet.blocks, 1)
    ]
    pieces.append(_paragraph("Normal", ""))
    pieces.append(_signature_table(sheet.letterhead))
    return "".join(pieces)


def escaped(text: str) -> str:
    """The text for XML 1.0, without the characters it cannot carry; safe between tags and in double quotes.

    Written out here because ``xml.sax.saxutils`` brings an HTTP client and TLS along: 20 ms of a cold start.
    """
    text = _ILLEGAL.sub(" ", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _picture(chart: Chart, relationship: str, number: int) -> str:
    """The chart in a line of its own, with its words for those who do not see it."""
    high = round(_PICTURE_WIDTH * chart.height / chart.width)
    size = f'cx="{_PICTURE_WIDTH}" cy="{high}"'
    named = f'id="{number}" name="Biểu đồ {number}" descr="{escaped(chart.alt)}"'
    blip = f'<a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch>'
    form = f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    picture = (
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>'
        f"<pic:blipFill>{blip}</pic:blipFill><pic:spPr>{form}</pic:spPr></pic:pic>"
    )
    inline = (
        f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr {named}/><a:graphic xmlns:a="{_DRAWING}/main">'
        f'<a:graphicData uri="{_DRAWING}/picture">{picture}</a:graphicData></a:graphic></wp:inline>'
    )
    return _paragraph("BieuDo", f"<w:r><w:drawing>{inline}</w:drawing></w:r>")


def _block(block: Heading | Paragraph | Table, link_id: LinkId, bookmark: int) -> str:
    if isinstance(block, Heading):
        runs = "".join(_span(span, link_id, quiet=True) for span in block.spans)
        name = escaped(_bookmark(block.anchor))
        marked = f'<w:bookmarkStart w:id="{bookmark}" w:name="{name}"/>{runs}<w:bookmarkEnd w:id="{bookmark}"/>'
        return _paragraph(f"Heading{block.level}", marked)
    if isinstance(block, Paragraph):
        return _paragraph(STYLE[block.role], "".join(_span(span, link_id) for span in block.spans))
    return _table(block, link_id)


def _paragraph(style: str, runs: str, extra: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{runs}</w:p>'


def _text(text: str, properties: str = "") -> str:
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'


def _span(span: Span, link_id: LinkId, *, quiet: bool = False) -> str:
    """``quiet``: a link that is not underlined, for headlines."""
    linked = span.url or span.target
    style = ("LienKetChim" if quiet or span.target else "Hyperlink") if linked else ""
    properties = f'<w:rStyle w:val="{style}"/>' if style else ""
    properties += "<w:b/><w:bCs/>" if span.bold else ""
    if span.language:
        attribute = "w:eastAsia" if span.language in _FAR_EAST else "w:val"
        properties += f'<w:lang {attribute}="{escaped(span.language)}"/>'
    run = _text(span.text, properties)
    if span.url:
        return f'<w:hyperlink r:id="{link_id(span.url)}" w:history="1">{run}</w:hyperlink>'
    if span.target:
        return f'<w:hyperlink w:anchor="{escaped(_bookmark(span.target))}" w:history="1">{run}</w:hyperlink>'
    return run


def _bookmark(anchor: str) -> str:
    """Word's bookmark names have letters, digits and underscores only."""
    return re.sub(r"\W", "_", anchor)


def _table(table: Table, link_id: LinkId) -> str:
    widths = [round(column.share * TEXT_WIDTH) for column in table.columns]
    head = "".join(
        _cell(width, _paragraph("BangTieuDeCot", _text(column.name)))
        for column, width in zip(table.columns, widths, strict=True)
    )
    rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
    for row in table.rows:
        cells = "".join(
            _cell(width, _paragraph(_CELL_STYLE[column.is_centred], _span(span, link_id, quiet=True)))
            for span, column, width in zip(row, table.columns, widths, strict=True)
        )
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    after = '<w:p><w:pPr><w:pStyle w:val="Normal"/><w:spacing w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
    return _grid(widths, "".join(rows), style="TableGrid") + after


def _grid(widths: list[int], rows: str, style: str = "TableNormal", margins: str = "") -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{margins}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>'
    )


def _cell(width: int, paragraphs: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraphs}</w:tc>'


_NO_MARGINS = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'


def _heading_table(head: Letterhead, place_and_date: str) -> str:
    """Issuing body left, Quốc hiệu and Tiêu ngữ right; the number's place below stays empty for the registry."""
    right = TEXT_WIDTH - _LEFT_HEAD
    body = "".join(_paragraph("CoQuanChuQuan", _text(line)) for line in head.parent_lines)
    body += _paragraph("CoQuanBanHanh", _text(head.office)) + _rule(_LEFT_HEAD, 900)
    state = _paragraph("QuocHieu", _text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
    state += _paragraph("TieuNgu", _text("Độc lập - Tự do - Hạnh phúc")) + _rule(right, 3420)
    first = f"<w:tr>{_cell(_LEFT_HEAD, body)}{_cell(right, state)}</w:tr>"
    number = _cell(_LEFT_HEAD, _paragraph("SoKyHieu", _text("Số:            ")))
    date = _cell(right, _paragraph("DiaDanhNgay", _text(place_and_date)))
    return _grid([_LEFT_HEAD, right], f"{first}<w:tr>{number}{date}</w:tr>", margins=_NO_MARGINS)


def _rule(room: int, length: int) -> str:
    """A centred line: the border of an empty paragraph between indents."""
    side = (room - length) // 2
    return _paragraph("KeNgang", "", f'<w:ind w:left="{side}" w:right="{side}"/>')


def _signature_table(head: Letterhead) -> str:
    half = TEXT_WIDTH // 2
    recipients = _paragraph("NoiNhan", _text("Nơi nhận:"))
    recipients += "".join(_paragraph("DanhSachNoiNhan", _text(f"- {name}")) for name in head.recipients)
    signature = _paragraph("ChucVuKy", _text(head.signer_title)) + _paragraph("HoTenKy", "")
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_cell(half, recipients)}{_cell(half, signature)}</w:tr>"
    return _grid([half, half], row, margins=_NO_MARGINS)
