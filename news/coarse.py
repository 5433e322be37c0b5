"""Counts too coarse to point at anyone (SCOPE §2): below five is "fewer than five", the rest is rounded."""

from __future__ import annotations

#: Below this a count is not told.
TOLD_FROM = 5


def coarse(count: int) -> int:
    """0 for fewer than five, else rounded to fives below 100 and to two digits above: 7 → 5, 1,234 → 1,200."""
    if count < TOLD_FROM:
        return 0
    step = 5 if count < 100 else 10 ** (len(str(count)) - 2)
    return max(TOLD_FROM, (count + step // 2) // step * step)


def coarse_vi(count: int) -> str:
    """A coarse count in words."""
    return f"dưới {TOLD_FROM}" if count < TOLD_FROM else f"khoảng {count:,}".replace(",", ".")
