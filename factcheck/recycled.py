"""Old matters told as new: the same words stood somewhere long before, and the new text does not say so. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from factcheck.sameness import alike

#: Younger ones are news that is still being told.
OLD_FROM = timedelta(days=90)
#: Both texts say this much of each other: a caption, a warning that goes round every year.
SAME_FROM = 0.75
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Recycled:
    """The older text, when it appeared, and how much the two say of each other (0..1)."""

    text: str
    day: date
    share: float

    def because(self) -> str:
        return f"Nội dung này đã có từ {self.day:%d/%m/%Y}: “{self.text}”. Tin mới không nói đó là chuyện cũ."


def recycled(new: str, new_day: date, old: str, old_day: date | None) -> Recycled | None:
    """Whether ``new`` repeats ``old`` as if it were of its own day; ``None`` where it names the older year."""
    if old_day is None or new_day - old_day < OLD_FROM:
        return None
    if str(old_day.year) in _YEAR.findall(new) and old_day.year != new_day.year:
        return None
    share = alike(new, old)
    return Recycled(old, old_day, share) if share >= SAME_FROM else None
