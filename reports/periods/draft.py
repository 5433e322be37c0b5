"""What officers said of a report before its signature: opening words, matters that count more or not at all. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from news.draft import Act, Edit
from news.report import Report
from reports.draft import in_effect

#: What may be said of a report; anything else belongs to the digest of a day.
ACTS = frozenset({Act.LEAD, Act.IMPORTANT, Act.DROP, Act.UNDO})


def apply(report: Report, edits: Iterable[Edit]) -> Report:
    """Important matters first, dropped ones out; an edit about a story that is no matter of the report does nothing."""
    lead, important, dropped = report.lead, dict[int, bool](), set[int]()
    for edit in in_effect(edits):
        if edit.act is Act.LEAD:
            lead = edit.value
        elif edit.article_id is not None and edit.act is Act.IMPORTANT:
            important[edit.article_id] = bool(edit.value)
        elif edit.article_id is not None and edit.act is Act.DROP:
            dropped.add(edit.article_id)
    matters = [
        replace(one, is_important=important.get(one.article_id, one.is_important))
        for one in report.matters
        if one.article_id not in dropped
    ]
    matters.sort(key=lambda one: not one.is_important)
    return replace(report, lead=lead, matters=tuple(matters))
