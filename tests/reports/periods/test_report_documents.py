"""The documents of a report: Decree 30, the same words everywhere, charts with their words and their table."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from news.edition import EditionLine, Seal
from news.report import Report
from reports import mail
from reports.frozen import freeze, thaw_report
from reports.render import Format, document, file_name, sheet_of
from reports.sheet import Chart, Table
from tests.reports.decree30 import faults
from tests.reports.periods.months import LETTERHEAD
from tests.reports.periods.samples import AS_OF, early_year, month, quiet_week
from tests.reports.reading import docx_words, html_tags, html_words, pdf_words, sheet_words, squeezed

SEAL = Seal(AS_OF, "ab" * 32, "cd" * 32)
HOSTILE = '<script>alert(1)</script>]]>&"\u202e'
REPORTS = (month, quiet_week, early_year)


def made(report: Report, format: Format) -> bytes:
    return document(report, LETTERHEAD, format)


def charts(report: Report) -> list[Chart]:
    return [block for block in sheet_of(report, LETTERHEAD).blocks if isinstance(block, Chart)]


@pytest.mark.parametrize("report", REPORTS)
def test_keeps_decree_30(report: Callable[[], Report]) -> None:
    assert faults(made(report(), Format.DOCX)) == []
    signed = replace(report(), edition=EditionLine(2, "Trần Văn Minh", AS_OF, ("Sửa lời nhận định.",)))
    assert faults(document(signed, LETTERHEAD, Format.DOCX, SEAL)) == []


@pytest.mark.parametrize("report", REPORTS)
def test_html_and_docx_say_the_same_words_in_the_same_order(report: Callable[[], Report]) -> None:
    sheet = sheet_of(report(), LETTERHEAD)
    assert html_words(made(report(), Format.HTML)) == sheet_words(sheet, numbered=True)
    assert docx_words(made(report(), Format.DOCX)) == sheet_words(sheet, numbered=False)


def test_the_pdf_has_every_cell_of_every_table() -> None:
    report = replace(month(), foreign=())
    found = pdf_words(made(report, Format.PDF))
    for block in sheet_of(report, LETTERHEAD).blocks:
        if isinstance(block, Table):
            assert all(squeezed(cell.text) in found for row in block.rows for cell in row)


def test_every_chart_has_its_words_and_its_table_behind_it() -> None:
    blocks = sheet_of(month(), LETTERHEAD).blocks
    drawn = [place for place, block in enumerate(blocks) if isinstance(block, Chart)]
    assert len(drawn) == 7
    for place in drawn:
        chart = blocks[place]
        assert isinstance(chart, Chart)
        assert chart.alt.startswith("Biểu đồ")
        assert isinstance(blocks[place + 1], Table)


def test_a_picture_in_the_docx_is_a_png_with_the_words_of_the_chart() -> None:
    file = docx.Document(io.BytesIO(made(month(), Format.DOCX)))
    described = [one.get("descr") for one in file.element.iter(qn("wp:docPr"))]
    assert described == [chart.alt for chart in charts(month())]
    pictures = [rel.target_part.blob for rel in file.part.rels.values() if rel.reltype.endswith("/image")]
    assert len(pictures) == len(described)
    assert all(one.startswith(b"\x89PNG") and len(one) < 40_000 for one in pictures)


def test_the_pdf_tells_those_who_do_not_see_what_is_drawn() -> None:
    tree = b"".join(
        str(one.get_object()).encode() for one in PdfReader(io.BytesIO(made(month(), Format.PDF))).xref_objStm or ()
    )
    assert b"/Alt" in tree or b"/Alt" in made(month(), Format.PDF)


def test_the_page_draws_without_script_style_or_anything_from_elsewhere() -> None:
    tags = html_tags(made(month(), Format.HTML))
    drawings = [attributes for name, attributes in tags if name == "svg"]
    assert all(one["role"] == "img" and one["aria-label"] for one in drawings)
    assert not {name for name, _ in tags} & {"script", "img", "image", "foreignobject", "use"}
    assert not [attributes for _, attributes in tags if "style" in attributes]


def test_a_letter_has_the_table_in_the_place_of_the_chart() -> None:
    sheet = sheet_of(month(), LETTERHEAD)
    page, text = mail.html(sheet), mail.text(sheet)
    assert "<svg" not in page
    assert "Bài gốc: 30; Đăng lại: 5" in text
    assert "phường Hoa Lư" in page


def test_hostile_words_do_no_harm_in_a_chart_either() -> None:
    report = month()
    outlets = (replace(report.outlets[0], name=HOSTILE), *report.outlets[1:])
    hostile = replace(report, outlets=outlets, units=(replace(report.units[0], unit=HOSTILE),))
    assert "script" not in {name for name, _ in html_tags(made(hostile, Format.HTML))}
    assert faults(made(hostile, Format.DOCX)) == []
    assert made(hostile, Format.PDF).startswith(b"%PDF")


@pytest.mark.parametrize("format", [Format.DOCX, Format.PDF, Format.HTML])
def test_equal_reports_give_equal_bytes(format: Format) -> None:
    assert made(month(), format) == made(month(), format)


@pytest.mark.parametrize("report", REPORTS)
def test_what_was_signed_can_be_read_again(report: Callable[[], Report]) -> None:
    assert thaw_report(freeze(report())) == report()


def test_an_unsigned_report_says_so_on_every_page() -> None:
    pages = PdfReader(io.BytesIO(made(early_year(), Format.PDF))).pages
    assert all("CHƯA ĐƯỢC KÝ DUYỆT" in page.extract_text() for page in pages)


def test_what_cannot_be_compared_is_said_plainly() -> None:
    words = html_words(made(month(), Format.HTML))
    assert "Cùngkỳnămtrước:chỉcósốliệu12trong31ngày,nênkhôngtínhtănggiảm." in words
    first = html_words(made(replace(month(), previous=None), Format.HTML))
    assert "Thángtrước:chưacósốliệuđểsosánh." in first


def test_a_year_made_before_its_end_says_up_to_when() -> None:
    assert "kỳchưahết,sốliệuđến07:00ngày10/12/2026" in html_words(made(early_year(), Format.HTML))


def test_files_are_named_by_period() -> None:
    assert [file_name(one(), Format.DOCX) for one in REPORTS] == [
        "bao-cao-thang-2026-10.docx",
        "bao-cao-tuan-2026-47.docx",
        "bao-cao-nam-2026.docx",
    ]
