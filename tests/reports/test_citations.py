"""Lists to take away: no formula, no by-line, no raw page; one article's evidence proves itself."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from news.analysis import Tone, Topic
from news.article import Article
from news.times import Precision, Published
from reports.citations import COLUMNS, Citation, as_csv, as_ris, cells, evidence_zip, safe_cell
from reports.versions import Part, difference
from reports.workbook import workbook

AT = datetime(2026, 11, 21, 22, tzinfo=UTC)
ONE = Citation(
    7, "Cầu mới", "Báo Sông Mẫu", "https://a.example/7", Published(AT, Precision.MINUTE), AT, "vi",
    Tone.POSITIVE, (Topic.TRANSPORT,), "s7",
)  # fmt: skip
HOSTILE = replace(ONE, title='=HYPERLINK("http://x.example","mở")', source_name="+84|cmd", url="@SUM(A1)")


@given(st.text(max_size=40))
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert not safe_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe_cell(text).removeprefix("'") == text.removeprefix("'")


def test_csv_is_read_back_with_accents_and_nothing_runs() -> None:
    rows = list(csv.reader(io.StringIO(as_csv([ONE, HOSTILE]).decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert rows[1][1] == "Cầu mới"
    assert rows[2][1].startswith("'=")
    assert not any("tác giả" in name.lower() for name in COLUMNS)


def test_a_workbook_has_text_only() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook("Danh sách", COLUMNS, [cells(ONE), cells(HOSTILE)])))
    sheet = book.active
    assert sheet is not None
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}
    assert sheet["B2"].value == "Cầu mới"
    assert all(cell.hyperlink is None for row in sheet.iter_rows() for cell in row)


def test_a_citation_names_the_publication_and_no_author() -> None:
    record = as_ris([ONE], AT).decode()
    assert "TY  - NEWS" in record
    assert "T2  - Báo Sông Mẫu" in record
    assert "DA  - 2026/11/22/" in record
    assert "\r\nAU" not in record


def test_evidence_carries_hashes_of_all_it_holds() -> None:
    content = evidence_zip(ONE, "Sáng nay, cầu mở.", b"<html>", {"sha256": "0" * 64}, AT)
    package = zipfile.ZipFile(io.BytesIO(content))
    manifest = json.loads(package.read("ke-khai.json"))
    for name, digest in manifest["sha256"].items():
        assert hashlib.sha256(package.read(name)).hexdigest() == digest
    assert manifest["snapshot"]["sha256"] == "0" * 64
    assert content == evidence_zip(ONE, "Sáng nay, cầu mở.", b"<html>", {"sha256": "0" * 64}, AT)


def article(title: str, text: str) -> Article:
    return Article("https://a.example/7", "a", title, text=text)


def test_a_changed_headline_is_shown_word_by_word() -> None:
    found = difference(article("Ba người bị thương", "Một."), article("Năm người bị thương nặng", "Một."))
    assert [(piece.part, piece.text.strip()) for piece in found.title] == [
        (Part.REMOVED, "Ba"), (Part.ADDED, "Năm"), (Part.SAME, "người bị thương"), (Part.ADDED, "nặng"),
    ]  # fmt: skip
    assert not found.is_body_changed


@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60))
def test_the_pieces_of_a_change_make_up_the_newer_text(before: str, after: str) -> None:
    pieces = difference(article("t", before), article("t", after)).body
    kept = "".join(piece.text for piece in pieces if piece.part is not Part.REMOVED)
    assert kept.split() == after.split()
