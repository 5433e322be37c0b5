"""A case, short to write in a test."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cases import steps
from news.case import Case, CaseChange, CaseKind, Unit
from news.people import Person, Role

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)  # a Friday, 9:00 here
LAN = Person("lan", "Nguyễn Thị Lan", "ninh-binh", frozenset({Role.PRESS_OFFICER}))
LEADER = Person("minh", "Lê Minh", "ninh-binh", frozenset({Role.LEADER}))
UNIT = Unit("so-xay-dung", "Sở Xây dựng", "vanthu@soxaydung.example")


def opened(person: Person = LAN, unit: Unit | None = UNIT, **changes: Any) -> CaseChange:
    values: dict[str, Any] = {
        "kind": CaseKind.ARTICLE,
        "title": "Cầu Bến Mẫu hỏng",
        "outlet": "Báo Mẫu",
        "question": "Nguyên nhân và hướng khắc phục?",
        "url": "https://bao-mau.example/1",
        "article_id": 1,
        "rule": "unit_answer",
    }
    return steps.open_(person, NOW, NOW + timedelta(days=3), unit=unit, **values | changes)


def a_case(**changes: Any) -> Case:
    return replace(opened().case, id=7, **changes)
