"""What a message to the tip line probably is: a category of public safety, or nothing (SCOPE §3-5).

Only to advise the person who asked and to sort the reviewer's tray. Precision before recall: opinion, criticism,
complaint, satire and true warnings are never given a category, however angry; in doubt there is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from news.safety import SafetyCategory
from nlp.masking.surface import Surface


@dataclass(frozen=True, slots=True)
class Span:
    """Words that led to the category: characters ``start`` to ``end`` of the text as given."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Judged:
    """``category`` is ``None`` where nothing is claimed; ``score`` is how sure the category is (0..1)."""

    category: SafetyCategory | None
    score: float
    words: tuple[Span, ...] = ()


_NOTHING = Judged(None, 0.0)
#: Each category needs one of each row.
_CUES: dict[SafetyCategory, tuple[str, ...]] = {
    SafetyCategory.FRAUD_IMPERSONATION: (
        r"\b(?:dong|nop|chuyen|coc|tra)(?: \w+){0,3} (?:phi|coc|tien|truoc)\b|\b(?:otp|ma xac thuc|mat khau)\b",
        r"\b(?:tri an|trung thuong|ho tro|hoc bong|boi thuong|khoa|phat|qua han|giu suat|dam bao|cam ket|chac chan|vip)\b",
        r"\b(?:giu bi mat|dung (?:noi|bao|goi|hoi)|hom nay|truoc \d+h|trong ngay|con \d+ suat|\.(?:top|icu|click|cc|shop)\b)",
    ),
    SafetyCategory.FALSE_EMERGENCY: (
        r"\b(?:song than|dong dat|vo de|vo dap|xa lu|no nha may|phong xa|tia vu tru|vi rut)\b",
        r"\b(?:giau|khong dam (?:dua|cong bo)|tin noi bo|dung cho)\b",
        r"\b(?:chia se|share|chuyen tiep|gui tiep|chay ngay|bo nha)\b",
    ),
    SafetyCategory.HEALTH_HAZARD: (
        r"\b(?:ung thu|tieu duong|huyet ap|dot quy|sot|thai|gan|than|benh)\b",
        r"\b(?:bo|ngung|vut|khoi|dung)(?: \w+){0,3} (?:thuoc|vien|tiem|mo|insulin|cap cuu)\b",
        r"\b(?:uong|nuot|dap|boi|nho|ngam|tiem)\b",
    ),
}
_WARNING = re.compile(r"\b(?:lua dao|canh bao|la gia|gia mao|tin gia|khong thu|bac tin|dinh chinh|113)\b")


def judge(text: str) -> Judged:
    """Return the category with the words that led to it, or nothing."""
    surface = Surface.of(text)
    if _WARNING.search(surface.plain):
        return _NOTHING
    for category, rows in _CUES.items():
        found = [re.search(row, surface.plain) for row in rows]
        if all(found):
            spans = [surface.span(*match.span()) for match in found if match]
            return Judged(category, 0.5, tuple(Span(start, end, text[start:end]) for start, end in sorted(spans)))
    return _NOTHING
