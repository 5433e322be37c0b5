"""Small charts as SVG: bars that stand, bars that lie, with an interval or in parts. Pure; equal values, equal bytes.

They are 360 units wide, so that a phone shows them as they are. Every chart has its words beside it (``alt``) and its
table behind it; colour alone never says anything: parts differ in lightness and are named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from reports.plain import plain
from reports.sheet import Chart

WIDTH = 360
#: Dark, middle and light of one hue: told apart on a grey print too.
SHADES = ("#16466f", "#5f97c4", "#c3d8ea", "#b3402e")
_INK, _SOFT, _LINE = "#1d232b", "#4d5966", "#9aa6b2"
_SIZE = 12
_ROW, _LABEL, _VALUE = 24, 138, 62
_TALL, _FOOT, _HEAD = 120, 22, 26
#: Of a row of labels under bars that stand: so wide is one, so near may they come.
_TICK = 36
_MOST_CHARS = 22


@dataclass(frozen=True, slots=True)
class Stand:
    """A bar that stands: its parts from below, and the label under it."""

    label: str
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lie:
    """A bar that lies. ``low`` and ``high``: its interval, in the unit of ``parts``; ``text`` stands behind it."""

    label: str
    parts: tuple[float, ...]
    text: str
    low: float | None = None
    high: float | None = None


def standing(bars: Sequence[Stand], alt: str, legend: Sequence[str] = (), mark: int | None = None) -> Chart:
    """Bars side by side, such as days. ``mark``: before this bar something happened; a dashed line stands there."""
    most = max((sum(one.parts) for one in bars), default=0) or 1
    step = (WIDTH - 40) / max(1, len(bars))
    top = _HEAD if legend else 8
    floor = top + _TALL
    pieces = [*_legend(legend), _line(36, floor, WIDTH - 4, floor)]
    pieces.append(_text(32, top + 9, _thousands(most), anchor="end", soft=True))
    pieces.append(_text(32, floor, "0", anchor="end", soft=True))
    every = max(1, -(-int(_TICK) // max(1, int(step))))
    for place, one in enumerate(bars):
        left, height = 38 + place * step, 0.0
        for shade, part in zip(SHADES, one.parts, strict=False):
            tall = _TALL * part / most
            pieces.append(_bar(left, floor - height - tall, max(1.0, step - max(1.0, step * 0.2)), tall, shade))
            height += tall
        if place % every == 0:
            pieces.append(_text(left + step * 0.4, floor + 15, one.label, anchor="middle", soft=True))
    if mark is not None:
        at = _n(38 + mark * step - max(0.5, step * 0.1))
        stroke = f'stroke="{SHADES[3]}" stroke-width="1.5" stroke-dasharray="4 3"'
        pieces.append(f'<line x1="{at}" y1="{top}" x2="{at}" y2="{floor}" {stroke}/>')
    return _chart(floor + _FOOT, alt, pieces)


def lying(bars: Sequence[Lie], alt: str, legend: Sequence[str] = (), most: float | None = None) -> Chart:
    """Bars one under another, such as topics. ``most``: the full length; ``None``: the longest of them."""
    longest = most or max((max(sum(one.parts), one.high or 0) for one in bars), default=0) or 1
    room, top = WIDTH - _LABEL - _VALUE, _HEAD if legend else 4
    pieces = list(_legend(legend))
    for place, one in enumerate(bars):
        above = top + place * _ROW
        pieces.append(_text(_LABEL - 6, above + 16, _cut(one.label), anchor="end"))
        left = float(_LABEL)
        # An interval is drawn in ink: on the darkest shade it would not be seen.
        shades = SHADES[1:] if one.low is not None else SHADES
        for shade, part in zip(shades, one.parts, strict=False):
            pieces.append(_bar(left, above + 4, room * part / longest, 14, shade))
            left += room * part / longest
        end = left
        if one.low is not None and one.high is not None:
            low, end = _LABEL + room * one.low / longest, _LABEL + room * one.high / longest
            pieces += [_line(low, above + 11, end, above + 11, _INK), *_ends(low, end, above + 11)]
        pieces.append(_text(end + 5, above + 16, one.text))
    return _chart(top + len(bars) * _ROW + 4, alt, pieces)


def _chart(height: int, alt: str, pieces: Sequence[str]) -> Chart:
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    words = plain(alt)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(words)}" '
        f'font-family="Liberation Serif" font-size="{_SIZE}">{"".join(pieces)}</svg>'
    )
    return Chart(svg, words, WIDTH, height)


def _legend(names: Sequence[str]) -> Sequence[str]:
    pieces, left = [], 4.0
    for shade, name in zip(SHADES, names, strict=False):
        pieces += [_bar(left, 4, 11, 11, shade), _text(left + 15, 14, name, soft=True)]
        left += 27 + 6.2 * len(name)
    return pieces


def _bar(x: float, y: float, width: float, height: float, shade: str) -> str:
    if width <= 0 or height <= 0:
        return ""
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{shade}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, stroke: str = _LINE) -> str:
    return f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{stroke}"/>'


def _ends(low: float, high: float, y: float) -> list[str]:
    """The two short strokes that end an interval."""
    return [_line(x, y - 4, x, y + 4, _INK) for x in (low, high)]


def _text(x: float, y: float, words: str, anchor: str = "start", *, soft: bool = False) -> str:
    placed = f'x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" fill="{_SOFT if soft else _INK}"'
    return f"<text {placed}>{escape(plain(words))}</text>"


def _cut(label: str) -> str:
    return label if len(label) <= _MOST_CHARS else label[: _MOST_CHARS - 1].rstrip() + "…"


def _thousands(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
