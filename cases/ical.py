"""Deadlines as a calendar (RFC 5545) that any calendar program can follow. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import icalendar

#: A deadline is shown as the half hour that ends with it.
_SHOWN = timedelta(minutes=30)
#: How often a calendar program should ask again.
_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """What one entry says. ``id``: the same as long as the case lives; ``url`` may be empty."""

    id: str
    title: str
    words: str
    due_at: datetime
    changed_at: datetime
    version: int
    url: str = ""


def calendar_of(name: str, deadlines: Iterable[Deadline]) -> bytes:
    """The calendar, UTF-8. A program that asks again finds what was answered gone."""
    made = icalendar.Calendar()
    made.add("prodid", "-//diembao//deadlines//VI")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", _EVERY, parameters={"value": "DURATION"})
    for one in deadlines:
        entry = icalendar.Event()
        entry.add("uid", one.id)
        entry.add("dtstamp", one.changed_at)
        entry.add("sequence", one.version)
        entry.add("dtstart", one.due_at - _SHOWN)
        entry.add("dtend", one.due_at)
        entry.add("summary", one.title)
        entry.add("description", one.words)
        entry.add("transp", "TRANSPARENT")
        if one.url:
            entry.add("url", one.url)
        made.add_component(entry)
    written: bytes = made.to_ical()
    return written
