"""What officers say about a digest that is not signed yet: small edits, one after another, nothing overwritten.

An edit names an *article*, not a story: it is about the entry in which that article stands, however the machine or
the office groups the stories later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Act(StrEnum):
    """What an edit does. Its ``value``: text, ``yes`` or empty for a mark, empty for "as the machine has it"."""

    KEEP = "keep"
    DROP = "drop"
    IMPORTANT = "important"
    TITLE = "title"
    SUMMARY = "summary"
    NOTE = "note"
    #: A unit is to answer: the number of the case that was opened.
    UNIT = "unit"
    #: Stands right after the entry of the article whose id is the value; first where it is empty.
    AFTER = "after"
    #: The summary that opens the digest; names no article.
    LEAD = "lead"
    #: Corrections: their effect lies in overrides and facts about stories; the draft remembers who and when.
    TONE = "tone"
    TOPIC = "topic"
    RELEVANCE = "relevance"
    MERGE = "merge"
    SPLIT = "split"
    #: Takes back the edit whose place is the value.
    UNDO = "undo"


ACT_VI: dict[Act, str] = {
    Act.KEEP: "giữ",
    Act.DROP: "bỏ",
    Act.IMPORTANT: "đánh dấu quan trọng",
    Act.TITLE: "sửa tiêu đề",
    Act.SUMMARY: "sửa tóm tắt",
    Act.NOTE: "ghi chú",
    Act.UNIT: "giao đơn vị",
    Act.AFTER: "đổi thứ tự",
    Act.LEAD: "sửa lời tổng hợp",
    Act.TONE: "sửa sắc thái",
    Act.TOPIC: "sửa lĩnh vực",
    Act.RELEVANCE: "sửa mức liên quan",
    Act.MERGE: "gộp sự kiện",
    Act.SPLIT: "tách sự kiện",
    Act.UNDO: "hoàn tác",
}

#: Edits of the same matter would overwrite each other.
_MATTER: dict[Act, Act] = {Act.DROP: Act.KEEP, Act.SPLIT: Act.MERGE}


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit as it is kept. ``place`` counts the edits of one draft from 1: the newest one is the draft's version."""

    place: int
    act: Act
    article_id: int | None
    value: str
    person: str
    at: datetime

    @property
    def matter(self) -> Act:
        return matter_of(self.act)


def matter_of(act: Act) -> Act:
    """What an edit is about; two edits of one matter and one entry exclude each other."""
    return _MATTER.get(act, act)
