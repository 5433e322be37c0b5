"""Lists as a workbook. The one place that knows xlsxwriter; every cell is text, never a formula, never a link."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import xlsxwriter

#: Characters wide; headlines and addresses need room.
_WIDE = {"Tiêu đề": 70, "Địa chỉ": 60, "Nguồn": 24, "Lĩnh vực": 28}
_MOST_CHARS = 32_000
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet with a head that stays and a filter; equal rows give equal bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    # The moment of writing says nothing, and would make two equal lists differ.
    book.set_properties({"title": title, "created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    sheet = book.add_worksheet("Danh sách")
    bold = book.add_format({"bold": True})
    last = 0
    for place, name in enumerate(columns):
        sheet.set_column(place, place, _WIDE.get(name, 18))
        sheet.write_string(0, place, name, bold)
    for last, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            sheet.write_string(last, place, cell[:_MOST_CHARS])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
    book.close()
    return out.getvalue()
