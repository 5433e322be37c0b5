"""A sheet as PDF, laid out by typst: tagged, with an outline, its fonts embedded; equal sheets give equal bytes.

The sheet goes to the template as JSON, so that no text of it is ever read as markup. Only the fonts beside this module
are used: a bare machine sets the same page.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from news.errors import RenderError
from reports.sheet import Chart, Heading, Paragraph, Sheet, Table

_FOLDER = Path(__file__).parent
_TEMPLATE = _FOLDER / "templates" / "digest.typ"
_PICTURES = _FOLDER / "templates" / "pictures.typ"
_FONTS = _FOLDER / "fonts" / "liberation"
#: Thai, Lao, Khmer and the Far East: 4 MB that are read only when a page needs them.
_FOREIGN_FONTS = _FOLDER / "fonts" / "foreign"
_FAMILY = "Liberation Serif"
#: Dots to the inch of a chart 13 cm wide: sharp on paper, 15 kB.
_PICTURE_PPI = 200.0
_FOREIGN_FAMILIES = ("Noto Serif Thai", "Noto Serif Lao", "Noto Serif Khmer", "Droid Sans Fallback")
_FACES = ("LiberationSerif-Regular", "LiberationSerif-Bold", "LiberationSerif-Italic", "LiberationSerif-BoldItalic")
_KINDS: dict[type, str] = {Heading: "heading", Paragraph: "paragraph", Table: "table", Chart: "chart"}


def missing_fonts() -> list[str]:
    """Faces without which no page can be set."""
    return [face for face in _FACES if not (_FONTS / f"{face}.ttf").is_file()]


def render(sheet: Sheet, *, made_at: datetime) -> bytes:
    content = _content(sheet)
    at = made_at.astimezone(UTC)
    content["made_at"] = {name: getattr(at, name) for name in ("year", "month", "day", "hour", "minute", "second")}
    content["letterhead"]["author"] = f"{sheet.letterhead.office} {sheet.letterhead.parent}"
    content["letterhead"]["parent_lines"] = sheet.letterhead.parent_lines
    is_foreign = any(_is_foreign(sign) for sign in set(json.dumps(content, ensure_ascii=False)))
    content["fonts"] = [_FAMILY, *(_FOREIGN_FAMILIES if is_foreign else ())]
    try:
        made, warnings = typst.compile_with_warnings(
            str(_TEMPLATE),
            root=str(_TEMPLATE.parent),
            font_paths=[str(_FONTS), *([str(_FOREIGN_FONTS)] if is_foreign else ())],
            ignore_system_fonts=True,
            sys_inputs={"sheet": json.dumps(content)},
            format="pdf",
        )
    except typst.TypstError as error:
        raise RenderError(f"PDF: {error}") from error
    if any("unknown font" in warning.message for warning in warnings):
        # Without its font typst leaves the letters out and says so in passing: a blank page must not be handed on.
        raise RenderError(f"PDF: a font is missing from {_FONTS.parent}")
    return bytes(made)


def pictures(charts: Sequence[Chart]) -> list[bytes]:
    """Each chart as PNG, for documents that take no drawing. Equal charts give equal bytes."""
    if not charts:
        return []
    try:
        made: object = typst.compile(
            str(_PICTURES),
            root=str(_PICTURES.parent),
            font_paths=[str(_FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"charts": json.dumps([chart.svg for chart in charts])},
            format="png",
            ppi=_PICTURE_PPI,
        )
    except typst.TypstError as error:
        raise RenderError(f"PNG: {error}") from error
    # One page is given as it is, several as a list.
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]  # type: ignore[call-overload]


def _is_foreign(sign: str) -> bool:
    """Whether Liberation Serif may lack it: it has Latin, Greek, Cyrillic, Hebrew and the usual signs."""
    return "\u0600" <= sign < "\u1e00" or sign >= "\u2c00"


def _content(value: object) -> Any:
    """The sheet as what JSON knows; a block says its kind."""
    if is_dataclass(value) and not isinstance(value, type):
        found = {field.name: _content(getattr(value, field.name)) for field in fields(value)}
        return found | ({"kind": kind} if (kind := _KINDS.get(type(value))) else {})
    if isinstance(value, tuple):
        return [_content(one) for one in value]
    return value
