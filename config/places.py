"""``places.csv``: places of the office's own that the shipped gazetteer does not know."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from config.rows import read_rows
from config.tables import Faults, shown
from news.analysis import MentionKind
from news.place import OwnPlace

_COLUMNS = ("name", "other_names", "kind", "needs_province")
_KINDS = tuple(kind.value for kind in MentionKind if kind is not MentionKind.ORIGIN)
_YES, _NO = ("yes", "có", "x"), ("no", "không", "")
_LEAST_CHARS = 3


def read_places(file: Path, province: str, provinces: Collection[str], faults: Faults) -> tuple[OwnPlace, ...]:
    """All rows, as places of ``province``; one that begins with ``#`` is a remark, a faulty one is recorded, not kept.

    ``provinces`` are the names of all provinces, which no place may take. A folder without the file has no own places.
    """
    taken = {name.casefold() for name in provinces}
    found: list[OwnPlace] = []
    for line, row in read_rows(file, _COLUMNS, faults):
        cells = {key: " ".join((row.get(key) or "").split()) for key in _COLUMNS}
        if cells["name"].startswith("#") or not any(cells.values()):
            continue
        names = tuple(filter(None, (part.strip() for part in (cells["name"], *cells["other_names"].split("|")))))
        if fault := _fault(cells, names, taken):
            key, expected = fault
            faults.add(file, line, key, shown(cells[key]), expected)
            continue
        taken.update(name.casefold() for name in names)
        kind = MentionKind(cells["kind"] or MentionKind.PLACE)
        found.append(OwnPlace(province, names, kind, cells["needs_province"].lower() in _YES))
    return tuple(found)


def _fault(cells: dict[str, str], names: tuple[str, ...], taken: set[str]) -> tuple[str, str] | None:
    """The cell that is wrong and what would be right."""
    if not cells["name"]:
        return "name", "the place's name as the press prints it"
    for name in names:
        key = "name" if name == cells["name"] else "other_names"
        if len(name) < _LEAST_CHARS or not any(letter.isupper() for letter in name):
            return key, f"names of {_LEAST_CHARS} letters at least, with the capitals that print gives them"
        if name.casefold() in taken:
            return key, "names that no province and no other row has"
    if cells["kind"] and cells["kind"] not in _KINDS:
        return "kind", f"one of {', '.join(_KINDS)}, or nothing for a place"
    if cells["needs_province"].lower() not in (*_YES, *_NO):
        return "needs_province", "yes or no"
    return None
