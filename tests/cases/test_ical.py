"""A calendar program reads what was written, whatever a title holds."""

from __future__ import annotations

from datetime import timedelta

import icalendar

from cases.ical import Deadline, calendar_of
from tests.cases.samples import NOW


def test_deadlines_are_read_back_by_a_calendar_program() -> None:
    hostile = "Cầu; hỏng, \\ \r\nBEGIN:VEVENT\nSUMMARY:giả"
    due = NOW + timedelta(days=3)
    written = calendar_of(
        "Hạn trả lời", [Deadline("case-7@x", hostile, "Sở Xây dựng", due, NOW, 2, "https://x.example/7")]
    )
    (entry,) = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert entry["UID"] == "case-7@x"
    assert entry["DTEND"].dt == due
    assert "BEGIN:VEVENT" in entry["SUMMARY"]
    assert max(len(line) for line in written.split(b"\r\n")) <= 75
    assert calendar_of("Trống", []).count(b"VEVENT") == 0
