"""The heading and the foot of an office's documents, from what ``province.toml`` says. Pure."""

from __future__ import annotations

from reports.plain import name
from reports.sheet import Letterhead

_CITY = "THÀNH PHỐ"


def letterhead(parent: str, office: str, place: str) -> Letterhead:
    """Return the letterhead; the readers are the leaders of both bodies and the archive, as a typist may change."""
    parent = name(parent)
    body = "Ủy ban nhân dân thành phố" if _CITY in parent.upper() else "Ủy ban nhân dân tỉnh"
    recipients = (f"Lãnh đạo {body};", "Lãnh đạo Văn phòng;", "Lưu: VT.")
    return Letterhead(parent.upper(), name(office).upper(), name(place), recipients)
