"""Promises on the letter that asks an outlet to correct: the required facts, the decree's form, no writer's name."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import docx
import pytest

from news.claims import Correction, CorrectionState, Verdict
from news.evidence import EvidenceKind, EvidenceLink
from reports.correction_request import StatedAt, correction_request, page_text
from reports.docx import render
from reports.letterhead import letterhead

NOW = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
LINK = EvidenceLink(
    1, EvidenceKind.DOCUMENT, "Sở Giáo dục (mẫu)", "Thông báo", "https://so.example/1", "12/TB", date(2026, 2, 9)
)
ONE = Correction(
    "ninh-binh", 3, 1, CorrectionState.PUBLISHED, 9, "3-nghi-hoc", "Học sinh nghỉ học 5 ngày", Verdict.REFUTED,
    "Học sinh đi học bình thường.\nKhông có kế hoạch nghỉ.", (LINK,), None, NOW, NOW,
)  # fmt: skip
STATED = StatedAt(
    "Báo Sông Mẫu", "Nghỉ học 5 ngày?", "https://bao.example/1", NOW, "Học sinh được nghỉ 5 ngày.", "ab" * 32, NOW
)


def words(document: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(document)).paragraphs)


def test_the_letter_holds_what_a_correction_needs() -> None:
    sheet = correction_request(
        letterhead("UBND", "VĂN PHÒNG", "Ninh Bình"), date(2026, 2, 9), ONE, STATED, "https://kc.example"
    )
    text = words(render(sheet, made_at=NOW))
    for needed in (
        "Kính gửi: Báo Sông Mẫu",
        "Nghỉ học 5 ngày?",
        "09:30 ngày 20/11/2026",
        "“Học sinh được nghỉ 5 ngày.”",
        "Học sinh đi học bình thường.",
        "số 12/TB, ngày 09/02/2026",
        "https://kc.example/dinh-chinh/3-nghi-hoc",
        "SHA-256 " + "ab" * 32,
    ):
        assert needed in text, needed
    assert sheet.place_and_date == "Ninh Bình, ngày 09 tháng 02 năm 2026"


@pytest.mark.parametrize("word", ["phóng viên", "tác giả", "nhà báo", "Điều "])
def test_the_letter_names_no_writer_and_quotes_no_law(word: str) -> None:
    sheet = correction_request(letterhead("UBND", "VĂN PHÒNG", "Ninh Bình"), date(2026, 11, 20), ONE, STATED, "")
    assert word not in words(render(sheet, made_at=NOW))


def test_the_block_for_the_offices_page_is_plain_and_complete() -> None:
    text = page_text(ONE, "https://kc.example")
    assert text.startswith("[SAI SỰ THẬT] Học sinh nghỉ học 5 ngày")
    assert "Căn cứ: Thông báo (Sở Giáo dục (mẫu)) https://so.example/1" in text
    assert text.endswith("https://kc.example/dinh-chinh/3-nghi-hoc")
