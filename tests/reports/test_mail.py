"""The letter's page: every word of the sheet, nothing from elsewhere, nothing that runs, no style sheet."""

from __future__ import annotations

import re
from dataclasses import replace

from markupsafe import escape

from news.edition import EditionLine, Matter
from reports import mail
from reports.arrange import arrange
from reports.sheet import Heading
from tests.reports.samples import LETTERHEAD, digest

HOSTILE = '<script>alert(1)</script><img src="https://x.example/1.png" onerror=alert(1)>'
SHEET = arrange(digest(), LETTERHEAD)


def test_html_and_text_say_what_the_sheet_says() -> None:
    page, text = mail.html(SHEET), mail.text(SHEET)
    for block in SHEET.blocks:
        if isinstance(block, Heading):
            assert block.spans[0].text in text
            assert escape(block.spans[0].text) in page


def test_a_mail_program_needs_nothing_from_elsewhere() -> None:
    page = mail.html(SHEET)
    assert not re.search(r"<(?:style|link|script|img|iframe|form|table)\b", page)
    assert "max-width:640px" in page


def test_hostile_words_stay_words() -> None:
    hostile = replace(
        digest(),
        lead=HOSTILE,
        matters=(Matter(HOSTILE, "javascript:alert(1)", HOSTILE),),
        edition=EditionLine(2, HOSTILE, None, (HOSTILE,)),
    )
    page = mail.html(arrange(hostile, LETTERHEAD))
    assert "<script" not in page
    assert "<img" not in page
    assert 'href="javascript:' not in page


def test_an_unsigned_edition_says_so_first() -> None:
    sheet = arrange(replace(digest(), edition=EditionLine(0)), LETTERHEAD)
    assert mail.text(sheet).startswith("BẢN CHƯA ĐƯỢC KÝ DUYỆT")
    assert mail.html(sheet).index("CHƯA ĐƯỢC KÝ DUYỆT") < mail.html(sheet).index("<h1")
