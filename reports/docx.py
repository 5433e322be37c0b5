"""A sheet as DOCX by Decree 30/2020: real styles, fields, numbering and links, made of a few plain XML parts.

The package is written with the standard library: the same sheet gives the same bytes, and nothing is imported that a
page does not need. Paper and margins stand here, fonts and paragraphs in ``templates/docx/styles.xml``.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from reports import wordml
from reports.sheet import Chart, Sheet
from reports.wordml import escaped

_FOLDER = Path(__file__).parent / "templates" / "docx"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = f'xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}"'
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_rels.xml",
    "docProps/app.xml": "app.xml",
    "word/styles.xml": "styles.xml",
    "word/numbering.xml": "numbering.xml",
    "word/settings.xml": "settings.xml",
}
_RELATED = (
    ("styles", "styles.xml"),
    ("numbering", "numbering.xml"),
    ("settings", "settings.xml"),
    ("header", "header1.xml"),
    ("header", "header2.xml"),
    ("footer", "footer1.xml"),
)
#: A4 upright; top 20, right 20, bottom 20, left 30 mm; the page number 10 mm from the edge, none on page 1.
_SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:headerReference w:type="first" r:id="rId5"/>'
    '<w:footerReference w:type="default" r:id="rId6"/><w:footerReference w:type="first" r:id="rId6"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="567" w:footer="454" w:gutter="0"/>'
    '<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
)
_PAGE_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
#: Zip entries carry a time; one that never changes keeps equal sheets equal.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def render(sheet: Sheet, *, made_at: datetime) -> bytes:
    links: dict[str, str] = {}

    def link_id(url: str) -> str:
        return links.setdefault(url, f"rId{len(_RELATED) + 1 + len(links)}")

    pictures = {chart: place for place, chart in enumerate(_charts(sheet), 1)}
    body = wordml.body(sheet, link_id, lambda chart: f"picture{pictures[chart]}")
    parts: dict[str, str | bytes] = {name: (_FOLDER / file).read_text("utf-8") for name, file in _PARTS.items()}
    parts["word/document.xml"] = f"<w:document {_NAMES}><w:body>{body}{_SECTION}</w:body></w:document>"
    parts["word/_rels/document.xml.rels"] = _relationships(links, len(pictures))
    parts["word/header1.xml"] = f"<w:hdr {_NAMES}>{_line('Header', _PAGE_FIELD)}</w:hdr>"
    parts["word/header2.xml"] = f"<w:hdr {_NAMES}>{_line('Header', '')}</w:hdr>"
    parts["word/footer1.xml"] = f"<w:ftr {_NAMES}>{_line('Footer', _run(sheet.notice))}</w:ftr>"
    parts["docProps/core.xml"] = _properties(sheet, made_at)
    if pictures:
        # What draws them weighs 40 MB, which a document without any need not load.
        from reports import pdf

        made = pdf.pictures(tuple(pictures))
        parts |= {f"word/{_picture_file(place)}": content for place, content in enumerate(made, 1)}
    return _packed(parts)


def _charts(sheet: Sheet) -> list[Chart]:
    """Each once, in the order of the page."""
    return list(dict.fromkeys(block for block in sheet.blocks if isinstance(block, Chart)))


def _picture_file(place: int) -> str:
    return f"media/chart{place}.png"


def _line(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _run(text: str | None) -> str:
    return f'<w:r><w:t xml:space="preserve">{escaped(text)}</w:t></w:r>' if text else ""


def _relationships(links: dict[str, str], pictures: int) -> str:
    inside = [
        f'<Relationship Id="rId{place}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(_RELATED, 1)
    ]
    inside += [
        f'<Relationship Id="picture{place}" Type="{_OFFICE}/image" Target="{_picture_file(place)}"/>'
        for place in range(1, pictures + 1)
    ]
    outside = [
        f'<Relationship Id="{id}" Type="{_OFFICE}/hyperlink" Target="{escaped(url)}" TargetMode="External"/>'
        for url, id in links.items()
    ]
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{"".join(inside + outside)}</Relationships>'


def _properties(sheet: Sheet, made_at: datetime) -> str:
    at = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    office = escaped(f"{sheet.letterhead.office} {sheet.letterhead.parent}")
    title = escaped(f"{sheet.title} – {sheet.place_and_date}")
    subject = escaped(". ".join(sheet.subtitle))
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{office}</dc:creator>"
        f"<dc:language>vi-VN</dc:language><cp:lastModifiedBy>{office}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{at}</dcterms:modified></cp:coreProperties>'
    )


def _packed(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, _bytes(content))
    return file.getvalue()


def _bytes(content: str | bytes) -> bytes:
    if isinstance(content, bytes):
        return content
    return (content if content.startswith("<?xml") else _DECLARATION + content).encode("utf-8")
