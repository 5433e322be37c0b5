"""A number beside the one before: how much more or less, or why nothing can be said. Pure."""

from __future__ import annotations

from news.analysis import Tone
from news.digest import Period
from news.report import Figures
from news.shares import Share, differ, share
from reports.words import number

#: Nothing to say: no number, no figures.
NONE = "–"
_SIGN = {True: "tăng", False: "giảm"}


def change(now: int, before: int | None) -> str:
    """``tăng 12 (+8,6 %)``; a percentage of less than ten says nothing and is left out."""
    if before is None:
        return NONE
    if now == before:
        return "không đổi"
    words = f"{_SIGN[now > before]} {number(abs(now - before))}"
    return f"{words} ({signed(100 * (now - before) / before)}\N{NO-BREAK SPACE}%)" if before >= 10 else words


def change_of_share(now: Share, before: Share | None) -> str:
    """In points; a difference that chance alone explains is called so."""
    if before is None or before.value is None or now.value is None:
        return NONE
    points = 100 * (now.value - before.value)
    words = f"{signed(points)} điểm" if abs(points) >= 0.05 else "không đổi"
    return words if differ(now, before) or words == "không đổi" else f"{words}, trong sai số"


def tone_share(figures: Figures, tone: Tone, *, by_machine: bool = False) -> Share:
    counts = dict(figures.tones_machine if by_machine else figures.tones)
    return share(counts.get(tone, 0), sum(counts.values()))


def fit(figures: Figures | None) -> Figures | None:
    """The figures, if something may be compared with them."""
    return figures if figures is not None and figures.is_enough else None


def why_not(figures: Figures | None, label: str) -> str:
    """Why nothing is compared, in a sentence; empty where it is."""
    if figures is None:
        return f"{label}: chưa có số liệu để so sánh."
    if not figures.is_enough:
        read = f"{figures.days_read} trong {figures.days} ngày"
        return f"{label}: chỉ có số liệu {read}, nên không tính tăng giảm."
    return ""


def labels(period: Period) -> tuple[str, str]:
    """What the period before and the one a year ago are called."""
    return {
        Period.WEEK: ("Tuần trước", "Cùng kỳ năm trước"),
        Period.MONTH: ("Tháng trước", "Cùng kỳ năm trước"),
        Period.YEAR: ("Năm trước", ""),
        Period.DAY: ("Hôm trước", ""),
    }[period]


def percent(one: Share) -> str:
    return NONE if one.value is None else f"{decimal(100 * one.value)}\N{NO-BREAK SPACE}%"


def interval(one: Share) -> str:
    """The 95 % interval: ``12,1–15,8 %``."""
    return NONE if one.value is None else f"{decimal(100 * one.low)}–{decimal(100 * one.high)}\N{NO-BREAK SPACE}%"


def decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def signed(value: float) -> str:
    return f"{'+' if value > 0 else '−'}{decimal(abs(value))}"
