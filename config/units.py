"""``units.csv``: the bodies that may be asked for an answer. A police body is refused (SCOPE §5)."""

from __future__ import annotations

import re
from pathlib import Path

from config.rows import read_rows
from config.tables import Faults, shown
from news.case import Unit
from news.police import is_police

_COLUMNS = ("id", "name", "email")


def read_units(file: Path, faults: Faults) -> tuple[Unit, ...]:
    """All rows; one that begins with ``#`` is a remark, a faulty one is recorded with its line and left out.

    A folder from before there were units has no such file and no units.
    """
    units: dict[str, Unit] = {}
    for line, row in read_rows(file, _COLUMNS, faults):
        cells = {key: (row.get(key) or "").strip() for key in _COLUMNS}
        if cells["id"].startswith("#"):
            continue
        unit = Unit(cells["id"], " ".join(cells["name"].split()), cells["email"])
        if fault := _fault(unit, units):
            key, expected = fault
            faults.add(file, line, key, shown(cells[key]), expected)
        else:
            units[unit.id] = unit
    return tuple(units.values())


def _fault(unit: Unit, known: dict[str, Unit]) -> tuple[str, str] | None:
    """The cell that is wrong and what would be right."""
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", unit.id):
        return "id", "lower-case letters, digits and hyphens, such as so-xay-dung"
    if unit.id in known:
        return "id", "an id that no other row has"
    if not unit.name or unit.name in {one.name for one in known.values()}:
        return "name", "the unit's name, unlike that of any other row"
    if unit.email and not re.fullmatch(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+", unit.email):
        return "email", "an address such as vanthu@soxaydung.example, or nothing"
    if is_police(unit.name, unit.email):
        return "email" if not is_police(
            unit.name
        ) else "name", "a body that is not police: it receives public notices only"
    return None
